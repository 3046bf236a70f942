"""Parameters of sentences as JSON keeps them, and back: dates and lists would lose their kind. Pure."""

from collections.abc import Mapping
from datetime import date


def store(params: Mapping[str, object]) -> dict[str, object]:
    """Return parameters that JSON can hold."""
    return {key: _store(value) for key, value in params.items()}


def _store(value: object) -> object:
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return list(value) if isinstance(value, tuple) else value


def restore(params: Mapping[str, object]) -> dict[str, object]:
    """Return the parameters as the rules gave them."""
    return {key: _restore(value) for key, value in params.items()}


def _restore(value: object) -> object:
    if isinstance(value, dict):
        return date.fromisoformat(str(value["day"]))
    return tuple(value) if isinstance(value, list) else value
