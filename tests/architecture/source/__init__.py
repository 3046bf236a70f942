"""Promises that can be read from the files alone, and the reading of them."""

import ast
import importlib
import inspect
from functools import cache
from pathlib import Path
from types import FunctionType, ModuleType

from talent_portal.settings import ROOT

HOUSE = ROOT / "talent_portal"
TEMPLATES = ROOT / "templates"
DOCS = ROOT / "docs"


@cache
def text(path: Path) -> str:
    return path.read_text()


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(text(path))


def python(*folders: str) -> list[Path]:
    """Return every Python file below the folders, by name."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def name(path: Path) -> str:
    """Return the path as people say it."""
    return str(path.relative_to(ROOT))


def nodes(path: Path, *kinds: type[ast.AST]) -> list[ast.AST]:
    return [node for node in ast.walk(parsed(path)) if isinstance(node, kinds)]


def modules(room: str) -> list[ModuleType]:
    """Return the modules of one room in every feature, packages included."""
    found = [*HOUSE.glob(f"*/{room}.py"), *HOUSE.glob(f"*/{room}/*.py")]
    return [importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts)) for path in sorted(found)]


def functions(module: ModuleType, returning: type | None = None) -> list[FunctionType]:
    """Return the public functions a module defines itself."""
    return [
        thing
        for key, thing in vars(module).items()
        if inspect.isfunction(thing)
        and thing.__module__ == module.__name__
        and not key.startswith("_")
        and (returning is None or thing.__annotations__.get("return") is returning)
    ]
