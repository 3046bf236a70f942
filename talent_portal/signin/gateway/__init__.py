"""The libraries that hash, count and verify; nothing else in the house speaks to them."""
