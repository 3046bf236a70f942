"""Arithmetic of locks, and which passwords are too common."""

from datetime import timedelta

import pytest

from talent_portal.signin.rules.passwords import weakness
from talent_portal.signin.rules.times import lock_after

MINUTES = [(0, None), (1, None), (9, None), (10, 15), (11, None), (20, 30), (30, 60), (40, 120), (50, 240), (500, 240)]


@pytest.mark.parametrize(("count", "minutes"), MINUTES)
def test_every_tenth_wrong_try_locks_for_longer(count, minutes):
    assert lock_after(count) == (timedelta(minutes=minutes) if minutes else None)


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "P@ssw0rd2026!",
        "Nagasaki2026!!",
        "sasebo-hirado-1",
        "qwertyuiop12",
        "1234567890123",
        "210987654321",
        "abcdefghijklm",
        "aaaaaaaaaaaaaaaa",
        "ababababababab",
        "admin-nagasaki-portal",
        "welcome to nagasaki",
        "Sakura20260401",
        "ＰＡＳＳＷＯＲＤ１２３４",
        "yamada.hanako1",
        "letmein letmein",
    ],
)
def test_guessable_passwords_are_too_common(password):
    assert weakness(password, own_words=["Yamada", "Hanako"]) == "too-common"


@pytest.mark.parametrize(
    "password",
    [
        "corridor violet thunder",
        "九十九島の夕焼けとからすみ茶漬け",
        "kX9#vLq2$mTz",
        "my nagasaki boat leaks twice",
        "correct horse battery staple",
    ],
)
def test_good_passwords_are_welcome(password):
    assert weakness(password, own_words=["Yamada", "Hanako"]) == ""


def test_length_counts_in_letters():
    assert weakness("x9!k2#p4$z7") == "too-short"
    assert weakness("長い合言葉を考えてみた人") == ""
    assert weakness("ab" * 65) == "too-long"
