"""Rows of tables that save line by line: why a line was not saved, and what it says when somebody else was first."""

from dataclasses import dataclass
from datetime import datetime

from apps.core.components import Difference
from apps.core.errors import DomainError, StaleVersion


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
