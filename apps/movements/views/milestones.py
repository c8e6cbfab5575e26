"""Sơ kết, tổng kết: the day, who has sent, who is missing."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django_filters.views import FilterView

from apps.core.components import Column, Crumb
from apps.core.dates import local
from apps.core.form_pages import FormPageMixin
from apps.core.lists import BulkActionView, ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import ScopedObjectMixin, TransitionView, require
from apps.core.whole_numbers import numbers_in
from apps.documents.forms import NothingForm
from apps.movements import policies
from apps.movements.domain import judging, milestones
from apps.movements.enums import ReviewKind, ReviewState
from apps.movements.filters import ReviewFilter
from apps.movements.forms import DayForm, MilestoneForm
from apps.movements.models import Milestone, Movement, MovementReview, Participation
from apps.movements.queries import cascade
from apps.movements.review_words import review_word
from apps.movements.views.common import list_crumb
from apps.movements.views.editing import RunMixin
from apps.obligations.models import Duty
from apps.obligations.policies import can_remind
from apps.periods.due_dates import SetsDueDates

NAMED_AS_MISSING = 12


def visible_milestone(request, pk) -> Milestone:
    seen = Movement.objects.visible_to(request.actor).order_by().values("pk")
    rows = Milestone.objects.select_related("movement__organiser", "movement__decision", "movement__cluster_year")
    return get_object_or_404(rows, pk=pk, movement__in=seen)


def reminder_url(milestone: Milestone, actor) -> str:
    """Where the organiser's office reminds who has not sent; empty for others, who have their boards."""
    owed = Duty.objects.filter(year__organiser=milestone.movement.organiser_id, code=milestone.duty_code)
    duty = owed.select_related("year").first()
    return reverse("obligations:duty-reminder", args=[duty.pk]) if duty and can_remind(actor, duty) else ""


class MilestoneCreateView(SetsDueDates, RunMixin, TransitionView):
    form_class = MilestoneForm
    operation = milestones.add_milestone
    id_argument = "movement_id"
    heading = lazy("Thêm mốc sơ kết, tổng kết")
    lead = lazy("Có ngày thì đơn vị nhận việc và lời nhắc; chưa có ngày thì ghi bằng chữ.")
    submit_label = lazy("Thêm")
    success_message = lazy("Đã thêm mốc.")

    def get_initial(self):
        return {"kind": ReviewKind.FIRST, "year": max(self.object.starts_on.year, self.request.actor.on.year)}


class MilestoneMixin(FormPageMixin):
    """Forms about one milestone."""

    policy = staticmethod(policies.can_run_milestone)

    def get_object(self):
        return visible_milestone(self.request, self.kwargs["pk"])

    def crumbs(self):
        movement = self.object.movement
        return [list_crumb(), Crumb(str(movement), movement.get_absolute_url())]

    def get_kicker(self):
        return f"{self.object.movement} · {self.object}"

    def get_success_url(self):
        return self.object.movement.get_absolute_url()


class MilestoneDayView(SetsDueDates, MilestoneMixin, TransitionView):
    form_class = DayForm
    operation = milestones.set_day
    id_argument = "milestone_id"
    heading = lazy("Đặt ngày, giao báo cáo")
    submit_label = lazy("Đặt ngày")
    success_message = lazy("Đã đặt ngày. Các đơn vị đã được thông báo.")
    consequences = (
        lazy("Mỗi đơn vị tham gia có một báo cáo mở sẵn, đã điền các hoạt động, kết quả đã ghi."),
        lazy("Hạn báo cáo tính từ ngày này; đặt lại ngày thì hạn đổi theo."),
    )

    def get_initial(self):
        return {"due_on": self.object.due_on}


class MilestoneRemoveView(MilestoneMixin, TransitionView):
    form_class = NothingForm
    operation = milestones.remove_milestone
    id_argument = "milestone_id"
    heading = lazy("Bỏ mốc này")
    submit_label = lazy("Bỏ mốc")
    success_message = lazy("Đã bỏ mốc.")


