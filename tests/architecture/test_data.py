"""What the tables promise about people."""

import pytest
from sqlalchemy import UniqueConstraint

from talent_portal import app as factory
from talent_portal.core.db import Base

CLASSES = {"public", "anonymous", "identified", "secret"}
# Keys and the machine's own notes say nothing about anybody.
TECHNICAL = {"reference", "version", "created_at", "updated_at"}
# Tables about people whose columns all lie in other tables.
PEOPLE = {"account", "membership"}
TABLES = sorted(Base.metadata.tables.values(), key=lambda table: table.name)


def is_about_people(table) -> bool:
    return table.name in PEOPLE or "class" in table.info or any("class" in column.info for column in table.columns)


def is_technical(column) -> bool:
    return column.primary_key or bool(column.foreign_keys) or column.name in TECHNICAL


@pytest.mark.parametrize("table", [table for table in TABLES if is_about_people(table)], ids=lambda table: table.name)
def test_every_column_about_people_says_how_secret_it_is(table):
    """A table may say it once for all its columns; a column that says it itself is meant otherwise."""
    classified = [column.name for column in table.columns if "class" in column.info or "class" in table.info]
    silent = [column.name for column in table.columns if not is_technical(column) and column.name not in classified]

    assert silent == []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_class_is_one_of_four(table):
    assert {column.info["class"] for column in table.columns if "class" in column.info} <= CLASSES


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_time_is_stored_in_utc(table):
    naive = [column.name for column in table.columns if str(column.type) in {"DATETIME", "TIMESTAMP"}]
    ours = [column.name for column in table.columns if type(column.type).__name__ == "UtcDateTime"]

    assert set(naive) <= set(ours)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_foreign_key_is_indexed(table):
    led = {next(iter(index.columns)).name for index in table.indexes}
    led |= {next(iter(key.columns)).name for key in table.constraints if isinstance(key, UniqueConstraint)}
    led |= {column.name for column in table.columns if column.unique or column.primary_key}
    leading = [next(iter(key.columns)).name for key in table.foreign_key_constraints]

    assert [name for name in leading if name not in led] == []


def test_every_feature_with_data_of_people_gives_it_out_and_forgets_it():
    told = {table for rule in factory.RETENTION for table in rule.tables}
    about_people = {table.name for table in TABLES if is_about_people(table)}

    assert sorted(about_people - told) == []
