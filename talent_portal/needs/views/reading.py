"""What the pages read beside a request: the names of everything it speaks of."""

from sqlalchemy.orm import Session

from talent_portal.core.actor import Actor
from talent_portal.core.i18n import local
from talent_portal.municipalities import queries as municipalities
from talent_portal.needs import queries
from talent_portal.needs.forms.offers import Catalogue
from talent_portal.needs.views.words import Names
from talent_portal.professions import queries as professions


def names(session: Session) -> Names:
    """Return the catalogues by code, in five statements."""
    return Names(
        professions=professions.professions_by_code(session),
        qualifications={one.code: one for one in professions.qualifications(session)},
        forms={one.code: one for one in professions.forms(session)},
        tasks={one.code: local(one, "name") for one in professions.tasks(session)},
        places={town.slug: local(town, "name") for town in municipalities.municipalities(session)},
    )


def catalogue(session: Session, actor: Actor) -> Catalogue:
    """Return everything the form of a request offers to this reader."""
    return Catalogue(
        professions=professions.professions_in_full(session),
        qualifications=professions.qualifications(session),
        forms=professions.forms(session),
        towns=municipalities.municipalities(session),
        own_reference=queries.organisation_reference(session, actor.organisation_id),
    )
