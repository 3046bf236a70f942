"""`flask load-prefecture` and `flask demo seed`.

The format of a prefecture's folder is explained in docs/prefecture-folder.md.
"""

from pathlib import Path

import click
from flask_babel import gettext

from talent_portal.core.actor import WORKER
from talent_portal.core.db import rehearsal
from talent_portal.core.errors import Refusal
from talent_portal.core.folders import Fault, FaultyFolder
from talent_portal.core.i18n import LANGUAGES, say, use_language
from talent_portal.demo import actions


@click.group("demo", help="Invented people and sessions, for showing the product.")
def demo() -> None:
    """Hold the commands of the demo."""


@demo.command("seed")
@click.option("--crowd", type=click.IntRange(0, 200), default=actions.CROWD, show_default=True)
def seed(crowd: int) -> None:
    """Make the demo's officials, sessions, requests and register (the story's six, and a CROWD around them)."""
    with use_language(LANGUAGES[0]):
        try:
            done = actions.seed(crowd)
        except Refusal as refusal:
            raise click.ClickException(say(refusal)) from None
    click.echo("Demo data made." if done.new else "Demo data were there already; nothing has been changed.")
    click.echo(f"Sign in with the password {actions.PASSWORD} (the second step shows its code on the page):")
    for official in done.officials:
        click.echo(f"  {official.role:<14} {official.email}")


@click.command("load-prefecture")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check and report, but change nothing.")
@click.option("--language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True)
def load_prefecture(folder: Path, *, dry_run: bool, language: str) -> None:
    """Load municipalities, roles, rules and texts from FOLDER; running it again changes nothing."""
    with use_language(language):
        try:
            with rehearsal(enabled=dry_run):
                done = actions.load_prefecture(WORKER, folder)
        except FaultyFolder as faulty:
            for fault in faulty.faults:
                click.echo(_said(fault), err=True)
            raise click.exceptions.Exit(1) from None
        except Refusal as refusal:
            click.echo(say(refusal), err=True)
            raise click.exceptions.Exit(1) from None
        _report(done, dry_run=dry_run)


def _said(fault: Fault) -> str:
    """Return one fault in the reader's language, with its place."""
    row = gettext("row %(number)s", number=fault.row) if fault.row else ""
    place = ", ".join(part for part in (fault.file, row, fault.column) if part)
    params = dict(fault.params)
    return f"{place}: {gettext(fault.sentence, **params) if params else gettext(fault.sentence)}"


def _report(done: actions.Loaded, *, dry_run: bool) -> None:
    towns, roles = done.towns, done.roles
    click.echo(
        gettext(
            "Map: %(created)s rows new, %(changed)s changed, %(removed)s removed, %(kept)s legs edited here kept.",
            created=towns.created,
            changed=towns.changed,
            removed=towns.removed,
            kept=towns.kept,
        )
    )
    click.echo(
        gettext(
            "Roles: %(created)s rows new, %(changed)s changed, %(retired)s retired.",
            created=roles.created,
            changed=roles.changed,
            retired=roles.retired,
        )
    )
    if done.forms.version:
        click.echo(gettext("Rules: version %(version)s.", version=done.forms.version))
    else:
        click.echo(gettext("Rules: unchanged."))
    click.echo(gettext("Consent texts: %(number)s new.", number=done.texts))
    if dry_run:
        click.echo(gettext("This was a rehearsal: nothing has been changed."))