class MilestoneDetailView(ExportMixin, ScopedObjectMixin, FilterView):
    """Who has sent and who is missing: all units for the organiser, the own members for a head."""

    filterset_class = ReviewFilter
    template_name = "movements/milestone_detail.html"
    paginate_by = 50
    columns = (
        Column(lazy("Đơn vị")),
        Column(lazy("Tình trạng")),
        Column(lazy("Gửi lúc")),
        Column(lazy("Văn bản báo cáo")),
    )
    export_file = "bao-cao-phong-trao"
    export_columns = (
        SheetColumn("unit", lazy("Đơn vị"), width=60),
        SheetColumn("state", lazy("Tình trạng")),
        SheetColumn("submitted", lazy("Ngày gửi"), kind="date"),
        SheetColumn("document", lazy("Văn bản báo cáo"), width=30),
        SheetColumn("results", lazy("Kết quả đạt được"), width=80),
        SheetColumn("limits", lazy("Hạn chế, nguyên nhân"), width=60),
        SheetColumn("proposals", lazy("Phương hướng, kiến nghị"), width=60),
    )

    def get_object(self):
        return visible_milestone(self.request, self.kwargs["pk"])

    @property
    def export_title(self):
        return f"{self.object}: {self.object.movement}"

    def seen(self):
        """Reports of the participations that the person sees, drafts too: who is missing is no secret to a head."""
        participations = Participation.objects.visible_to(self.request.actor).standing().order_by().values("pk")
        return MovementReview.objects.filter(milestone=self.object, participation__in=participations)

    def get_queryset(self):
        return (
            self.seen()
            .select_related("participation__unit", "document", "milestone")
            .order_by("participation__unit__protocol_order", "participation__unit__sort_key", "pk")
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        milestone, actor = self.object, self.request.actor
        sent, total = cascade.review_counts(self.seen())
        missing = self.seen().filter(state__in=[ReviewState.DRAFT, ReviewState.RETURNED])
        names = list(
            missing.order_by("participation__unit__protocol_order", "participation__unit__sort_key").values_list(
                "participation__unit_name", flat=True
            )[: NAMED_AS_MISSING + 1]
        )
        openable = set(
            MovementReview.objects.visible_to(actor)
            .filter(pk__in=[row.pk for row in context["page_obj"]])
            .order_by()
            .values_list("pk", flat=True)
        )
        return {
            **context,
            "milestone": milestone,
            "movement": milestone.movement,
            "rows": [(row, review_word(row), row.pk in openable) for row in context["page_obj"]],
            "sent": sent,
            "total": total,
            "missing": names[:NAMED_AS_MISSING],
            "more": total - sent - len(names[:NAMED_AS_MISSING]),
            "may_run": bool(policies.can_run_milestone(actor, milestone)),
            "reminder_url": reminder_url(milestone, actor) if sent < total else "",
        }

    def export_row(self, row):
        hidden = row.state == ReviewState.DRAFT
        return {
            "unit": row.participation.unit_name,
            "state": str(review_word(row).label),
            "submitted": row.submitted_at and local(row.submitted_at).date(),
            "document": str(row.document or ""),
            "results": "" if hidden else row.results,
            "limits": "" if hidden else row.limits,
            "proposals": "" if hidden else row.proposals,
        }


class ReviewsAcceptView(BulkActionView):
    """Tiếp nhận tất cả báo cáo đã gửi that the filters find."""

    list_view = MilestoneDetailView
    operation = staticmethod(judging.accept_reviews)
    question = lazy("Tiếp nhận các báo cáo này?")
    confirm_label = lazy("Tiếp nhận")

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            self.milestone = visible_milestone(request, kwargs["pk"])
            require(policies.can_launch(request.actor, self.milestone.movement))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, pk):
        return super().get(request)

    def post(self, request, pk):
        return super().post(request)

    def chosen(self, query):
        listing = MilestoneDetailView()
        listing.setup(self.request, pk=self.milestone.pk)
        listing.object = self.milestone
        rows = listing.get_queryset().filter(state=ReviewState.SUBMITTED)
        filterset = ReviewFilter(query, queryset=rows, request=self.request)
        rows = filterset.qs if filterset.form.is_valid() else rows.none()
        if query.get("all"):
            return rows
        return rows.filter(pk__in=numbers_in(query, "ids"))

    def sample_text(self, row):
        return row.participation.unit_name

    def done_text(self, done):
        return ngettext("Đã tiếp nhận %(n)d báo cáo.", "Đã tiếp nhận %(n)d báo cáo.", done) % {"n": done}

    def list_url(self):
        return reverse("movements:milestone-detail", args=[self.milestone.pk])
