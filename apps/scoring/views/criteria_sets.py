"""The list of criteria sets, one set, its editor."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django_filters.views import FilterView

from apps.core import tokens
from apps.core.components import Column, Fact
from apps.core.dates import format_date, local
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import ScopedPageView
from apps.scoring import criteria_policies as policies
from apps.scoring import criteria_queries as queries
from apps.scoring.criteria_filters import CriteriaSetFilter
from apps.scoring.criteria_words import arrangement_facts, period_words
from apps.scoring.domain.set_reading import read_set
from apps.scoring.enums import SetState
from apps.scoring.models import CriteriaSet
from apps.scoring.views.criteria_base import SetMixin, name_of, state_badge


class SetListView(ExportMixin, LoginRequiredMixin, FilterView):
    """Bảng tiêu chí that the reader may see, newest year first."""

    filterset_class = CriteriaSetFilter
    template_name = "scoring/criteria_list.html"
    paginate_by = 50
    columns = (
        Column(lazy("Năm"), sort="year", width="narrow"),
        Column(lazy("Bảng tiêu chí"), sort="title", width="wide"),
        Column(lazy("Đơn vị tổ chức")),
        Column(lazy("Áp dụng cho")),
        Column(lazy("Tiêu chí"), numeric=True),
        Column(lazy("Tổng điểm chuẩn"), numeric=True),
        Column(lazy("Trạng thái")),
        Column(lazy("Quyết định")),
    )
    export_title = lazy("Bảng tiêu chí")
    export_file = "bang-tieu-chi"
    export_columns = (
        SheetColumn("year", lazy("Năm"), kind="year"),
        SheetColumn("code", lazy("Mã")),
        SheetColumn("revision", lazy("Phiên bản"), kind="integer"),
        SheetColumn("title", lazy("Tên"), width=60),
        SheetColumn("organiser", lazy("Đơn vị tổ chức"), width=40),
        SheetColumn("kinds", lazy("Áp dụng cho"), width=40),
        SheetColumn("leaves", lazy("Số tiêu chí"), kind="integer"),
        SheetColumn("points", lazy("Tổng điểm chuẩn"), kind="points"),
        SheetColumn("state", lazy("Trạng thái")),
        SheetColumn("decision", lazy("Quyết định"), width=40),
    )

    def get_queryset(self):
        sets = queries.with_figures(CriteriaSet.objects.visible_to(self.request.actor).for_list())
        return sets.order_by("-year__year", "year__organiser__path", "code", "-revision")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = [(each, name_of(each), state_badge(each)) for each in context["page_obj"]]
        return context | {"rows": rows, "may_create": bool(policies.can_create(self.request.actor))}

    def export_row(self, row):
        return {
            "year": row.year.year,
            "code": row.code,
            "revision": row.revision,
            "title": row.title,
            "organiser": row.year.organiser.name,
            "kinds": ", ".join(row.kind_labels),
            "leaves": row.leaves,
            "points": row.points,
            "state": row.get_state_display(),
            "decision": str(row.decision or ""),
        }


class SetDetailView(SetMixin, ScopedPageView):
    """One set to read and print: what it is, its tree, steps and classes, its versions."""

    template_name = "scoring/criteria_detail.html"

    def get_context_data(self, **kwargs):
        criteria_set, actor = self.object, self.request.actor
        may_edit = bool(policies.can_edit(actor, criteria_set))
        reading = read_set(criteria_set, checked=may_edit and criteria_set.is_open)
        versions = queries.versions_of(criteria_set, actor)
        sheets = queries.sheets_by_set(each.pk for each in versions) if may_edit else {}
        newer = [each for each in versions if each.revision > criteria_set.revision]
        return super().get_context_data(
            set=criteria_set,
            name=name_of(criteria_set),
            badge=state_badge(criteria_set),
            reading=reading,
            facts=_facts(criteria_set, reading),
            arrangement=arrangement_facts(criteria_set),
            versions=[(each, name_of(each), state_badge(each), sheets.get(each.pk, 0)) for each in versions],
            shows_sheets=may_edit,
            own_sheets=sheets.get(criteria_set.pk, 0),
            earlier_sheets=sum(sheets.get(each.pk, 0) for each in versions if each.revision < criteria_set.revision),
            newer=newer[-1] if newer else None,
            may_edit=may_edit and criteria_set.is_open,
            may_issue=bool(policies.can_issue(actor, criteria_set)),
            may_open_sheets=may_edit and criteria_set.state == SetState.ISSUED,
            may_correct=may_edit and criteria_set.state == SetState.ISSUED and not newer,
            may_copy=bool(policies.can_create(actor)),
            form_token=tokens.new_token(),
            **kwargs,
        )


class SetEditorView(SetMixin, ScopedPageView):
    """Soạn thảo: the tree with what is wrong beside each line, and the steps that change it."""

    template_name = "scoring/criteria_editor.html"
    policy = staticmethod(policies.can_edit)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            set=self.object,
            name=name_of(self.object),
            badge=state_badge(self.object),
            reading=read_set(self.object, checked=True),
            is_open=self.object.is_open,
            **kwargs,
        )


def _facts(criteria_set: CriteriaSet, reading) -> list[Fact]:
    facts = [
        Fact(_("Đơn vị tổ chức"), criteria_set.year.organiser.name),
        Fact(_("Năm thi đua"), criteria_set.year.year),
        Fact(_("Áp dụng cho"), ", ".join(criteria_set.kind_labels) or _("Mọi loại đơn vị")),
        Fact(_("Mã"), name_of(criteria_set)),
        Fact(_("Thời gian tính"), period_words(criteria_set.counted_from, criteria_set.counted_to)),
        Fact(_("Tài liệu minh chứng"), criteria_set.get_evidence_display()),
        Fact(_("Số tiêu chí được chấm"), reading.leaf_count),
    ]
    if criteria_set.decision is not None:
        facts.append(Fact(_("Ban hành theo"), str(criteria_set.decision)))
    if criteria_set.issued_at:
        facts.append(Fact(_("Ban hành trên hệ thống"), format_date(local(criteria_set.issued_at).date())))
    if criteria_set.reason:
        facts.append(Fact(_("Lý do sửa đổi"), criteria_set.reason))
    return facts
