"""What a form says now beside what is stored: two people changed the same, the second one decides."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import BaseForm, Field, ModelChoiceField
from django.utils.translation import gettext as _

from apps.core.components import Difference
from apps.core.dates import format_date, format_datetime
from apps.core.numbers import format_decimal
from apps.core.text import clean


def differences(form: BaseForm, stored: Mapping[str, object]) -> list[Difference]:
    """The visible fields whose typed value is not the one in ``stored`` (values by field name, as for ``initial``)."""
    found = []
    for bound in form.visible_fields():
        field = bound.field
        if bound.name not in stored or field.disabled or field.widget.needs_multipart_form:
            continue
        both = in_words(field, stored[bound.name]), in_words(field, bound.data)
        if both[0] != both[1]:
            found.append(Difference(bound.label, *both))
    return found


def in_words(field: Field, value) -> str:
    """A value as its field would show it, choices by their labels; "" for nothing."""
    if isinstance(value, str) or (isinstance(field, ModelChoiceField) and isinstance(value, int)):
        with suppress(ValidationError):  # what is no value of the field is shown as typed
            value = field.to_python(value)
    if isinstance(value, Model):
        return str(field.label_from_instance(value) if hasattr(field, "label_from_instance") else value)
    if not isinstance(field, ModelChoiceField) and hasattr(field, "choices"):
        return _choice(field, value)
    return _text(field.prepare_value(value))


def _choice(field, value) -> str:
    labels: dict[str, object] = {}
    for key, label in field.choices:
        labels |= {str(k): v for k, v in label} if isinstance(label, list | tuple) else {str(key): label}
    values = value if isinstance(value, list | tuple | set) else [value]
    return "; ".join(str(labels.get(str(each), _text(each))) for each in values if each not in (None, ""))


def _text(value) -> str:  # noqa: PLR0911 - one line per kind of value
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, datetime):
        return format_datetime(value)
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Decimal):
        return format_decimal(value)
    if isinstance(value, list | tuple | set):
        return "; ".join(map(_text, value))
    return clean(str(value), multiline=True)
