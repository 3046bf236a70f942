"""What may happen to a candidate, why things end, who must act by when, and what screens call it all. Pure."""
