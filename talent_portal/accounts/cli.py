"""`flask permissions print`."""

import click
from flask.cli import AppGroup

from talent_portal.accounts import reports

permissions = AppGroup("permissions", help="Who may do what.")


@permissions.command("print")
def print_matrix() -> None:
    """Print the permission matrix as it belongs into docs/permissions.md."""
    click.echo(reports.matrix_page(), nl=False)
