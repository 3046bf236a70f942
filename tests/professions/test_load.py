"""Roles and rules are data: loaded twice they change nothing, changed they become a new version."""

import shutil
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound

from talent_portal.audit.models import AuditEntry
from talent_portal.core.actor import WORKER
from talent_portal.core.folders import FaultyFolder
from talent_portal.professions import actions, queries
from talent_portal.professions.models import RuleSet, Strength
from tests.professions.makers import SHIPPED

JUNE = date(2026, 6, 1)


def copy(tmp_path, name):
    return shutil.copytree(SHIPPED / name, tmp_path / name)


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def deeds(session):
    return list(session.scalars(sa.select(AuditEntry.deed).order_by(AuditEntry.sequence)))


def test_the_shipped_catalogue_has_21_roles_in_order(make, session):
    make.catalogue()

    roles = queries.professions(session)

    assert [role.code for role in roles][:3] == ["civil_engineer", "architect", "building_official"]
    assert len(roles) == 21
    assert {"pharmacist", "veterinarian"} <= {role.code for role in roles}


def test_every_role_has_words_for_its_work_in_both_languages(make, session):
    make.catalogue()

    for role in queries.professions_in_full(session):
        assert len(role.tasks) >= 4
        assert all(task.name_ja and task.name_en for task in role.tasks)
        assert role.qualifications
        assert all((role.name_ja, role.name_en, role.summary_ja, role.summary_en))


def test_a_building_official_needs_one_of_two_licences(make, session):
    make.catalogue()

    role = queries.profession(session, "building_official")

    musts = [one for one in role.qualifications if one.strength is Strength.MUST]
    assert {one.qualification.code for one in musts} == {"building_assessor", "building_assessor_2"}
    assert {one.choice for one in musts} == {"a"}
    assert all(one.article_ja and one.article_en for one in musts)


def test_loading_the_same_roles_twice_changes_nothing(make, session):
    make.catalogue()
    before = deeds(session)

    done = actions.load(WORKER, SHIPPED / "professions")

    assert not done.anything
    assert deeds(session) == before


def test_a_role_that_the_folder_drops_is_retired_not_deleted(make, session, tmp_path):
    make.catalogue()
    folder = copy(tmp_path, "professions")
    for name in ("professions.csv", "requirements.csv", "tasks.csv"):
        lines = (folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / name).write_text(
            "".join(line for line in lines if not line.startswith("fisheries")), encoding="utf-8"
        )

    actions.load(WORKER, folder)

    assert "fisheries" not in {role.code for role in queries.professions(session)}
    assert queries.profession(session, "fisheries").retired


def test_the_first_rules_are_version_1(make, session):
    done = make.forms()

    rule_set = queries.current_rule_set(session, JUNE)
    assert done.version == rule_set.version == 1
    assert len(rule_set.sha256) == 64
    assert len(queries.forms(session)) == 17
    assert deeds(session) == ["rules.loaded"]


def test_the_same_rules_again_make_no_new_version(make, session, tmp_path):
    make.forms()
    folder = copy(tmp_path, "forms")
    lines = (folder / "decisions.csv").read_text(encoding="utf-8").splitlines()
    (folder / "decisions.csv").write_text("\n".join([lines[0], *reversed(lines[1:])]) + "\n", encoding="utf-8")

    done = actions.load_forms(WORKER, folder)

    assert not done.anything
    assert session.scalar(sa.select(sa.func.count()).select_from(RuleSet)) == 1


def test_changed_rules_become_version_2_and_version_1_stays_readable(make, session, tmp_path):
    make.forms()
    before = queries.rule_table_of_version(session, 1)
    folder = copy(tmp_path, "forms")
    replace(folder / "decisions.csv", "retired,here,fy_part,allowed,,", "retired,here,fy_part,conditions,ordinance,")

    done = actions.load_forms(WORKER, folder)

    assert done.version == 2
    assert queries.rule_table(session, JUNE).version == 2
    assert queries.rule_table_of_version(session, 1) == before
    assert deeds(session) == ["rules.loaded", "rules.loaded"]


def test_rules_that_begin_later_wait_for_their_day(make, session, tmp_path):
    make.forms()
    folder = copy(tmp_path, "forms")
    replace(folder / "forms.toml", "valid_from = 2026-04-01", "valid_from = 2027-04-01")

    actions.load_forms(WORKER, folder)

    assert queries.rule_table(session, date(2027, 3, 31)).version == 1
    assert queries.rule_table(session, date(2027, 4, 1)).version == 2


def test_before_any_rules_there_is_no_table(session):
    with pytest.raises(NoResultFound):
        queries.rule_table(session, JUNE)


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("decisions.csv", "retired,here,fy_part", "retired,there,fy_part", "decisions.csv, row 2, relation: “there”"),
        (
            "decisions.csv",
            "fy_part,allowed",
            "fy_party,allowed",
            "decisions.csv, row 2, form: “fy_party” is not known.",
        ),
        ("decisions.csv", "lobbying_check_if_firm", "lobby", "conditions: “lobby” is not known."),
        ("decisions.csv", "retired,here,fy_full", "retired,here,fy_part", "form: “retired / here / fy_part” appears"),
        ("decisions.csv", "candidate,", "kandidat,", "decisions.csv, row 1, candidate: This column is missing."),
        (
            "conditions.csv",
            "term_too_long,",
            "term_long,",
            "conditions.csv, code: Words for “term_too_long” are missing.",
        ),
        ("forms.toml", "max_years = 5", "max_years = 500", "forms.toml, row 3, max_years: “500” is no whole number"),
        ("forms.toml", "max_years = 5", "years = 5", "forms.toml, row 3, years: This column is not known."),
        ("forms.toml", "valid_from = 2026-04-01", "valid_from = ", "forms.toml: The file is no valid TOML"),
        ("forms.toml", '["teaching"]', '["preaching"]', "asked_duties: “preaching” is not known."),
        ("articles.csv", "Agreement", "", "articles.csv, row 21, text_en: A value is missing."),
    ],
)
def test_every_fault_in_the_rules_is_named_with_its_place(tmp_path, file, old, new, fault):
    folder = copy(tmp_path, "forms")
    replace(folder / file, old, new)

    with pytest.raises(FaultyFolder) as caught:
        actions.load_forms(WORKER, folder)

    assert fault in str(caught.value)
