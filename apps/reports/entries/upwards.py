"""Which tờ trình cấp trên a report is about."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.awards.models import AwardProposal, UpwardSubmission
from apps.core.actor import Actor
from apps.reports import params, registry
from apps.reports.naming import slug


def choices(actor: Actor):
    return UpwardSubmission.objects.visible_to(actor).for_list().order_by("-pk")


def _named(names: params.Names, _found: Mapping[str, int]) -> int | None:
    """The last one of the year, of a body and of what concerns a cluster where they are named."""
    rows = UpwardSubmission.objects.filter(year__year=names.year)
    if names.unit:
        rows = rows.filter(organiser__code=names.unit)
    if names.cluster:
        of_cluster = AwardProposal.objects.of_cluster(names.cluster, names.year)
        rows = rows.filter(lines__nominee__proposal__in=of_cluster)
    pk = rows.order_by("-pk").values_list("pk", flat=True).first()
    if pk is None:
        raise params.NoSuchSubject(_("Năm %(year)s không có tờ trình cấp trên nào.") % {"year": names.year})
    return pk


params.register(
    "upward",
    params.Param(
        params.choice(gettext_lazy("Tờ trình cấp trên"), choices, gettext_lazy("Chọn tờ trình")),
        _named,
        takes_unit=True,
    ),
)


def find_as(title: str, prefix: str):
    """``find`` of a report about one submission."""

    def find(chosen: Mapping[str, int], actor: Actor) -> registry.Subject:
        found = choices(actor).filter(pk=chosen.get("upward") or 0).first()
        if found is None:
            raise registry.NothingToReport(_("Không có tờ trình nào, hoặc bạn không có quyền xem."))
        number = slug(found.document.symbol) if found.document else f"du-thao-{found.pk}"
        return registry.Subject(f"{title}: {found}", f"{prefix}-{slug(found.organiser.code)}-{number}", [found])

    return find
