"""What adding an app looks like, for invited people and for one's own account alike."""

from flask import Response
from flask import session as cookie

from talent_portal.accounts.models import Account
from talent_portal.core import vault
from talent_portal.core.pages import personal, render
from talent_portal.core.vault import Unreadable
from talent_portal.outbox.current import host
from talent_portal.signin.forms import DigitsForm
from talent_portal.signin.gateway import codes

SEED = "seed"


def offered_seed() -> str:
    """Return the seed this browser was shown, made on first sight and kept encrypted in the cookie."""
    try:
        return vault.unseal(cookie[SEED]).decode()
    except (KeyError, Unreadable):
        seed = codes.new_seed()
        cookie[SEED] = vault.seal(seed.encode())
        return seed


def app_page(account: Account, form: DigitsForm, status: int, *, back: str) -> Response:
    """Show the QR code, the same as text, and the field for the first code."""
    personal()
    seed = offered_seed()
    address = codes.app_address(seed, email=account.email, issuer=host())
    grouped = " ".join(seed[start : start + 4] for start in range(0, len(seed), 4))
    return render("signin/app.html", status, form=form, picture=codes.picture(address), seed=grouped, back=back)
