"""The list of proposals."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView

from apps.awards import policies, queries
from apps.awards.enums import ProposalState
from apps.awards.filters import ProposalFilter
from apps.awards.meeting_queries import meetings_to_propose
from apps.awards.models import AwardProposal
from apps.awards.status import status_word, step_label
from apps.catalog.models import AwardType
from apps.core import spreadsheets
from apps.core.components import Column
from apps.core.lists import ExportMixin
from apps.units.enums import Role


class ProposalListView(ExportMixin, LoginRequiredMixin, FilterView):
    """Hồ sơ đề nghị khen thưởng one may see, newest first; above it what was asked for, never what was granted."""

    filterset_class = ProposalFilter
    template_name = "awards/proposal_list.html"
    paginate_by = 50
    columns = (
        Column(_("Dịp khen thưởng"), width="wide"),
        Column(_("Đơn vị đề nghị"), sort="unit"),
        Column(_("Loại hình")),
        Column(_("Năm"), sort="year", width="narrow"),
        Column(_("Tập thể"), numeric=True),
        Column(_("Cá nhân"), numeric=True),
        Column(_("Trạng thái")),
        Column(_("Gửi lúc"), sort="submitted"),
    )
    export_title = _("Hồ sơ đề nghị khen thưởng")
    export_file = "ho-so-de-nghi"
    export_columns = (
        spreadsheets.Column("occasion", _("Dịp khen thưởng"), width=60),
        spreadsheets.Column("unit", _("Đơn vị đề nghị"), width=44),
        spreadsheets.Column("receiver", _("Nơi nhận"), width=44),
        spreadsheets.Column("type", _("Loại hình khen thưởng"), width=28),
        spreadsheets.Column("year", _("Năm thi đua"), "year"),
        spreadsheets.Column("collectives", _("Tập thể"), "integer"),
        spreadsheets.Column("individuals", _("Cá nhân"), "integer"),
        spreadsheets.Column("state", _("Trạng thái"), width=24),
        spreadsheets.Column("step", _("Bước"), width=28),
    )

    def get_queryset(self):
        found = AwardProposal.objects.visible_to(self.request.actor).for_list()
        return queries.with_counts(found).order_by("-year__year", "-pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {
            "rows": [(each, status_word(each), step_label(each)) for each in context["object_list"]],
            "waiting": self.waiting(),
            "meetings": meetings_to_propose(self.request.actor),
            "may_begin": bool(policies.can_begin(self.request.actor)),
            "asked": queries.asked(self.object_list.order_by(), self.chosen_award()),
        }

    def chosen_award(self) -> AwardType | None:
        """By which the list is filtered: then it counts the lines of this award alone."""
        return self.filterset.form.cleaned_data.get("award") if self.filterset.is_bound else None

    def waiting(self) -> int:
        """How many wait to be verified by the actor's office."""
        offices = self.request.actor.unit_ids(Role.STANDING_OFFICE)
        if not offices:
            return 0
        return AwardProposal.objects.filter(year__organiser_id__in=offices, state=ProposalState.SUBMITTED).count()

    def export_row(self, row):
        return [
            row.occasion,
            row.unit_name,
            row.year.organiser.name,
            row.get_type_display(),
            row.year.year,
            row.collectives,
            row.individuals,
            str(status_word(row).label),
            step_label(row),
        ]
