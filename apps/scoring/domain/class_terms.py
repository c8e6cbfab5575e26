"""Conditions on targets, and what keeps a unit out of the ranking or out of a class: plain data of a set, read here.

Conditions of a class on targets, each ``{"of": […], "any": [{"met": 2, "missed_under": "15"}, …]}``: one of the options
must hold – so many of the targets met, and each other one missed by less than so much (percent of an amount,
percentage points of a rate; empty: by whatever). ``met`` "all" wants every assigned target. ``of`` names targets:
``indicator:CODE`` of results, ``indicator:*`` all that are assigned to the unit, or the code of a criterion whose line
holds target and result. QĐ 1682/QĐ-BTP of 21/9/2015 (THADS), class B, is the pattern.

Disqualifiers, each ``{"fact": …, "effect": "unranked" | "class", "above": label, "label": text, …}``: ``targets``
(with ``of``, ``missed`` how many at least, ``missed_from`` by how much at least) or ``discipline`` (with ``forms``).
A unit without a sheet, and one excluded by a recorded decision, are out whatever the set says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.core.errors import DomainError
from apps.core.numbers import format_points

ALL = "all"
INDICATOR = "indicator:"
EVERY_INDICATOR = "indicator:*"
TARGETS, DISCIPLINE = "targets", "discipline"
UNRANKED, CLASS = "unranked", "class"
FACTS, EFFECTS = (TARGETS, DISCIPLINE), (UNRANKED, CLASS)

# Target key → by how much it was missed: 0 or less is met, None has no result. A target not assigned is not there.
Shortfalls = Mapping[str, Fraction | None]


class TermsUnsound(DomainError):
    """A condition or a disqualifier of a set cannot be read."""

    default_message = lazy("Điều kiện xếp loại hoặc trường hợp không xếp hạng ghi không đúng.")


@dataclass(frozen=True)
class TargetOption:
    """So many targets met (None: all), each other missed by less than ``missed_under`` (None: by whatever)."""

    met: int | None
    missed_under: Decimal | None

    def holds(self, found: Sequence[Fraction | None]) -> bool:
        missed = [each for each in found if each is None or each > 0]
        met = len(found) - len(missed)
        if self.met is None:
            return bool(found) and not missed
        if met < self.met:
            return False
        return self.missed_under is None or all(each is not None and each < self.missed_under for each in missed)


@dataclass(frozen=True)
class TargetTerms:
    """A condition on targets: any of the options."""

    of: tuple[str, ...]
    options: tuple[TargetOption, ...]

    def holds(self, shortfalls: Shortfalls) -> bool:
        found = list(named(self.of, shortfalls).values())
        return any(option.holds(found) for option in self.options)

    def as_data(self) -> dict:
        return {
            "of": list(self.of),
            "any": [
                {"met": ALL if each.met is None else each.met, "missed_under": _text(each.missed_under)}
                for each in self.options
            ],
        }


@dataclass(frozen=True)
class Disqualifier:
    """What a set says about units that missed targets or had discipline: no rank, or no class above ``above``."""

    fact: str
    effect: str
    label: str
    above: str = ""
    of: tuple[str, ...] = (EVERY_INDICATOR,)
    missed: int = 1
    missed_from: Decimal | None = None
    forms: tuple[str, ...] = ()

    def applies(self, shortfalls: Shortfalls, forms: Sequence[str]) -> bool:
        """``forms``: forms of discipline that people of the unit had in the year."""
        if self.fact == DISCIPLINE:
            return any(not self.forms or form in self.forms for form in forms)
        least = self.missed_from or Decimal(0)
        missed = [each for each in named(self.of, shortfalls).values() if each is None or (each > 0 and each >= least)]
        return len(missed) >= self.missed

    def as_data(self) -> dict:
        found = {"fact": self.fact, "effect": self.effect, "label": self.label}
        if self.effect == CLASS:
            found["above"] = self.above
        if self.fact == DISCIPLINE:
            return found | {"forms": list(self.forms)}
        return found | {"of": list(self.of), "missed": self.missed, "missed_from": _text(self.missed_from)}


def named(of: Sequence[str], shortfalls: Shortfalls) -> dict[str, Fraction | None]:
    """Those of the assigned targets that the names mean."""
    return {
        key: value
        for key, value in shortfalls.items()
        if key in of or (EVERY_INDICATOR in of and key.startswith(INDICATOR))
    }


def target_words(terms: TargetTerms) -> str:
    """A condition on targets in words."""
    size = None if EVERY_INDICATOR in terms.of else len(terms.of)
    return _(" hoặc ").join(_option_words(each, size) for each in terms.options)


def _option_words(option: TargetOption, size: int | None) -> str:
    if option.met is None or option.met == size:
        return _("đạt mọi chỉ tiêu")
    of = "" if size is None else f"/{size}"
    if option.missed_under is None:
        return _("đạt %(met)s%(of)s chỉ tiêu") % {"met": option.met, "of": of}
    shown = {"met": option.met, "of": of, "percent": format_points(option.missed_under)}
    return _("đạt %(met)s%(of)s chỉ tiêu, chỉ tiêu còn lại hụt dưới %(percent)s%%") % shown


def target_terms(data: Mapping) -> TargetTerms:
    """A condition from its plain data. Raises TermsUnsound."""
    try:
        of, options = data["of"], data["any"]
        found = TargetTerms(_names(of), tuple(_option(each) for each in options))
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise TermsUnsound from error
    if not found.options:
        raise TermsUnsound
    return found


def disqualifier(data: Mapping) -> Disqualifier:
    """A disqualifier from its plain data. Raises TermsUnsound."""
    try:
        found = Disqualifier(
            fact=data["fact"],
            effect=data["effect"],
            label=str(data["label"]).strip(),
            above=str(data.get("above") or ""),
            of=_names(data.get("of") or [EVERY_INDICATOR]),
            missed=int(data.get("missed") or 1),
            missed_from=_number(data.get("missed_from")),
            forms=tuple(map(str, data.get("forms") or ())),
        )
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise TermsUnsound from error
    if found.fact not in FACTS or found.effect not in EFFECTS or not found.label or found.missed < 1:
        raise TermsUnsound
    if found.effect == CLASS and not found.above:
        raise TermsUnsound
    return found


def _names(names) -> tuple[str, ...]:
    if isinstance(names, str) or not names:
        raise TermsUnsound
    return tuple(map(str, names))


def _option(data: Mapping) -> TargetOption:
    met = None if data["met"] == ALL else int(data["met"])
    if met is not None and met < 0:
        raise TermsUnsound
    return TargetOption(met, _number(data.get("missed_under")))


def _number(value) -> Decimal | None:
    if value in (None, ""):
        return None
    found = Decimal(str(value))
    if not found.is_finite() or found < 0:
        raise TermsUnsound
    return found


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value.normalize(), "f")
