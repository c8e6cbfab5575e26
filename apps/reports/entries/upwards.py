"""Which tờ trình cấp trên a report is about."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.awards.models import UpwardSubmission
from apps.core.actor import Actor
from apps.reports import params, registry
from apps.reports.entries.award_decisions import last_of, stem


def _choices(actor: Actor):
    return UpwardSubmission.objects.visible_to(actor).for_list().order_by("-pk")


def _named(names: params.Names, _found: Mapping[str, int]) -> int:
    return last_of(UpwardSubmission, names, _("Năm %(year)s không có tờ trình cấp trên nào."))


params.register(
    "upward",
    params.Param(
        params.choice(gettext_lazy("Tờ trình cấp trên"), _choices, gettext_lazy("Chọn tờ trình")),
        _named,
        takes_unit=True,
    ),
)


def find_as(title: str, prefix: str):
    """``find`` of a report about one submission."""

    def find(chosen: Mapping[str, int], actor: Actor) -> registry.Subject:
        found = _choices(actor).filter(pk=chosen.get("upward") or 0).first()
        if found is None:
            raise registry.NothingToReport(_("Không có tờ trình nào, hoặc bạn không có quyền xem."))
        return registry.Subject(f"{title}: {found}", stem(prefix, found), [found])

    return find
