"""What leaves the house: links, codes and documents."""
