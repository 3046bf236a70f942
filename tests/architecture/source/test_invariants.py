"""Every invariant that the product promises is named by a test that tries to break it."""

import ast
import re

import pytest

from talent_portal.settings import ROOT

RACES = ROOT / "tests" / "races" / "test_sign_up.py"
PROMISED = ["I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I13", "I14", "I15", "I19", "I20", "I22"]


def named() -> set[str]:
    tests = [node for node in ast.parse(RACES.read_text()).body if isinstance(node, ast.FunctionDef)]
    said = [ast.get_docstring(test) or "" for test in tests if test.name.startswith("test_")]
    return set(re.findall(r"\bI\d+\b", " ".join(said)))


@pytest.mark.parametrize("invariant", PROMISED)
def test_an_invariant_is_named_by_a_race(invariant):
    assert invariant in named()
