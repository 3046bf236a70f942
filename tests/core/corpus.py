"""Text as it arrives in Japan: what must be kept exactly, and what must be refused in words."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from urllib.parse import quote_plus

SAMPLES = {
    "full width": "ABC123",
    "half width": "ABC123",
    "half-width katakana": "ナガサキ",
    "iteration marks": "佐々木ゞヽヾ仝",
    "variants of names": "髙﨑德邊邉齋濵",
    "ideographic variation": "葛\U000e0100城 辻\U000e0101 祇\U000e0100園",
    "beyond the basic plane": "𠮷野家 𩸽 𠀋",
    "NEC and IBM letters": "①㈱㍻℡Ⅰ纊",
    "wave dash": "10〜12時",
    "full-width tilde": "10~12時",
    "minus signs": "−と-と‐と–と—",
    "double bars": "‖と∥",
    "yen and backslash": "¥500 \\500",
    "joined emoji": "👩‍👩‍👧‍👦🏳️‍🌈",
    "combining voiced mark": "か\u3099き\u3099",
    "singletons": "Å≠Å 神",
    "Reiwa in one letter": "㋿8年",
    "right to left": "\u202eabc\u202c",
    "zero width": "長\u200b崎\ufeff県",
    "hard spaces": "長\u00a0崎\u3000県",
    "line feeds": "一行目\n二行目",
    "carriage returns": "一行目\r\n二行目\r三行目",
    "tab": "左\t右",
    "SQL": "'; DROP TABLE account; --",
    "percent format": "%s %(name)s %n",
    "braces": "{0} {{ 7 * 7 }} {% raw %}",
    "markup": "<b onmouseover=alert(1)>太字</b>",
    "null in words": "null",
    "None in words": "None",
    "formula": "=1+1",
    "noncharacter": "\ufffe\U0010ffff",
    "replacement": "\ufffd",
    "empty": "",
    "long": "長崎" * 10_000,
}
REFUSED = {
    "NUL": "長\x00崎",
    "bell": "長\x07崎",
    "escape": "\x1b[31m",
    "delete": "長\x7f崎",
    "next line": "長\x85崎",
    "lone surrogate": "長\ud800崎",
    "lone low surrogate": "\udfff",
}
FORM = "application/x-www-form-urlencoded"
# So much in one field, in characters, and it travels as it is.
LONG = 1_000
MARKS = frozenset("%&+=;")


def as_form(fields: Mapping[str, str | Sequence[str]]) -> bytes:
    """Return the body of a form as a browser sends it, lone surrogates too.

    A long text goes without percent signs, which servers read as well: with them it would weigh three times as much,
    which in many fields at once is more than a form may, and nobody would read it.
    """
    return "&".join(f"{quote_plus(name)}={_value(text)}" for name, text in _pairs(fields)).encode(
        errors="surrogatepass"
    )


def _pairs(fields: Mapping[str, str | Sequence[str]]) -> Iterator[tuple[str, str]]:
    for name, given in fields.items():
        yield from ((name, text) for text in ([given] if isinstance(given, str) else given))


@lru_cache
def _value(text: str) -> str:
    as_it_is = len(text) > LONG and not MARKS & set(text)
    return text if as_it_is else quote_plus(text, errors="surrogatepass")
