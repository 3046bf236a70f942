"""What every form shares: CSRF, trimmed text, refusal of what no database can keep, and our own words."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, SelectMultipleField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from talent_portal.core import text


class BaseForm(FlaskForm):
    """A form that trims, refuses NUL and lone surrogates, and can list its errors for the summary."""

    class Meta(FlaskForm.Meta):
        """Ours on top of Flask-WTF's."""

        def bind_field(self, form: "BaseForm", unbound_field: Any, options: dict[str, Any]) -> Any:
            """Trim every text field before its validators look at it."""
            if issubclass(unbound_field.field_class, StringField):
                options = {**options, "filters": (text.trimmed, *options.get("filters", ()))}
                bound = unbound_field.bind(form=form, **options)
                bound.validators = [storable, *bound.validators]
                return bound
            return unbound_field.bind(form=form, **options)

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
        found = [("", str(sentence)) for sentence in self.form_errors]
        for field in self._fields.values():
            found += [(_first_id(field), sentence) for sentence in _sentences(field.errors)]
        return found


def _first_id(field: Any) -> str:
    """Return the id that a link of the error summary should jump to."""
    return str(getattr(field, "first_id", None) or field.id)


def _sentences(errors: Any) -> list[str]:
    """Flatten the errors of nested fields."""
    if isinstance(errors, dict):
        return [sentence for inner in errors.values() for sentence in _sentences(inner)]
    return [part for error in errors for part in (_sentences(error) if isinstance(error, dict) else [str(error)])]


def storable(_form: BaseForm, field: Field) -> None:
    """Refuse NUL, control characters and lone surrogates: PostgreSQL refuses them, SQLite cuts at them."""
    if isinstance(field.data, str) and not text.is_storable(field.data):
        raise ValidationError(_l("Remove the characters that cannot be displayed, and try again"))


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
