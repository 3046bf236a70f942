"""Who may open which door of the survey: rounds, figures, the picture."""

from talent_portal.accounts.permissions import Permission
from talent_portal.municipalities.models import Municipality, MunicipalityKind
from tests.architecture.authorisation import UNKNOWN, Outcome, Owner, Things, World, needs, public

DRAFT, SUBMIT, MANAGE, READ = (
    Permission.SHORTAGE_DRAFT,
    Permission.SHORTAGE_SUBMIT,
    Permission.SURVEY_MANAGE,
    Permission.SHORTAGE_READ,
)


def survey(world: World) -> Things:
    return Things(a={"reference": world.make.survey().reference})


def figures(world: World) -> Things:
    """The answers of A and of B to one round, sent in."""
    made = world.make.survey()
    addresses = []
    for office in (world.office_a, world.office_b):
        if not world.make.session.query(Municipality).filter_by(organisation_id=office.id).count():
            world.make.municipality(organisation=office, slug=f"town-{office.id}", kind=MunicipalityKind.TOWN)
        world.make.report(made, office)
        addresses.append({"reference": made.reference, "office": office.reference})
    return Things(*addresses, missing={"reference": made.reference, "office": UNKNOWN})


def files(_world: World) -> Things:
    return Things(a={"kind": "xlsx"}, b={"kind": "csv"}, missing={"kind": "csv"})


WRITERS = ("member_a", "member_b", "approver_a", "coordinator", "lead")

DOORS = {
    "shortages.index": needs(READ),
    "shortages.picture": needs(READ),
    "shortages.region_sums": public(),
    **{f"shortages.{name}": needs(MANAGE) for name in ("new", "new_send")},
    **{f"shortages.{name}": needs(MANAGE, survey) for name in ("show", "step", "remind")},
    "shortages.template_file": needs(DRAFT, files, but={(actor, "missing"): Outcome.IN for actor in WRITERS}),
    **{f"shortages.{name}": needs(DRAFT, figures, owner=Owner.OFFICE) for name in ("report", "report_send")},
    "shortages.own_step": needs(SUBMIT, figures, owner=Owner.OFFICE),
    "shortages.check_step": needs(MANAGE, figures, owner=Owner.OFFICE),
}
