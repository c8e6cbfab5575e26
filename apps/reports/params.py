"""By what a report's subject is chosen: each name once, for the page's form and for the command."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.whole_numbers import whole_number
from apps.periods.models import EmulationYear
from apps.ranking.models import RankingRun
from apps.scoring.models import ScoreSheet
from apps.units.models import Unit
from apps.units.person_fields import UnitField


class NoSuchSubject(DomainError):
    """A code of the command names nothing, or the report takes no such code."""


@dataclass(frozen=True)
class Names:
    """What the command is told: ``--cluster``, ``--year``, ``--unit``."""

    cluster: str
    year: int
    unit: str


@dataclass(frozen=True)
class Param:
    """One name: its field for an actor, and its value by the command's codes (None: not chosen)."""

    field: Callable[[Actor], forms.Field]
    named: Callable[[Names, Mapping[str, int]], int | None] = lambda names, found: None
    takes_unit: bool = False


PARAMS: dict[str, Param] = {}


def register(name: str, param: Param) -> None:
    """Add a name; done by the entry that needs it."""
    PARAMS[name] = param


def of_names(params: tuple[str, ...], names: Names) -> dict[str, int]:
    """The command's codes as params, in the report's order. Raises NoSuchSubject."""
    if names.unit and not any(PARAMS[name].takes_unit for name in params):
        raise NoSuchSubject(_("Báo cáo này tính cho cả cụm, không chọn đơn vị."))
    found: dict[str, int] = {}
    for name in params:
        value = PARAMS[name].named(names, found)
        if value is not None:
            found[name] = value
    return found


def choice(label, queryset: Callable[[Actor], object], empty="", **options) -> Callable[[Actor], forms.Field]:
    """A field that offers what the actor may see."""
    return lambda actor: forms.ModelChoiceField(
        label=label, queryset=queryset(actor), empty_label=empty or _("Tất cả"), required=False, **options
    )


def _cluster_year(names: Names, found: Mapping[str, int]) -> int | None:
    if not names.cluster:
        return None
    pk = ClusterYear.objects.filter(cluster__code=names.cluster, year__year=names.year).values_list("pk", flat=True)
    if not pk:
        message = _("Không có cụm %(cluster)s năm %(year)s.") % {"cluster": names.cluster, "year": names.year}
        raise NoSuchSubject(message)
    return pk[0]


def _unit(names: Names, found: Mapping[str, int]) -> int | None:
    if not names.unit:
        return None
    pk = Unit.objects.filter(code=names.unit).values_list("pk", flat=True)
    if not pk:
        raise NoSuchSubject(_("Không có đơn vị %(unit)s.") % {"unit": names.unit})
    return pk[0]


def _sheet(names: Names, found: Mapping[str, int]) -> int | None:
    if not names.unit:
        return None
    sheets = ScoreSheet.objects.filter(cluster_year_id=found.get("cluster_year"), unit__code=names.unit)
    pk = sheets.values_list("pk", flat=True)
    if not pk:
        raise NoSuchSubject(_("Cụm này không có bảng chấm điểm của đơn vị %(unit)s.") % {"unit": names.unit})
    return pk[0]


def _year_field(actor: Actor) -> forms.Field:
    years = EmulationYear.objects.visible_to(actor).values_list("year", flat=True).distinct().order_by("-year")
    return forms.TypedChoiceField(
        label=_("Năm thi đua"), choices=[(year, year) for year in years], coerce=int, empty_value=None, required=False
    )


def _cluster_years(actor: Actor):
    return ClusterYear.objects.visible_to(actor).for_list().order_by("-year__year", "name")


class SheetField(UnitField):
    """A score sheet of the chosen cluster by its unit, typed; a list of every sheet one sees would have no end.

    Pages that know the sheet send its number.
    """

    default_error_messages = {
        "no_cluster": _("Chọn cả cụm, khu vực của đơn vị."),
        "none": _("Cụm này không có bảng chấm điểm của đơn vị %(unit)s."),
    }

    def __init__(self, *, actor: Actor, **options):
        super().__init__(**options)
        self.sheets = ScoreSheet.objects.visible_to(actor)

    def clean(self, value):
        text = str(value or "").strip()
        if (number := whole_number(text)) is not None:
            found = self.sheets.filter(pk=number).first()
            if found is not None:
                return found
        return super().clean(value)

    def within(self, cluster_year: ClusterYear | None, unit):
        """The sheet of the unit in the ClusterYear."""
        if not isinstance(unit, Unit):
            return unit
        if cluster_year is None:
            raise ValidationError(self.error_messages["no_cluster"], code="no_cluster")
        found = self.sheets.filter(cluster_year=cluster_year, unit=unit).first()
        if found is None:
            raise ValidationError(self.error_messages["none"], code="none", params={"unit": unit.name})
        return found


def _sheet_field(actor: Actor) -> forms.Field:
    help_text = _("Nhập mã hoặc tên đơn vị, không cần dấu; để trống: mọi đơn vị trong cụm.")
    return SheetField(actor=actor, label=_("Đơn vị"), required=False, help_text=help_text)


def _runs(actor: Actor):
    return RankingRun.objects.visible_to(actor).for_list().with_result()


register("cluster_year", Param(choice(_("Cụm, Khu vực"), _cluster_years, _("Chọn cụm")), _cluster_year))
register("year", Param(_year_field, lambda names, found: names.year))
register("unit", Param(lambda actor: UnitField(label=_("Đơn vị"), required=False), _unit, takes_unit=True))
register("sheet", Param(_sheet_field, _sheet, takes_unit=True))
register("run", Param(choice("", _runs, widget=forms.HiddenInput)))
