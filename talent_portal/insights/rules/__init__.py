"""Small arithmetic of the first pages, and the kinds of things that wait on somebody; pure."""
