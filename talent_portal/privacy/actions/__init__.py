"""What is done about people's data: consents and looks, and forgetting."""

from talent_portal.privacy.actions.consents import (
    give_consent,
    load_texts,
    note_access,
    withdraw_consent,
    withdraw_everything,
)
from talent_portal.privacy.actions.erasing import (
    approve_erasure,
    erase,
    erasure_list,
    prepare_erasure,
    refuse_erasure,
    replay_erasures,
)

__all__ = [
    "approve_erasure",
    "erase",
    "erasure_list",
    "give_consent",
    "load_texts",
    "note_access",
    "prepare_erasure",
    "refuse_erasure",
    "replay_erasures",
    "withdraw_consent",
    "withdraw_everything",
]
