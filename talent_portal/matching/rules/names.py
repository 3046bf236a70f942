"""Sentences that more than one screen reads; translated at the edge. Pure."""

from talent_portal.core.marks import _n

# What is given up, with %(people)s who could do it then; a municipality reads the same sentences on its form.
RELAXATIONS: dict[str, str] = {
    "licences_checked": _n("Once self-declared licences have been checked: %(people)s"),
    "any_form": _n("With any lawful appointment form: %(people)s"),
    "any_days": _n("Days by agreement instead of certain ones (%(days)s a week): %(people)s"),
    "start_later": _n("Beginning up to 30 days later: %(people)s"),
    "fewer_days": _n("With %(days)s instead of %(instead)s days a week: %(people)s"),
    "fewer_days_month": _n("With %(days)s instead of %(instead)s days a month: %(people)s"),
    "remote": _n("With %(percent)s %% from home: %(people)s"),
    "without_licence": _n("Without requiring %(qualification)s: %(people)s"),
}
