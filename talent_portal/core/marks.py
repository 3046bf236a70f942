"""The marker for sentences that live where no translation may happen: rules, models, errors. Pure."""


def _n(message: str) -> str:
    """Mark a sentence for translation at the edge; it stays as it is."""
    return message
