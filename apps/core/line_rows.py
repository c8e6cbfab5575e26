"""Rows of tables that save line by line: which were touched, why one was not saved, and what it says when somebody else
was first.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal

from django import forms
from django.utils.translation import ngettext

from apps.core.components import Difference
from apps.core.errors import DomainError, StaleVersion
from apps.core.kept import kept_language
from apps.core.text import clean


def input_mark(inputs) -> str:
    """Short text of a dataclass that tells whether a line in a full post was touched since the page was made."""
    values = [_plain(getattr(inputs, each.name)) for each in fields(inputs)]
    return hashlib.sha256(repr(values).encode()).hexdigest()[:12]


def _plain(value):
    """2.500 and 2.5 are one number; a note is one text whatever its line breaks; cases of 0 are none."""
    if isinstance(value, Decimal):
        return str(value.normalize() + 0)
    if isinstance(value, Mapping):
        return sorted((label, int(count)) for label, count in value.items() if count)
    return clean(value, multiline=True) if isinstance(value, str) else value


def with_line_remarks(remark: str, lines: int) -> str:
    """What the notice of a return says: the general remark, and how many lines have one of their own."""
    if not lines:
        return remark
    with kept_language():
        words = ngettext("%(count)d dòng có yêu cầu riêng.", "%(count)d dòng có yêu cầu riêng.", lines)
    return f"{remark}\n{words % {'count': lines}}".strip()


class LineFormBase(forms.Form):
    """The controls of one line, wherever they stand in the table."""

    def mark_invalid(self, field: str) -> None:
        """Mark a control whose error came from the domain."""
        if field in self.fields:
            attrs = self.fields[field].widget.attrs
            attrs["class"] = f"{attrs.get('class', '')} is-invalid"
            attrs["aria-invalid"] = "true"


@dataclass(frozen=True)
class LineError:
    """Why a line was not saved; ``field`` names its control, empty when it is about the line."""

    field: str
    text: str


@dataclass
class Conflict:
    """Somebody else was first: who, when, and both values."""

    message: str
    who: str
    at: datetime
    differences: list[Difference]


class RefusableRow:
    """For a dataclass with ``form`` (None where the line may only be read), ``errors`` and ``conflict``.

    ``differences(typed)``: what is stored now beside what was typed.
    """

    def differences(self, typed) -> list[Difference]:
        raise NotImplementedError

    def refuse(self, error: DomainError, typed=None) -> None:
        """Show why the line was not saved: beside its field, or as two values where somebody else was first."""
        if isinstance(error, StaleVersion) and typed is not None:
            self.conflict = Conflict(str(error), error.who, error.at, self.differences(typed))
            return
        self.errors.append(LineError(error.field or "", str(error.message)))
        if self.form is not None and error.field:
            self.form.mark_invalid(error.field)

    @property
    def all_errors(self) -> list[LineError]:
        """Faults of shape from the form, then the refusal of the domain."""
        if self.form is None or not self.form.is_bound:
            return self.errors
        shape = [LineError(name, str(error)) for name, errors in self.form.errors.items() for error in errors]
        return [*shape, *self.errors]
