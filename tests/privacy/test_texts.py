from datetime import date

import pytest
import sqlalchemy as sa

from talent_portal.privacy import actions, queries
from talent_portal.privacy.current import read_texts, shipped_texts
from talent_portal.privacy.errors import TextChanged
from talent_portal.privacy.models import ConsentText

TEXT = """
purpose = "fair.handling"
version = "{version}"
valid_from = {valid_from}
ja = "{ja}"
en = "What for"
"""


def write(folder, version="9", valid_from="2026-05-01", ja="利用目的"):
    (folder / f"fair.handling.{version}.toml").write_text(TEXT.format(version=version, valid_from=valid_from, ja=ja))


def test_what_ships_has_both_languages_and_every_purpose_of_a_fair():
    texts = shipped_texts()

    assert {text.purpose for text in texts} >= {"fair.handling", "fair.follow-up", "fair.invitations"}
    assert all(text.ja and text.en for text in texts)
    assert len({(text.purpose, text.version) for text in texts}) == len(texts)


def test_the_words_that_people_read_now_have_full_width_brackets_in_japanese():
    newest = {text.purpose: text for text in sorted(shipped_texts(), key=lambda text: text.valid_from)}

    assert not [text.purpose for text in newest.values() if set(text.ja) & set("()")]


def test_without_loading_anything_the_shipped_text_is_asked(session):
    assert queries.current_text(session, "fair.handling").in_language("ja").startswith("お申込み")
    assert queries.current_text(session, "fair.handling").in_language("en").startswith("What you tell us")


def test_a_purpose_nobody_wrote_a_text_for_is_a_mistake(session):
    with pytest.raises(LookupError):
        queries.current_text(session, "fair.marketing")


def test_loading_twice_stores_once(session, tmp_path):
    write(tmp_path)

    assert actions.load_texts(tmp_path) == 1
    assert actions.load_texts(tmp_path) == 0


def test_the_newest_text_in_force_is_asked(session, tmp_path):
    write(tmp_path, "9", "2026-05-01")
    write(tmp_path, "3", "2026-06-02")
    actions.load_texts()
    actions.load_texts(tmp_path)

    assert queries.current_text(session, "fair.handling").version == "9"


def test_a_version_cannot_be_rewritten(session, tmp_path):
    write(tmp_path)
    actions.load_texts(tmp_path)

    write(tmp_path, ja="別の目的")

    with pytest.raises(TextChanged):
        actions.load_texts(tmp_path)


def test_the_hash_covers_both_languages(tmp_path):
    write(tmp_path)
    [one] = read_texts(tmp_path)
    write(tmp_path, ja="利用目的。")
    [other] = read_texts(tmp_path)

    assert one.sha256 != other.sha256
    assert one.valid_from == date(2026, 5, 1)


def test_a_faulty_file_is_named(session, tmp_path, app):
    (tmp_path / "broken.1.toml").write_text('purpose = "x"\nversion = "1"\n')

    with pytest.raises(ValueError, match=r"broken\.1\.toml"):
        list(read_texts(tmp_path))
    result = app.test_cli_runner().invoke(args=["privacy", "load-texts", str(tmp_path)])
    assert result.exit_code == 1


def test_the_first_agreement_stores_the_shipped_text(session, make):
    make.consent()
    make.consent(subject="registration:other")

    stored = session.scalars(sa.select(ConsentText)).all()
    assert [(text.purpose, text.version) for text in stored] == [("fair.follow-up", "1")]
    assert stored[0].sha256 == queries.text_of(session, "fair.follow-up", "1").sha256


def test_the_command_loads_what_ships(app, session):
    said = app.test_cli_runner().invoke(args=["privacy", "load-texts"]).output

    assert said == f"{len(shipped_texts())} texts are new.\n"
