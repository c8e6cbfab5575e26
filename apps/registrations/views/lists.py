"""Lists: registrations one sees, ClusterYears one gathers, and every registered row for the ministry."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView
from django_filters.views import FilterView

from apps.clusters.models import ClusterYear, Member
from apps.clusters.ordering import by_line
from apps.core import spreadsheets
from apps.core.components import Column
from apps.core.lists import ExportMixin
from apps.core.views import require
from apps.registrations import policies, queries
from apps.registrations.domain.status import status_word
from apps.registrations.enums import HELD
from apps.registrations.filters import RegistrationFilter, RowFilter
from apps.registrations.models import Consolidation, TitleRegistration, VersionRow


class RegistrationListView(LoginRequiredMixin, ExportMixin, FilterView):
    """Đăng ký thi đua of the actor's units and clusters, newest year first; what is to be begun stands above."""

    filterset_class = RegistrationFilter
    template_name = "registrations/registration_list.html"
    paginate_by = 50
    columns = [
        Column(_("Đơn vị"), sort="unit", width="wide"),
        Column(_("Năm"), sort="year", width="narrow"),
        Column(_("Cụm, Khu vực")),
        Column(_("Tập thể"), numeric=True),
        Column(_("Cá nhân"), numeric=True),
        Column(_("Trạng thái")),
        Column(_("Gửi lúc"), sort="submitted"),
    ]
    export_title = _("Đăng ký thi đua")
    export_file = "dang-ky-thi-dua-cac-don-vi"
    export_columns = (
        spreadsheets.Column("unit", _("Đơn vị"), width=44),
        spreadsheets.Column("year", _("Năm"), "year"),
        spreadsheets.Column("cluster", _("Cụm, Khu vực"), width=36),
        spreadsheets.Column("collectives", _("Tập thể"), "integer", total=True),
        spreadsheets.Column("persons", _("Cá nhân"), "integer", total=True),
        spreadsheets.Column("state", _("Trạng thái"), width=20),
        spreadsheets.Column("submitted", _("Gửi lúc"), "datetime"),
    )

    def export_row(self, row: TitleRegistration):
        cluster_year, state = row.cluster_year, str(status_word(row).label)
        year, name = cluster_year.year.year, cluster_year.name
        return (row.unit_name, year, name, row.collectives, row.persons, state, row.submitted_at)

    def get_queryset(self):
        registrations = TitleRegistration.objects.visible_to(self.request.actor).for_list()
        counted = registrations.annotate(
            collectives=Count("rows", filter=Q(rows__is_collective=True)),
            persons=Count("rows", filter=Q(rows__is_collective=False)),
        )
        return counted.order_by("-cluster_year__year__year", "cluster_year__cluster__code", by_line(), "order", "pk")

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        context = super().get_context_data(**kwargs)
        return context | {
            "rows": [(registration, status_word(registration)) for registration in context["object_list"]],
            "to_begin": list(queries.members_without(actor)),
            "gathers": bool(actor.cluster_year_ids()) or bool(policies.can_see_all(actor)),
            "sees_all": bool(policies.can_see_all(actor)),
        }


