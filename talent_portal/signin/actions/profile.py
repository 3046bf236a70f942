"""Small things people decide about their own account."""

from talent_portal.accounts import queries as accounts
from talent_portal.core.actor import Actor
from talent_portal.core.db import transaction


def choose_language(actor: Actor, language: str) -> None:
    """Set the language of one's pages and mails (`ja` or `en`)."""
    with transaction() as session:
        accounts.account_to_change(session, actor.account_id or 0).language = language
