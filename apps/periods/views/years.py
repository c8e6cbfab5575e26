"""Years: the list with those at work side by side, one year, its settings, steps of its state."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django_filters.views import FilterView

from apps.core.components import Column, Crumb, Fact
from apps.core.dates import format_date
from apps.core.form_pages import FormPageMixin
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import ScopedPageView, TransitionView, require
from apps.periods import closing, contents, policies
from apps.periods.domain import years
from apps.periods.enums import PublicPart, Stage, YearState
from apps.periods.filters import YearFilter
from apps.periods.forms import CloseForm, PublicForm, ReopenForm, SettingsForm, StepForm
from apps.periods.models import EmulationYear
from apps.periods.workflow import YEAR_FLOW
from apps.units.enums import Role

AT_WORK = (YearState.PREPARING, YearState.OPEN, YearState.CLOSING)
MOST_SIDE_BY_SIDE = 4
TONES = {
    YearState.PREPARING: "neutral",
    YearState.OPEN: "sent",
    YearState.CLOSING: "draft",
    YearState.CLOSED: "final",
}
STEP_ROUTES = {
    "open": "periods:year-open",
    "start_closing": "periods:year-start-closing",
    "close": "periods:year-close",
    "reopen": "periods:year-reopen",
}


def list_crumb() -> Crumb:
    return Crumb(_("Năm thi đua"), reverse("periods:year-list"))


def name_of(year: EmulationYear) -> str:
    """Năm thi đua 2026; Năm công tác THADS 2026 for the work year of the enforcement bodies."""
    words = _("Năm công tác THADS %(year)s") if year.is_enforcement_work_year else _("Năm thi đua %(year)s")
    return words % {"year": year.year}


def period_of(year: EmulationYear) -> str:
    return f"{format_date(year.starts_on)} – {format_date(year.ends_on)}"


class YearListView(ExportMixin, LoginRequiredMixin, FilterView):
    filterset_class = YearFilter
    template_name = "periods/year_list.html"
    paginate_by = 50
    export_title = lazy("Năm thi đua")
    export_file = "nam-thi-dua"
    export_columns = (
        SheetColumn("year", lazy("Năm"), kind="year"),
        SheetColumn("organiser", lazy("Đơn vị tổ chức")),
        SheetColumn("starts_on", lazy("Từ ngày"), kind="date"),
        SheetColumn("ends_on", lazy("Đến ngày"), kind="date"),
        SheetColumn("state", lazy("Trạng thái")),
    )
    columns = [
        Column(lazy("Năm"), sort="year"),
        Column(lazy("Đơn vị tổ chức"), sort="organiser", width="wide"),
        Column(lazy("Từ ngày – đến ngày"), sort="starts"),
        Column(lazy("Trạng thái")),
    ]

    def get_queryset(self):
        visible = EmulationYear.objects.visible_to(self.request.actor)
        return visible.select_related("organiser").order_by("-year", "organiser__path", "pk")

    def export_row(self, row):
        return [row.year, row.organiser.name, row.starts_on, row.ends_on, row.get_state_display()]

    def get_context_data(self, **kwargs):
        context, actor = super().get_context_data(**kwargs), self.request.actor
        own = EmulationYear.objects.filter(organiser__in=actor.unit_ids(Role.STANDING_OFFICE)).order_by("-year", "pk")
        at_work = [year for year in own.select_related("organiser") if year.state in AT_WORK][:MOST_SIDE_BY_SIDE]
        return {
            **context,
            "rows": [(year, period_of(year), TONES[year.state]) for year in context["page_obj"]],
            "side_by_side": [(year, name_of(year), TONES[year.state], _overview(year, actor)) for year in at_work],
            "newest": own.first(),
            "may_open_first": policies.can_open_first(actor),
        }


def _overview(year: EmulationYear, actor) -> list[Fact]:
    """How far a year is, in a few lines."""
    facts = [Fact(_("Thời gian"), period_of(year))]
    for label, lines in contents.of_year(year, actor):
        facts.append(Fact(label, len(lines), "; ".join(str(each.warning) for each in lines[:3] if each.warning)))
    return facts


class YearDetailView(ScopedPageView):
    """What belongs to the year, which stages it has, what keeps it from being closed, what may be done now."""

    queryset = EmulationYear.objects.select_related("organiser")
    template_name = "periods/year_detail.html"

    def get_context_data(self, **kwargs):
        year, actor = self.object, self.request.actor
        may_manage = policies.can_manage(actor, year)
        shows = policies.sees_what_blocks(actor, year) and year.state in {YearState.OPEN, YearState.CLOSING}
        return super().get_context_data(
            heading=name_of(year),
            tone=TONES[year.state],
            facts=[
                Fact(_("Đơn vị tổ chức"), year.organiser.name),
                Fact(_("Thời gian"), period_of(year)),
                Fact(_("Các bước thực hiện"), ", ".join(str(stage.label) for stage in Stage if year.uses(stage))),
                *[Fact(_("Bước không thực hiện"), ", ".join(str(Stage(s).label) for s in year.stages_off))]
                * bool(year.stages_off),
                Fact(_("Công khai"), ", ".join(str(PublicPart(p).label) for p in year.public_parts) or _("Không")),
            ],
            parts=contents.of_year(year, actor),
            findings=closing.findings(year) if shows else [],
            shows_findings=shows,
            may_manage=may_manage,
            steps=[(step, reverse(STEP_ROUTES[step.action], args=[year.pk])) for step in YEAR_FLOW.actions(year.state)]
            if may_manage
            else [],
            has_next=EmulationYear.objects.filter(organiser=year.organiser, year=year.year + 1).exists(),
            **kwargs,
        )


class ManagedYearMixin(FormPageMixin):
    """Forms of the organiser's standing office about one year."""

    queryset = EmulationYear.objects.select_related("organiser")
    policy = staticmethod(policies.can_manage)

    def crumbs(self):
        return [list_crumb(), Crumb(name_of(self.object), self.object.get_absolute_url())]

    def get_kicker(self):
        return self.object.organiser.name

    def get_success_url(self):
        return self.object.get_absolute_url()


