"""Sơ kết, tổng kết phong trào thi đua of one movement, or of all that a body runs in a year."""

from collections.abc import Mapping

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.actor import Actor
from apps.movements.exports import MovementReport, movement_report
from apps.movements.models import Movement
from apps.movements.models.scope import OVERSEEING, run_by
from apps.reports import params as choices
from apps.reports import registry
from apps.reports.naming import slug
from apps.reports.renderers import movement_review
from apps.reports.renderers.printed import renderers
from apps.units.models.people_scope import reach_of


def reported(actor: Actor):
    """Movements whose reviews somebody may take away whole: those that the own unit runs, and those below an office."""
    seen = Movement.objects.visible_to(actor).exclude(state="draft")
    return seen.filter(run_by(actor) | reach_of(actor, *OVERSEEING).condition("organiser__path"))


def find_movements(params: Mapping[str, int], actor: Actor) -> registry.Subject:
    """The movement named, else the live ones of the year: those of the unit where one is named."""
    rows = reported(actor).for_list().order_by("organiser__path", "starts_on", "pk")
    if params.get("movement"):
        found = list(rows.filter(pk=params["movement"]))
    else:
        year = params.get("year") or timezone.localdate().year
        rows = rows.filter(starts_on__year__lte=year, ends_on__year__gte=year)
        if params.get("unit"):
            rows = rows.filter(organiser_id=params["unit"])
        found = list(rows)
        found = [movement for movement in found if movement.organiser_id == found[0].organiser_id]
    if not found:
        raise registry.NothingToReport(_("Không có phong trào nào, hoặc bạn không có quyền xem báo cáo."))
    for movement in found:
        movement.reported_year = params.get("year") or min(movement.ends_on.year, timezone.localdate().year)
    if len(found) == 1:
        title = _("Sơ kết, tổng kết phong trào: %(movement)s") % {"movement": found[0].short_name}
        return registry.Subject(title, f"phong-trao-{slug(found[0].short_name)}"[:80], found)
    title = _("Sơ kết, tổng kết các phong trào của %(unit)s") % {"unit": found[0].organiser.name}
    return registry.Subject(title, f"phong-trao-{slug(found[0].organiser.code)}", found)


def build(subject: registry.Subject) -> list[MovementReport]:
    years = (getattr(movement, "reported_year", movement.ends_on.year) for movement in subject.objects)
    return [movement_report(movement, year) for movement, year in zip(subject.objects, years, strict=True)]


def _field(actor: Actor) -> forms.Field:
    rows = reported(actor).order_by("-starts_on", "title_key", "pk")
    return forms.ModelChoiceField(
        label=_("Phong trào"), queryset=rows, empty_label=_("Mọi phong trào trong năm"), required=False
    )


choices.register("movement", choices.Param(_field))
REPORT = registry.Report(
    name="movement_review",
    title=gettext_lazy("Sơ kết, tổng kết phong trào thi đua"),
    description=gettext_lazy(
        "Phong trào với tên, chủ đề đầy đủ, tình hình thực hiện và báo cáo của các đơn vị; bản Word để sửa tiếp."
    ),
    scope=gettext_lazy("Phong trào"),
    params=("movement", "year", "unit"),
    needed=("movement", "year"),
    title_is_public=True,
    visible=reported,
    find=find_movements,
    build=build,
    renderers={**renderers(movement_review.compose), registry.XLSX: movement_review.xlsx},
)
