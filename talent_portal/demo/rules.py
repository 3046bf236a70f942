"""Invented people: names that nobody bears, the same ones every time. Pure."""

import random
from dataclasses import dataclass
from itertools import product

SEED = 20260601
FAMILIES = (
    ("潮見灘", "シオミナダ"), ("灯浦井", "ヒウライ"), ("凪野原", "ナギノハラ"), ("浜灯", "ハマアカリ"),
    ("水守井", "ミズモリイ"), ("波留井", "ハルイ"), ("野分山", "ノワキヤマ"), ("髙汐﨑", "タカシオザキ"),
    ("沖野宮", "オキノミヤ"), ("磯霞", "イソガスミ"), ("雲居浜", "クモイハマ"), ("月待浦", "ツキマチウラ"),
    ("霧渡", "キリワタリ"), ("風見瀬", "カザミセ"), ("島影野", "シマカゲノ"), ("星降津", "ホシフルツ"),
    ("汐路谷", "シオジダニ"), ("海鳴原", "ウミナリハラ"), ("千波留", "チハル"), ("朝凪里", "アサナギサト"),
)  # fmt: skip
GIVEN = (
    ("結灯", "ユイト"), ("凪子", "ナギコ"), ("湊斗", "ミナト"), ("海音", "ウミネ"), ("汐里", "シオリ"),
    ("帆高", "ホダカ"), ("渚", "ナギサ"), ("千帆", "チホ"), ("航太", "コウタ"), ("岬", "ミサキ"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Invented:
    """One invented person."""

    family: str
    family_kana: str
    given: str
    given_kana: str
    email: str


def people(count: int, prefix: str) -> list[Invented]:
    """Return `count` invented people (at most 200), always the same for a prefix; mail at example.com."""
    pairs = list(product(FAMILIES, GIVEN))
    random.Random(f"{SEED}{prefix}").shuffle(pairs)  # noqa: S311 - the same demo every time is the point
    return [
        Invented(family[0], family[1], given[0], given[1], f"{prefix}{number}@example.com")
        for number, (family, given) in enumerate(pairs[:count], 1)
    ]


def dice(prefix: str) -> random.Random:
    """Return a source of chance that always falls the same way."""
    return random.Random(f"{SEED}{prefix}dice")  # noqa: S311 - as above
