"""What leaves the house: links, signed tickets, and the files that go with a letter."""
