"""privacy: consents that prove themselves, and the log of who saw whom.

Words: consent text, consent event, access event.
"""