class ConsolidationListView(LoginRequiredMixin, ExportMixin, ListView):
    """Tổng hợp đăng ký: each ClusterYear one gathers or oversees, with how many sent and the newest version."""

    template_name = "registrations/consolidation_list.html"
    paginate_by = 50
    columns = [
        Column(_("Cụm, Khu vực"), width="wide"),
        Column(_("Năm"), width="narrow"),
        Column(_("Đã gửi"), numeric=True),
        Column(_("Bản đã gửi")),
        Column(_("Gửi lúc")),
    ]
    export_title = _("Tổng hợp đăng ký")
    export_file = "tong-hop-dang-ky"
    export_columns = (
        spreadsheets.Column("cluster", _("Cụm, Khu vực"), width=44),
        spreadsheets.Column("year", _("Năm"), "year"),
        spreadsheets.Column("sent", _("Đã gửi"), "integer", total=True),
        spreadsheets.Column("units", _("Số đơn vị"), "integer", total=True),
        spreadsheets.Column("number", _("Bản đã gửi (số)"), "integer"),
        spreadsheets.Column("sent_at", _("Gửi lúc"), "datetime"),
    )

    def export_row(self, row: ClusterYear):
        return (row.name, row.year.year, row.sent_units, row.all_units, row.last_number, row.last_sent_at)

    def get_queryset(self):
        actor = self.request.actor
        years = ClusterYear.objects.visible_to(actor).for_list()
        if not policies.can_see_all(actor):
            years = years.filter(pk__in=actor.cluster_year_ids())
        members = Member.objects.standing().filter(cluster_year=OuterRef("pk")).order_by()
        sent = TitleRegistration.objects.filter(cluster_year=OuterRef("pk"), state__in=HELD).order_by()
        sheets = Consolidation.objects.filter(cluster_year=OuterRef("pk")).order_by("-sent_at", "-pk")
        count = {"total": Count("pk")}
        return years.annotate(
            all_units=Coalesce(Subquery(members.values("cluster_year").annotate(**count).values("total")), 0),
            sent_units=Coalesce(Subquery(sent.values("cluster_year").annotate(**count).values("total")), 0),
            last_number=Subquery(sheets.values("number")[:1]),
            last_sent_at=Subquery(sheets.values("sent_at")[:1]),
            last_sheet=Subquery(sheets.values("pk")[:1]),
            begun=Exists(TitleRegistration.objects.filter(cluster_year=OuterRef("pk"))),
        ).order_by("-year__year", "name_key", "pk")

    def get_context_data(self, **kwargs):
        return super().get_context_data(sees_all=bool(policies.can_see_all(self.request.actor)), **kwargs)


class RowListView(LoginRequiredMixin, ExportMixin, FilterView):
    """Mọi danh hiệu, hình thức đã đăng ký: what stands of all units, by title and unit; XLSX of what is seen."""

    filterset_class = RowFilter
    template_name = "registrations/row_list.html"
    paginate_by = 50
    export_title = _("Danh hiệu, hình thức đã đăng ký")
    export_file = "dang-ky-thi-dua"
    columns = [
        Column(_("Tập thể, cá nhân"), width="wide"),
        Column(_("Danh hiệu, hình thức"), sort="award"),
        Column(_("Đơn vị"), sort="unit"),
        Column(_("Cụm, Khu vực")),
        Column(_("Năm"), width="narrow"),
        Column(_("Kiểm tra điều kiện")),
    ]
    export_columns = (
        spreadsheets.Column("year", _("Năm"), "year"),
        spreadsheets.Column("cluster", _("Cụm, Khu vực"), width=40),
        spreadsheets.Column("unit", _("Đơn vị"), width=44),
        spreadsheets.Column("who", _("Đối tượng")),
        spreadsheets.Column("name", _("Tập thể, cá nhân"), width=44),
        spreadsheets.Column("post", _("Chức vụ, đơn vị công tác"), width=40),
        spreadsheets.Column("award", _("Danh hiệu, hình thức"), width=40),
        spreadsheets.Column("mark", _("Kiểm tra điều kiện")),
        spreadsheets.Column("reason", _("Lý do"), width=60),
        spreadsheets.Column("note", _("Ghi chú")),
    )

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(policies.can_see_all(request.actor))
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        rows = VersionRow.objects.current().visible_to(self.request.actor).for_list()
        return rows.order_by(
            "-version__registration__cluster_year__year__year",
            "version__registration__cluster_year_id",
            by_line("version__registration__line"),
            "version__registration__order",
            "-is_collective",
            "position",
            "pk",
        )

    def export_row(self, row):
        registration = row.version.registration
        return [
            registration.cluster_year.year.year,
            registration.cluster_year.name,
            registration.unit_name,
            _("Tập thể") if row.is_collective else _("Cá nhân"),
            row.name,
            row.post,
            row.award.name,
            row.get_mark_display(),
            row.mark_reason,
            row.note,
        ]
