"""signin: how people prove who they are. Words: sign-in, factor, invitation, reset link, code card, try, lock."""
