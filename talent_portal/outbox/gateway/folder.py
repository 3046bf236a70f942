"""Development: every letter becomes a file that any mail program opens."""

from pathlib import Path

from talent_portal.outbox.gateway.parcel import Parcel, as_message
from talent_portal.outbox.rules import Outcome, OutcomeKind


class FolderGateway:
    """Writes `<reference>.eml`; the same letter again replaces its file."""

    repeats_safely = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, parcel: Parcel) -> Outcome:
        """Write the file whole or not at all."""
        target = self.folder / f"{parcel.reference}.eml"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished = target.with_suffix(".part")
            unfinished.write_bytes(as_message(parcel).as_bytes())
            unfinished.replace(target)
        except OSError:
            return Outcome(kind=OutcomeKind.TROUBLE, code="folder")
        except ValueError:
            return Outcome(kind=OutcomeKind.REFUSED, code="unfit")
        return Outcome(kind=OutcomeKind.ACCEPTED, message_id=parcel.reference)
