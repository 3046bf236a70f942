"""Doors: sign-in, reset, mail code, invitation, one's own account, the people of an organisation."""
