"""What requests read from files."""
