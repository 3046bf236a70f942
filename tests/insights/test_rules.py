"""Romanised names may break between syllables, and nowhere else."""

import pytest

from talent_portal.insights.rules.words import SOFT_HYPHEN, syllables


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Minamishimabara", "Mi-na-mi-shi-ma-ba-ra"),
        ("Shinkamigoto", "Shin-ka-mi-go-to"),
        ("Higashisonogi Town", "Hi-ga-shi-so-no-gi Town"),
        ("Goto", "Goto"),
        ("南島原市", "南島原市"),
        ("", ""),
    ],
)
def test_a_romanised_name_breaks_between_its_syllables(name, parts):
    found = syllables(name)

    assert found.replace(SOFT_HYPHEN, "-") == parts
