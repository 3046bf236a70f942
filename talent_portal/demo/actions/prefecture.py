"""Loading everything a prefecture brings, in one transaction."""

from dataclasses import dataclass
from pathlib import Path

from talent_portal.core.actor import Actor
from talent_portal.core.db import transaction
from talent_portal.core.folders import Fault, FaultyFolder, Folder
from talent_portal.core.marks import _n
from talent_portal.municipalities import actions as municipalities
from talent_portal.municipalities import gateway as municipalities_gateway
from talent_portal.privacy import actions as privacy
from talent_portal.privacy import current as privacy_current
from talent_portal.professions import actions as professions
from talent_portal.professions import gateway as professions_gateway

SHIPPED = Path(__file__).parent.parent.parent / "data"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What each part of a load did; `texts` is the number of new consent texts."""

    towns: municipalities.Loaded
    roles: professions.Loaded
    forms: professions.Loaded
    texts: int


def part(folder: Path, name: str) -> Path:
    """Return the prefecture's own subfolder of that name, or the one that ships."""
    return folder / name if (folder / name).is_dir() else SHIPPED / name


def faults(folder: Path) -> list[Fault]:
    """Return everything wrong in a prefecture's folder and in what it takes from the shipped data."""
    found = []
    map_of = Folder(folder)
    municipalities_gateway.read(map_of)
    found += map_of.faults
    catalogue = Folder(part(folder, "professions"), label="professions/")
    professions_gateway.read_catalogue(catalogue)
    found += catalogue.faults
    forms = Folder(part(folder, "forms"), label="forms/")
    professions_gateway.read_forms(forms)
    found += forms.faults
    try:
        list(privacy_current.read_texts(part(folder, "consents")))
    except ValueError as error:
        sentence = _n("The text cannot be read: %(reason)s")
        found.append(Fault("consents/", 0, "", sentence, (("reason", str(error)),)))
    return found


def load_prefecture(actor: Actor, folder: Path) -> Loaded:
    """Load a prefecture's folder: map, roles, forms and consent texts, all or nothing.

    Loading the same folder again changes nothing. Raises `FaultyFolder` naming every fault before anything is
    written, `AnotherPrefecture` when this instance serves another one, and `TextChanged` when a consent text that
    is already stored reads differently.
    """
    wrong = faults(folder)
    if wrong:
        raise FaultyFolder(wrong)
    with transaction():
        return Loaded(
            towns=municipalities.load(actor, folder),
            roles=professions.load(actor, part(folder, "professions")),
            forms=professions.load_forms(actor, part(folder, "forms")),
            texts=privacy.load_texts(part(folder, "consents")),
        )