class YearSettingsView(ManagedYearMixin, TransitionView):
    """Thiết lập năm: dates and stages."""

    form_class = SettingsForm
    operation = years.arrange_year
    id_argument = "year_id"
    heading = lazy("Thiết lập năm thi đua")
    submit_label = lazy("Lưu")
    success_message = lazy("Đã lưu thiết lập của năm.")

    def get_initial(self):
        year = self.object
        return {
            "starts_on": year.starts_on,
            "ends_on": year.ends_on,
            "stages": [stage for stage in Stage.values if year.uses(stage)],
            "version": year.version,
        }

    def operation_arguments(self, form):
        return {**form.days_and_stages(), "version": form.cleaned_data["version"]}


class YearPublicView(ManagedYearMixin, TransitionView):
    """Trang công khai: what of the year anybody may read."""

    policy = staticmethod(policies.can_publish)
    form_class = PublicForm
    operation = years.choose_public
    id_argument = "year_id"
    heading = lazy("Trang công khai của năm")
    submit_label = lazy("Lưu")
    success_message = lazy("Đã lưu phần công khai của năm.")

    def get_initial(self):
        return {"parts": self.object.public_parts, "version": self.object.version}

    def operation_arguments(self, form):
        return {"public_parts": form.cleaned_data["parts"], "version": form.cleaned_data["version"]}


class YearStepView(ManagedYearMixin, TransitionView):
    """One step of the year's state, with what will happen."""

    form_class = StepForm
    action = ""

    def get_object(self):
        found = super().get_object()
        require(policies.can_manage(self.request.actor, found))
        return found

    def call(self, form):
        return years.advance(
            year_id=self.object.pk,
            action=self.action,
            actor=self.request.actor,
            now=self.request.received_at,
            **form.cleaned_data,
        )


class YearOpenView(YearStepView):
    action = "open"
    heading = lazy("Mở năm thi đua")
    submit_label = lazy("Mở năm thi đua")
    success_message = lazy("Đã mở năm thi đua.")
    consequences = (lazy("Đơn vị thấy việc phải làm của năm; năm trước vẫn tiếp tục cho đến khi khóa sổ."),)


class YearStartClosingView(YearStepView):
    action = "start_closing"
    heading = lazy("Bắt đầu tổng kết năm")
    submit_label = lazy("Bắt đầu tổng kết")
    success_message = lazy("Năm đang tổng kết. Trang của năm cho biết còn thiếu gì để khóa sổ.")
    consequences = (lazy("Hồ sơ của năm vẫn nhận và sửa được cho đến khi khóa sổ."),)


class YearCloseView(YearStepView):
    """Khóa sổ: what blocks and what warns, then the year takes no more papers."""

    action = "close"
    form_class = CloseForm
    template_name = "periods/year_close.html"
    heading = lazy("Khóa sổ năm thi đua")
    submit_label = lazy("Khóa sổ")
    success_message = lazy("Đã khóa sổ. Sửa hồ sơ của năm này cần mở lại kèm lý do.")
    consequences = (
        lazy("Không nhận, không sửa hồ sơ nào của năm này nữa; Trưởng Cụm cũ chỉ còn quyền xem."),
        lazy("Mở lại được, kèm lý do; việc mở lại hiện trong nhật ký."),
    )

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.found = None

    def findings(self):
        if self.found is None:
            self.found = closing.findings(self.object)
        return self.found

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "warned": bool(self.findings())}

    def get_context_data(self, **kwargs):
        blocked = any(each.blocks for _label, rows in self.findings() for each in rows)
        return super().get_context_data(findings=self.findings(), blocked=blocked, **kwargs)


class YearReopenView(YearStepView):
    action = "reopen"
    form_class = ReopenForm
    heading = lazy("Mở lại năm thi đua đã khóa sổ")
    submit_label = lazy("Mở lại")
    success_message = lazy("Đã mở lại. Kết quả đã công bố không tự thay đổi.")
    consequences = (lazy("Năm trở về “Đang tổng kết”; phần sau của năm được đánh dấu cũ khi số liệu nguồn thay đổi."),)
