"""What every form shares: CSRF, trimmed text, refusal of what no database can keep, and our own words."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.form import SUBMIT_METHODS, _Auto
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import Field, FieldList, FileField, FormField, PasswordField, SelectMultipleField, StringField
from wtforms.i18n import get_translations
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from talent_portal.core import text
from talent_portal.core.i18n import language


@cache
def _words_of_the_library(code: str) -> Any:
    """Return WTForms' own sentences, read from its catalog once and not with every form."""
    return get_translations([code])


class BaseForm(FlaskForm):
    """A form that trims, refuses NUL and lone surrogates, and can list its errors for the summary."""

    class Meta(FlaskForm.Meta):
        """Ours on top of Flask-WTF's."""

        def bind_field(self, form: "BaseForm", unbound_field: Any, options: dict[str, Any]) -> Any:
            """Trim every text field but passwords, and look for what cannot be stored before anything else."""
            bound = unbound_field.bind(form=form, **options)
            if isinstance(bound, StringField):
                bound.validators = [storable, *bound.validators]
                if not isinstance(bound, PasswordField):
                    bound.filters = [text.trimmed, *bound.filters]
            return bound

        def wrap_formdata(self, form: "BaseForm", formdata: Any) -> Any:
            """Read what was typed, and files only for fields of files: nothing else can come in a field's place."""
            if formdata is not _Auto:
                return super().wrap_formdata(form, formdata)
            if request.method not in SUBMIT_METHODS:
                return None
            wanted = [field.name for field in form if isinstance(field, FileField)]
            sent = [(name, file) for name in wanted for file in request.files.getlist(name)]
            return CombinedMultiDict([MultiDict(sent), request.form]) if sent else request.form or None

        def get_translations(self, form: "BaseForm") -> Any:
            """Speak the reader's language where a validator has no sentence of ours."""
            return _words_of_the_library(language())

    def refuse(self, sentence: str, field: str | None = None) -> None:
        """Put a refusal on one field, or on the form as a whole."""
        if field is None:
            self.form_errors.append(sentence)
        else:
            target = self._fields[field]
            target.errors = [*target.errors, sentence]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Return (id of the field, sentence) in the order of the page; the id is empty for the form as a whole."""
        return [*_of_form(self.form_errors), *(problem for field in self for problem in _problems(field))]


def _of_form(sentences: Iterable[Any]) -> list[tuple[str, str]]:
    return [("", str(sentence)) for sentence in sentences]


def _problems(field: Any) -> list[tuple[str, str]]:
    """Return the problems of a field and of those inside it, each with the id its link should jump to."""
    if isinstance(field, FieldList):
        own = [(field.id, str(error)) for error in field.errors if not isinstance(error, (dict, list, tuple))]
        return [*own, *(found for one in field for found in _problems(one))]
    if isinstance(field, FormField):
        return [*_of_form(field.form.form_errors), *(found for one in field.form for found in _problems(one))]
    target = str(getattr(field, "first_id", None) or field.id)
    return [(target, str(error)) for error in field.errors]


def storable(_form: BaseForm, field: Field) -> None:
    """Refuse NUL, control characters and lone surrogates: PostgreSQL refuses them, SQLite cuts at them."""
    if isinstance(field.data, str) and not text.is_storable(field.data):
        raise StopValidation(_l("Remove the characters that cannot be displayed, and try again"))


class EmailField(StringField):
    """An address, folded to half width and lower-case host, checked for shape but never looked up."""

    data: str | None

    widget_type = "email"

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Fold what was typed: full width and stray spaces are the reader's keyboard, not a mistake."""
        super().process_formdata(valuelist)
        self.data = text.folded_email(self.data) if self.data else self.data

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # noqa: FBT001 - wtforms' signature
        """Explain what an address looks like."""
        if self.data and not validation_stopped and not text.is_email(self.data):
            raise ValidationError(_l("Enter an e-mail address like name@example.jp"))


class PhoneField(StringField):
    """A Japanese telephone number: any width, any hyphens; kept as digits with the hyphens typed."""

    data: str | None

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Fold the width only."""
        super().process_formdata(valuelist)
        self.data = text.folded_phone(self.data) if self.data else self.data

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # noqa: FBT001 - wtforms' signature
        """Explain what a number looks like."""
        if self.data and not validation_stopped and not text.is_phone(self.data):
            raise ValidationError(_l("Enter a telephone number of 10 or 11 digits, like 095-000-0000"))


class KanaField(StringField):
    """A reading: hiragana or half-width katakana become katakana."""

    data: str | None

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Turn what was typed into full-width katakana."""
        super().process_formdata(valuelist)
        self.data = text.katakana(self.data) if self.data else self.data

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # noqa: FBT001 - wtforms' signature
        """Explain which letters are meant."""
        if self.data and not validation_stopped and not text.is_katakana(self.data):
            raise ValidationError(_l("Enter the reading in hiragana or katakana"))


class CheckboxesField(SelectMultipleField):
    """Several of a list, as plain checkboxes; the summary's link goes to the first of them."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    @property
    def first_id(self) -> str:
        """Return the id of the first box."""
        return f"{self.id}-0"

    def pre_validate(self, form: Any) -> None:
        """Refuse what the list does not have in our own words: the library repeats the code, in English."""
        try:
            super().pre_validate(form)
        except ValidationError as error:
            raise ValidationError(_l("Choose only what is on the list")) from error
