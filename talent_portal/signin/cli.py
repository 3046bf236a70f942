"""`flask accounts invite`: the first lead and the first administrator of an installation."""

import click
from flask.cli import AppGroup
from sqlalchemy.exc import NoResultFound

from talent_portal.accounts.permissions import STAFF, Role
from talent_portal.core import text
from talent_portal.core.errors import Refusal
from talent_portal.signin.actions import people
from talent_portal.signin.actions.people import Invitee

accounts = AppGroup("accounts", help="Who may sign in.")


@accounts.command("invite")
@click.argument("email")
@click.option("--role", type=click.Choice(sorted(role.value for role in STAFF)), required=True)
@click.option("--organisation", required=True, help="Code of the organisation, like 420000.")
@click.option("--name", default="", help="Name shown on pages; the address when left out.")
@click.option("--language", type=click.Choice(["ja", "en"]), default="ja")
def invite(email: str, role: str, organisation: str, name: str, language: str) -> None:
    """Invite EMAIL, mail the link, and print it. It is good for 48 hours and one use."""
    address = text.folded_email(email)
    if not text.is_email(address):
        raise click.BadParameter(email, param_hint="EMAIL")
    invitee = Invitee(email=address, name=name or address, role=Role(role), language=language)
    try:
        invited = people.invite_from_shell(organisation, invitee)
    except NoResultFound as error:
        raise click.BadParameter(organisation, param_hint="--organisation") from error
    except Refusal as refusal:
        raise click.ClickException(refusal.message) from refusal
    click.echo(invited.address or "This person can sign in already, and has been told of the new role.")
