"""The letters of this feature, and the one-time links they carry. Nothing of the request's host goes into them."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from talent_portal.accounts.models import Account
from talent_portal.core import clock
from talent_portal.core.marks import _n
from talent_portal.core.references import new_reference
from talent_portal.outbox import actions as outbox
from talent_portal.outbox.actions import LetterDraft, Priority
from talent_portal.outbox.current import link
from talent_portal.signin.gateway import codes
from talent_portal.signin.models import LinkPurpose, OneTimeLink
from talent_portal.signin.rules.times import LINK_LIFE
from talent_portal.signin.rules.tokens import new_token, token_hash

DOORS = {
    LinkPurpose.INVITATION: "invitation.accept",
    LinkPurpose.RESET: "reset.choose",
    LinkPurpose.MAIL: "mail_code.open_link",
}
# What the outbox calls these letters on its page.
LETTER_NAMES = {
    "signin/invitation": _n("Invitation of a user"),
    "signin/reset": _n("Link for a new password"),
    "signin/mail": _n("Link and code for signing in"),
    "signin/changed": _n("Change on an account"),
}


@dataclass(frozen=True, slots=True)
class LinkLetter:
    """A link on its way: its row, its letter (none where too many were written), and its address."""

    row: OneTimeLink
    draft: LetterDraft | None
    address: str

    def post(self, session: Session) -> None:
        """Store the link and post its letter, in the running transaction; the letter of a decoy goes nowhere."""
        session.add(self.row)
        if self.draft is not None:
            send = outbox.pretend if self.row.account_id is None else outbox.post
            send(session, self.draft, key=f"link:{self.row.reference}")


def write_link(
    purpose: LinkPurpose, account: Account | None, *, to: str, send: bool = True, organisation: str = ""
) -> LinkLetter:
    """Compose the letter of a new link, outside any transaction.

    An unknown address (`account` is None) costs the same work, but its letter is thrown away.
    """
    token, code, now = new_token(), codes.new_mail_code(), clock.now()
    row = OneTimeLink(
        reference=new_reference(),
        account_id=account.id if account else None,
        purpose=purpose,
        token_hash=token_hash(token),
        tries=0,
        created_at=now,
        expires_at=now + LINK_LIFE[purpose],
    )
    row.code_mac = codes.mac(row.reference, code) if purpose is LinkPurpose.MAIL else ""
    address = link(DOORS[purpose], token=token)
    draft = outbox.compose(
        f"signin/{purpose}",
        to=to,
        language=account.language if account else "ja",
        subject_reference=f"account:{account.reference if account else row.reference}",
        priority=Priority.NOW,
        confidential=True,
        name=account.name if account else "",
        organisation=organisation,
        address=address,
        number=row.reference,
        code=code,
        expires_at=row.expires_at,
    )
    return LinkLetter(row, draft if send else None, address)


def write_notice(what: str, account: Account, *, organisation: str = "") -> LetterDraft:
    """Compose the note that tells the owner what changed on their account (`password`, `app-added`, `added`, …)."""
    return outbox.compose(
        "signin/changed",
        to=account.email,
        language=account.language,
        subject_reference=f"account:{account.reference}",
        name=account.name,
        what=what,
        organisation=organisation,
        at=clock.now(),
    )
