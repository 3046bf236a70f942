"""A prefecture's folder: loaded twice it changes nothing, and every fault is named with its place."""

import shutil
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from talent_portal.audit.models import AuditEntry
from talent_portal.core.actor import WORKER
from talent_portal.core.folders import FaultyFolder
from talent_portal.municipalities import actions, queries
from talent_portal.municipalities.errors import AnotherPrefecture
from talent_portal.municipalities.models import LegBasis, MunicipalityKind
from talent_portal.municipalities.rules import TravelMode
from tests.municipalities.makers import SHIPPED

YAMANAMI = Path(__file__).parent / "data" / "yamanami"
JUNE = date(2026, 6, 1)
IN_2027 = date(2027, 4, 1)


def copy(tmp_path, source=SHIPPED):
    return shutil.copytree(source, tmp_path / "folder")


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_nagasaki_has_21_municipalities_in_official_order(make):
    towns = make.nagasaki()

    assert len(towns) == 21
    assert [town.slug for town in towns][:3] == ["nagasaki", "sasebo", "shimabara"]
    assert [town.code for town in towns] == sorted(town.code for town in towns)
    assert sum(town.population for town in towns) == 1_312_317


def test_a_municipality_speaks_through_its_organisation(make):
    goto = make.nagasaki()[9]

    assert (goto.name_ja, goto.name_en, goto.short_ja, goto.short_en) == ("五島市", "Goto City", "五島", "Goto")
    assert (goto.kind, goto.is_island, goto.island_group_en) == (MunicipalityKind.CITY, True, "Goto Islands (lower)")


def test_regions_are_as_they_are_drawn_on_the_day(make, session):
    make.nagasaki()

    now = {region.code: len(towns) for region, towns in queries.regions(session, JUNE)}
    planned = {region.code: len(towns) for region, towns in queries.regions(session, IN_2027)}

    assert now == {
        "nagasaki": 4, "kenoh": 5, "shimabara": 3, "kenhoku": 5, "goto": 2, "iki": 1, "tsushima": 1,
    }  # fmt: skip
    assert planned == {"kennan": 12, "kenhoku": 5, "goto": 2, "iki": 1, "tsushima": 1}


def test_loading_the_same_folder_twice_changes_nothing(make, session):
    make.nagasaki()
    token, deeds = queries.revision(session), session.scalar(sa.select(sa.func.count()).select_from(AuditEntry))

    done = actions.load(WORKER, SHIPPED)

    assert not done.anything
    assert queries.revision(session) == token
    assert session.scalar(sa.select(sa.func.count()).select_from(AuditEntry)) == deeds


def test_a_changed_leg_in_the_folder_starts_a_new_matrix(make, session, tmp_path):
    make.nagasaki()
    folder = copy(tmp_path)
    replace(folder / "travel_legs.csv", "nagasaki,nagayo,20,car", "nagasaki,nagayo,15,car")

    done = actions.load(WORKER, folder)

    assert (done.created, done.changed, done.removed) == (0, 1, 0)
    assert queries.matrix(session).minutes("nagasaki", "nagayo") == 15


def test_a_leg_that_was_edited_on_the_page_is_kept(make, session):
    make.nagasaki()
    leg = next(one for one in queries.legs(session) if one.mode is TravelMode.AIR)
    change = actions.LegChange(
        minutes=99, mode=TravelMode.FERRY, boarding_buffer=20, departures=1, basis=LegBasis.FACT, source="new timetable"
    )
    actions.edit_leg(WORKER, leg.reference, change, leg.version)

    done = actions.load(WORKER, SHIPPED)

    kept = queries.leg(session, leg.reference)
    assert (done.anything, done.kept) == (False, 1)
    assert (kept.minutes, kept.mode, kept.version) == (99, TravelMode.FERRY, 2)


def test_two_municipalities_may_swap_their_tiles(make, session, tmp_path):
    make.nagasaki()
    folder = copy(tmp_path)
    replace(folder / "tiles.csv", "nagasaki,3,6", "nagasaki,3,3")
    replace(folder / "tiles.csv", "sasebo,3,3", "sasebo,3,6")

    actions.load(WORKER, folder)

    laid = {tile.slug: (tile.col, tile.row) for tile in queries.tiles(session)}
    assert (laid["nagasaki"], laid["sasebo"]) == ((3, 3), (3, 6))


