"""Which passwords are too common to keep. Pure: the lists come in as arguments or stand here."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

SHORTEST = 12
LONGEST = 128
FEWEST_LETTERS = 5
# What must be left of a password once everything guessable is taken away.
FEWEST_OWN_LETTERS = 4
LEET = str.maketrans(
    {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s", "!": "i"}
)
# The stems of the passwords that head every published list of breaches, English and Japanese.
COMMON = tuple(
    """
    password passwd pasword passw0rd pass letmein welcome administrator admin master login user guest root test
    testing changeme default secret monkey dragon football baseball basketball superman batman princess sunshine
    shadow michael jordan jennifer ashley charlie iloveyou loveyou trustno whatever starwars freedom computer internet
    qwertyuiop qwerty asdfghjkl asdfgh asdf zxcvbnm zxcvbn qazwsxedc qazwsx azerty abcdefgh abcdef abcd abc
    hello google facebook windows microsoft office summer winter spring autumn january february march april
    june july august september october november december monday sunday company
    sakura doraemon pikachu pokemon nintendo arigatou arigato konnichiwa ohayou aishiteru tokyo osaka kyoto fukuoka
    nippon japan nihon kensei shigoto himitsu yamada tanaka suzuki satou sato takahashi watanabe hanako tarou taro
    reiwa heisei showa
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
SERVICE = tuple(
    """
    nagasaki sasebo shimabara isahaya omura ohmura hirado matsuura tsushima iki goto gotou saikai unzen
    minamishimabara nagayo togitsu higashisonogi kawatana hasami ojika saza shinkamigoto kamigoto
    talentportal talent portal jinzai kencho kenchou kucho shiyakusho yakuba machi shichou
    """.split()  # noqa: SIM905 - a list of words reads best as words
)


def weakness(password: str, *, own_words: Iterable[str] = ()) -> str:
    """Return why a password may not be chosen (`too-short`, `too-long`, `too-common`), or nothing.

    `own_words` are parts of the person's own name and address.
    """
    folded = unicodedata.normalize("NFKC", password).lower()
    if len(folded) < SHORTEST:
        return "too-short"
    if len(folded) > LONGEST:
        return "too-long"
    return "too-common" if _is_common(folded, own_words) else ""


def _is_common(folded: str, own_words: Iterable[str]) -> bool:
    """Judge what is left when known words, runs of keys and years are taken away, read plainly or as leet."""
    if len(set(folded)) < FEWEST_LETTERS or _is_run(folded):
        return True
    words = {word.lower() for word in (*COMMON, *SERVICE, *own_words) if len(word) >= 3}  # noqa: PLR2004 - not initials
    known = re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))
    return any(_left_over(known.sub(" ", spelled)) < FEWEST_OWN_LETTERS for spelled in (folded, folded.translate(LEET)))


def _left_over(rest: str) -> int:
    """Count the different characters that are neither blanks nor a year nor a run of digits."""
    return len(set(re.sub(r"\d{2,}|\W|_", "", rest)))


def _is_run(folded: str) -> bool:
    """Return whether every character follows the one before it (`123456789012`, `abcdefghijkl`, backwards too)."""
    steps = {ord(after) - ord(before) for before, after in pairwise(folded)}
    return steps <= {1, -9} or steps <= {-1, 9}
