"""`flask privacy …`: consent texts, retention, erasures, and what to report after an incident."""

from datetime import datetime
from pathlib import Path
from typing import TextIO

import click
from flask.cli import AppGroup

from talent_portal.core import clock
from talent_portal.core.db import reading
from talent_portal.privacy import actions, current, jobs, queries
from talent_portal.privacy.errors import TextChanged

cli = AppGroup("privacy", help="Consents, retention, erasures, incidents.")
DAY = click.DateTime(["%Y-%m-%d"])


@cli.command("load-texts")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=current.SHIPPED)
def load_texts(folder: Path) -> None:
    """Store the consent texts of FOLDER (one TOML file per purpose and version)."""
    try:
        click.echo(f"{actions.load_texts(folder)} texts are new.")
    except (TextChanged, ValueError) as error:
        raise click.ClickException(str(error)) from error


@cli.command("verify")
def verify() -> None:
    """Check that every consent event proves itself; exit 1 and name those that do not."""
    broken = list(queries.broken_consents(reading()))
    if broken:
        click.echo(f"Broken consent events: {', '.join(map(str, broken))}", err=True)
        raise click.exceptions.Exit(1)
    click.echo("Every consent event proves itself.")


@cli.command("retention")
@click.option("--dry-run", is_flag=True, help="Say what would happen, change nothing.")
@click.option("--on", type=DAY, help="Pretend today is this day (dry runs only).")
def retention(on: datetime | None, *, dry_run: bool) -> None:
    """Delete what has been kept long enough."""
    if on and not dry_run:
        raise click.UsageError("--on needs --dry-run: nothing is deleted before its day")
    applied = jobs.apply_all(dry_run=dry_run, today=on.date() if on else None)
    for outcome in applied:
        result = "FAILED" if outcome.failed else f"{outcome.affected} rows"
        click.echo(f"{outcome.rule.name:32} before {outcome.before}  {result}")
    if any(outcome.failed for outcome in applied):
        raise click.exceptions.Exit(1)


@cli.command("replay-erasures")
@click.argument("file", type=click.File("r"), required=False)
def replay_erasures(file: TextIO | None) -> None:
    """Forget again whoever a restored backup brought back. FILE: the erasure list (default: beside the database)."""
    known = actions.erasure_list()
    lines = list(file) if file else known.read_text().splitlines() if known.exists() else []
    click.echo(f"{actions.replay_erasures(lines)} people were erased again.")


@cli.command("incident")
@click.option("--since", type=DAY, required=True, help="First day to look at (Japan).")
@click.option("--viewer", default="", help="Reference of an account, if one is suspected.")
@click.option("--subject", default="", help="Reference of the data, if only one is concerned.")
def incident(since: datetime, viewer: str, subject: str) -> None:
    """Print what a report to the commission needs: whose data, how many, on which screens."""
    found = queries.seen_since(reading(), since.date(), viewer=viewer, subject=subject)
    click.echo(f"Printed {clock.now().astimezone(clock.JAPAN):%Y-%m-%d %H:%M}; accesses since {since:%Y-%m-%d}")
    click.echo(f"People concerned: {len(found.subjects)}; accesses: {found.accesses}")
    for (purpose, screen), count in found.screens.items():
        click.echo(f"  {purpose}  {screen}  {count}")
    click.echo("References:")
    for reference in found.subjects:
        click.echo(f"  {reference}")
