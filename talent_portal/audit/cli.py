"""`flask audit …`: look after the book of deeds."""

import click
from flask.cli import AppGroup

from talent_portal.audit import queries
from talent_portal.core.db import reading

cli = AppGroup("audit", help="Look after the book of deeds.")


@cli.command("head")
def head() -> None:
    """Print where the book ends, to be noted down outside the database."""
    sequence, digest = queries.head(reading())
    click.echo(f"{sequence}:{digest}")


@cli.command("verify")
@click.option("--anchor", help="What `flask audit head` printed earlier; finds a book that was cut short.")
def verify(anchor: str | None) -> None:
    """Check every entry; exit 1 and name the first broken one."""
    broken = queries.verify(reading(), _parsed(anchor) if anchor else None)
    if broken is not None:
        click.echo(f"The audit is broken at entry {broken}.", err=True)
        raise click.exceptions.Exit(1)
    click.echo(f"The audit is whole: {queries.head(reading())[0]} entries.")


def _parsed(anchor: str) -> tuple[int, str]:
    sequence, _, digest = anchor.partition(":")
    if not sequence.isdecimal() or not digest:
        raise click.BadParameter("expected sequence:hash as printed by `flask audit head`")
    return int(sequence), digest