def test_another_prefecture_loads_and_works(session):
    actions.load(WORKER, YAMANAMI)

    matrix = queries.matrix(session)
    laid = [(tile.col, tile.row) for tile in queries.tiles(session)]
    assert [town.slug for town in queries.municipalities(session)][-1] == "kirihara"
    assert [region.code for region, _ in queries.regions(session, JUNE)] == ["kita", "minami"]
    assert matrix.minutes("mineyama", "tanigawa") == 48
    assert matrix.trip("okuyama", "kirihara").boardings == 0
    assert len(set(laid)) == 5


def test_one_instance_serves_one_prefecture(make):
    make.nagasaki()

    with pytest.raises(AnotherPrefecture):
        actions.load(WORKER, YAMANAMI)


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("municipalities.csv", "422011,", "422012,", "municipalities.csv, row 2, code: “422012” is no code"),
        ("municipalities.csv", "422011,", "131016,", "code: “131016” belongs to another prefecture."),
        (
            "municipalities.csv",
            ",sasebo,city",
            ",sasebo,hamlet",
            "row 3, type: “hamlet” is none of: city, town, village",
        ),
        ("municipalities.csv", "409118", "many", "row 2, population: “many” is no whole number"),
        ("municipalities.csv", "32.750", "62.750", "row 2, lat: “62.750” is no number from 20 to 46."),
        ("municipalities.csv", ",sasebo,", ",nagasaki,", "row 3, slug: “nagasaki” appears twice."),
        ("municipalities.csv", ",sasebo,", ",Sasebo,", "row 3, slug: “Sasebo” may only have small letters"),
        ("municipalities.csv", "長崎市,", ",", "row 2, name_ja: A value is missing."),
        (
            "municipalities.csv",
            "https://www.city.nagasaki",
            "javascript:",
            "website: “javascript:.lg.jp/” is no address",
        ),
        ("tiles.csv", "nagasaki,3,6", "nagasaki,3,3", "tiles.csv, row 3, row: “3 / 3” appears twice."),
        ("tiles.csv", "nagasaki,3,6\n", "", "tiles.csv, slug: “nagasaki” has no tile."),
        ("regions.csv", "kenoh,", "kenou,", "municipality_regions.csv, row 7, region: “kenoh” is not known."),
        ("municipality_regions.csv", "2027-04-01", "2027-03-31", "row 3, valid_from: The row overlaps the one before"),
        ("municipality_regions.csv", "2027-04-01", "2027-04-02", "row 3, valid_from: There is a gap after the row"),
        ("municipality_regions.csv", "2010-03-31", "31.3.2010", "row 2, valid_from: “31.3.2010” is no date"),
        (
            "places.csv",
            "長崎港,Nagasaki Port,port",
            "長崎港,Nagasaki Port,pier",
            "places.csv, row 2, kind: “pier” is none",
        ),
        ("travel_legs.csv", "nagasaki,nagayo,20", "nagasaki,nagoya,20", "row 2, to: “nagoya” is not known."),
        ("travel_legs.csv", "nagasaki,nagayo,20", "nagasaki,nagayo,0", "row 2, minutes: “0” is no whole number from 1"),
        ("travel_legs.csv", "ojika,P_ojika", "iki,P_ojika", "travel_legs.csv, from: No leg leads to “ojika”."),
        ("travel_legs.csv", "nagasaki,nagayo,20,car,", "nagasaki,nagayo,20,car,,,", "row 2: The row has 12 cells"),
        ("prefecture.toml", "420000", "420001", "prefecture.toml, code: “420001” is no code"),
    ],
)
def test_every_fault_is_named_with_file_row_and_column(tmp_path, file, old, new, fault):
    folder = copy(tmp_path)
    replace(folder / file, old, new)

    with pytest.raises(FaultyFolder) as caught:
        actions.load(WORKER, folder)

    assert fault in str(caught.value)


@pytest.mark.usefixtures("session")
def test_an_empty_folder_names_every_missing_file(tmp_path):
    with pytest.raises(FaultyFolder) as caught:
        actions.load(WORKER, tmp_path)

    named = {fault.file for fault in caught.value.faults if fault.sentence == "The file is missing."}
    assert named == {
        "prefecture.toml", "municipalities.csv", "regions.csv", "municipality_regions.csv", "places.csv",
        "travel_legs.csv",
    }  # fmt: skip


@pytest.mark.usefixtures("session")
def test_a_file_in_another_encoding_is_named(tmp_path):
    folder = copy(tmp_path)
    (folder / "places.csv").write_bytes((folder / "places.csv").read_text(encoding="utf-8").encode("cp932"))

    with pytest.raises(FaultyFolder) as caught:
        actions.load(WORKER, folder)

    assert "places.csv: The file cannot be read as UTF-8." in str(caught.value)
