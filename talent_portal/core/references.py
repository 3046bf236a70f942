"""Names of things in addresses: random, unambiguous when read aloud, and telling nothing."""

import re
import secrets

from werkzeug.routing import BaseConverter

# No 0/o, 1/i/l, u/v: people read these over the telephone.
ALPHABET = "abcdefghjkmnpqrstwxyz23456789"
LENGTH = 12
PATTERN = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


def new_reference() -> str:
    """Return 12 random characters (about 58 bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class ReferenceConverter(BaseConverter):
    """`<ref:reference>` in a route: anything of another shape is simply not found."""

    regex = f"[{ALPHABET}]{{{LENGTH}}}"
