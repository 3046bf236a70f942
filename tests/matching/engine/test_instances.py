"""The made-up prefectures on which the goals are measured: the same seed, the same instance, and what reports tell."""

import numpy as np

from bench.instances import instance
from talent_portal.matching.engine.fairness import HALVES_OF_A_POST


def vacant(p):
    return p.shortage.authorised - p.shortage.filled


def posts(p):
    """Return the posts that the needs of each place ask for, at least one where anything is asked for."""
    asked = np.bincount(p.needs.place, p.needs.asked.astype(float), minlength=len(p.geography.ids))
    return np.maximum(np.rint(asked / HALVES_OF_A_POST), asked > 0)


def test_reports_tell_the_very_posts_that_are_asked_for_unless_they_are_drawn_apart():
    told, apart = instance("prefecture", 4), instance("prefecture", 4, apart=True)

    assert (vacant(told) == posts(told)).all()
    assert (vacant(apart) != posts(apart)).any()
    assert (told.shortage.filled >= 0).all()
    assert (told.needs.asked == apart.needs.asked).all()


def test_the_same_seed_gives_the_same_instance_and_another_one_another():
    assert instance("prefecture", 4).digest() == instance("prefecture", 4).digest()
    assert instance("prefecture", 4).digest() != instance("prefecture", 5).digest()
