"""By what papers of a proposal are chosen; in the command the last one of the year, of a unit or of all."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.awards.models import AwardProposal
from apps.awards.policies import sees_draft
from apps.core.actor import Actor
from apps.reports import params, registry
from apps.reports.naming import slug


def _choices(actor: Actor):
    return AwardProposal.objects.visible_to(actor).for_list().order_by("-pk")


def _named(names: params.Names, _found: Mapping[str, int]) -> int | None:
    rows = AwardProposal.objects.filter(year__year=names.year)
    if names.unit:
        rows = rows.filter(unit__code=names.unit)
    if names.cluster:
        rows = rows.of_cluster(names.cluster, names.year)
    pk = rows.order_by("-pk").values_list("pk", flat=True).first()
    if pk is None:
        raise params.NoSuchSubject(_("Năm %(year)s không có hồ sơ đề nghị khen thưởng nào.") % {"year": names.year})
    return pk


params.register(
    "proposal",
    params.Param(
        params.choice(gettext_lazy("Hồ sơ đề nghị khen thưởng"), _choices, gettext_lazy("Chọn hồ sơ")),
        _named,
        takes_unit=True,
    ),
)


def find_proposal(chosen: Mapping[str, int], actor: Actor) -> AwardProposal:
    """One with nominees; what the unit is changing is its own. Raises NothingToReport."""
    found = _choices(actor).filter(pk=chosen.get("proposal") or 0).first()
    if found is None or not sees_draft(actor, found):  # what is being completed is the unit's own; see what was sent
        raise registry.NothingToReport(_("Không có hồ sơ nào, hoặc bạn không có quyền xem."))
    if not found.nominees.exists():
        raise registry.NothingToReport(_("Hồ sơ chưa có tập thể, cá nhân nào được đề nghị."))
    return found


def stem(prefix: str, proposal: AwardProposal) -> str:
    """Name of the file: what, whose, of which year, which proposal."""
    return f"{prefix}-{slug(proposal.unit.code)}-{proposal.year.year}-{proposal.pk}"
