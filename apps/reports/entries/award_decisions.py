"""By what papers of a decision on awards are chosen; in the command the last one of a year, unit or cluster."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.awards.models import AwardDecision, AwardProposal
from apps.core.actor import Actor
from apps.reports import params, registry
from apps.reports.naming import slug


def _choices(actor: Actor):
    return AwardDecision.objects.visible_to(actor).for_list().order_by("-pk")


def last_of(model, names: params.Names, nothing: str) -> int:
    """The last one of the year, of a body and of what concerns a cluster where they are named.

    Raises NoSuchSubject: ``nothing`` says so of the year.
    """
    rows = model.objects.filter(year__year=names.year)
    if names.unit:
        rows = rows.filter(organiser__code=names.unit)
    if names.cluster:
        of_cluster = AwardProposal.objects.of_cluster(names.cluster, names.year)
        rows = rows.filter(lines__nominee__proposal__in=of_cluster)
    pk = rows.order_by("-pk").values_list("pk", flat=True).first()
    if pk is None:
        raise params.NoSuchSubject(nothing % {"year": names.year})
    return pk


def _named(names: params.Names, _found: Mapping[str, int]) -> int:
    return last_of(AwardDecision, names, _("Năm %(year)s không có quyết định khen thưởng nào."))


params.register(
    "decision",
    params.Param(
        params.choice(gettext_lazy("Quyết định khen thưởng"), _choices, gettext_lazy("Chọn quyết định")),
        _named,
        takes_unit=True,
    ),
)


def find_decision(chosen: Mapping[str, int], actor: Actor) -> AwardDecision:
    """Raises NothingToReport."""
    found = _choices(actor).filter(pk=chosen.get("decision") or 0).first()
    if found is None:
        raise registry.NothingToReport(_("Không có quyết định nào, hoặc bạn không có quyền xem."))
    return found


def stem(prefix: str, decision) -> str:
    """Name of the file: what, whose, its number or that it is a draft; of a decision or a tờ trình."""
    number = slug(decision.document.symbol) if decision.document else f"du-thao-{decision.pk}"
    return f"{prefix}-{slug(decision.organiser.code)}-{number}"
