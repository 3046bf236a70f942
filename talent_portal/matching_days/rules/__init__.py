"""What is true of a matching day without database, web or clock."""
