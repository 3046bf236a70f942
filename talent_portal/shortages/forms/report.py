"""The form of a municipality's figures: one line per role, and a table to read them from."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import FieldList, FormField, HiddenField, TextAreaField
from wtforms.validators import Length, Optional

from talent_portal.core.forms import BaseForm
from talent_portal.core.numberfields import WholeField, whole
from talent_portal.professions.models import Profession
from talent_portal.shortages.actions import LineDraft
from talent_portal.shortages.models import ShortageReport
from talent_portal.shortages.rules.reading import FIELDS, MOST

MOST_LINES = 100
LONGEST_PASTE = 50_000


class LineRow(BaseForm):
    """The numbers of one role."""

    class Meta(BaseForm.Meta):
        """The token stands in the form around it."""

        csrf = False

    profession = HiddenField()
    required = WholeField(_l("Required"), [Optional(), whole(0, MOST)])
    actual = WholeField(_l("In post"), [Optional(), whole(0, MOST)])
    vacant = WholeField(_l("Vacant"), [Optional(), whole(0, MOST)])


class ReportForm(BaseForm):
    """A municipality's answer to the survey."""

    version = HiddenField(default="0")
    lines = FieldList(FormField(LineRow), label=_l("Numbers by role"), max_entries=MOST_LINES)
    note = TextAreaField(_l("Remarks"), [Length(max=1000, message=_l("Use at most %(max)d characters"))])
    file = FileField(_l("Excel or CSV file"))
    paste = TextAreaField(
        _l("Cells copied from Excel"), [Length(max=LONGEST_PASTE, message=_l("Use at most %(max)d characters"))]
    )

    def offer(self, roles: Sequence[Profession]) -> None:
        """Give every role that has none a line, and put the lines in the order of the roles."""
        given = {row.form.profession.data for row in self.lines}
        for role in roles:
            if role.code not in given:
                self.lines.append_entry({"profession": role.code})
        order = {role.code: at for at, role in enumerate(roles)}
        self.lines.entries.sort(key=lambda row: order.get(row.form.profession.data, len(order)))

    def fill(self, report: ShortageReport | None) -> None:
        """Show the figures as they stand."""
        if report is None:
            return
        self.version.data, self.note.data = str(report.version), report.note
        for line in report.lines:
            numbers = {name: getattr(line, name) for name in FIELDS}
            self.lines.append_entry({"profession": line.profession, **numbers})

    def take(self, numbers: Mapping[str, Mapping[str, int]]) -> None:
        """Put numbers that were read from a table into the lines of their roles."""
        for row in self.lines:
            for name, number in numbers.get(str(row.form.profession.data), {}).items():
                field: Any = row.form[name]
                field.data, field.raw_data = number, None

    def drafts(self) -> list[LineDraft]:
        """Return the lines that were filled in, once `validate()` has said yes."""
        rows = [row.form for row in self.lines if row.form.profession.data]
        drafts = [LineDraft(row.profession.data, row.required.data, row.actual.data, row.vacant.data) for row in rows]
        return [draft for draft in drafts if draft.is_told]
