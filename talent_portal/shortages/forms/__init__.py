"""What the coordinator types about a round, and a municipality about its figures."""
