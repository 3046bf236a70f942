"""A copy of a document, to be chosen from the telephone or the computer."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from talent_portal.core.forms import BaseForm


class PaperForm(BaseForm):
    """One file; what it is, its content says."""

    file = FileField(_l("Photograph or scan of the document"), [FileRequired(_l("Choose the photograph or scan"))])

    @property
    def given(self) -> bytes:
        """Return the bytes, once `validate()` has said yes."""
        data: bytes = self.file.data.read()
        return data
