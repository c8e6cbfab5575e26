"""So sánh: two versions of a set, or the sets of two years, line by line."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from apps.core.components import Fact
from apps.core.lists import EXPORT_PARAMETER, asks_for_file, file_of
from apps.core.numbers import format_points
from apps.core.views import ScopedPageView
from apps.core.whole_numbers import number_in
from apps.scoring import criteria_queries as queries
from apps.scoring.criteria_exports import comparison_sheet
from apps.scoring.criteria_words import Topic, names_of, topics
from apps.scoring.domain.arranged import arrangement_of
from apps.scoring.domain.exact import round_points
from apps.scoring.domain.set_comparison import Change, compare, summary
from apps.scoring.domain.set_rows import stored_rules
from apps.scoring.domain.tree import build_tree
from apps.scoring.models import CriteriaSet
from apps.scoring.views.criteria_base import SetMixin, name_of

TONES = {Change.ADDED: "done", Change.REMOVED: "alert", Change.MOVED: "sent", Change.CHANGED: "draft"}


class SetCompareView(SetMixin, ScopedPageView):
    """``with``: the other set, taken as the earlier one; without it the one that was corrected, or last year's."""

    template_name = "scoring/criteria_compare.html"

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        data = response.context_data
        if not asks_for_file(request) or data["other"] is None:
            return response
        sheet = comparison_sheet(data["other"], self.object, data["lines"], data["beside"], request.received_at)
        return file_of(sheet, "so-sanh-bang-tieu-chi", request.GET[EXPORT_PARAMETER])

    def get_context_data(self, **kwargs):
        others = list(queries.comparable_with(self.object, self.request.actor))
        other = self._other(others)
        shows_all = bool(self.request.GET.get("all"))
        lines, facts, beside = [], [], []
        if other is not None:
            old, new = stored_rules(other.pk), stored_rules(self.object.pk)
            lines = compare(old, new)
            beside = topics(arrangement_of(self.object), arrangement_of(other), names=names_of((*old, *new)))
            facts = _facts(old, new, beside)
        counted = summary(lines)
        return super().get_context_data(
            set=self.object,
            name=name_of(self.object),
            other=other,
            other_name=name_of(other) if other else "",
            others=[(each.pk, f"{each.year.year} – {each.title} ({name_of(each)})") for each in others],
            lines=lines,
            shown=[
                (line, TONES.get(line.change, "muted")) for line in lines if shows_all or line.change != Change.SAME
            ],
            shows_all=shows_all,
            counts=[(Change(change).label, counted[change]) for change in TONES],
            facts=facts,
            beside=beside,
            **kwargs,
        )

    def _other(self, others: list[CriteriaSet]) -> CriteriaSet | None:
        asked = number_in(self.request.GET, "with")
        if asked is not None:
            return next((each for each in others if each.pk == asked), None)
        corrected = (each for each in others if each.pk == self.object.supersedes_id)
        kinds = set(self.object.kinds)
        earlier = (
            each for each in others if each.year.year < self.object.year.year and (not kinds or kinds & set(each.kinds))
        )
        return next(corrected, None) or next(earlier, None)


def _facts(old_rules, new_rules, beside: Sequence[Topic]) -> list[Fact]:
    """What stands beside the tree: the total, and each topic with how it read before where it differs."""
    totals = [format_points(round_points(build_tree(rules).maximum)) for rules in (old_rules, new_rules)]
    pairs = [
        (_("Tổng điểm chuẩn"), *totals),
        *((each.label, " · ".join(each.before), " · ".join(each.after)) for each in beside),
    ]
    same = _("không đổi")
    return [
        Fact(label, after or "–", note=same if before == after else _("trước: %(before)s") % {"before": before or "–"})
        for label, before, after in pairs
    ]
