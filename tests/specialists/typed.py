"""What people type into the forms of the register."""

NAMES = {
    "family_name": "凪野原",
    "given_name": "修三",
    "family_kana": "ナギノハラ",
    "given_kana": "シュウゾウ",
}
ENTRY = {
    "told_channel": "paper",
    "told_on-year": "2026",
    "told_on-month": "5",
    "told_on-day": "29",
    "witness": "人事課 係長",
}


def provisional(**given):
    valid = {
        "idempotency_key": "abcdefghjkmn",
        "kind": "retired",
        "email": "new@example.com",
        "professions": ["civil_engineer"],
        "available": "now",
        "regions": ["shimabara"],
        "register": "y",
    }
    return NAMES | valid | given


def about(**given):
    valid = {
        "phone": "",
        "candidate_kind": "retired",
        "profession_1": "civil_engineer",
        "years_1": "３２",
        "regions": ["shimabara"],
        "employer_sector": "prefecture",
        "was_manager": "no",
    }
    return NAMES | valid | given


PARTS = {
    "about": about(),
    "work": {"task-bridge_inspection": "teaches", "task-civil_training": ""},
    "days": {"available": "now", "days_a_week": "2", "halves": ["2", "3"]},
    "travel": {"base": "isahaya", "max_minutes": "90", "drives": "y", "remote": "also"},
    "ways": {"ways": ["employed", "fee"], "side_job": "not_needed"},
    "hide": {},
    "consents": {"given": ["specialist.share-anonymous"]},
}
