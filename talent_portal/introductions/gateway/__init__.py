"""What leaves or enters the house about a case: signed links and codes."""
