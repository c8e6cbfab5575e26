"""Danh mục, quản trị: where the lists are kept; and what a unit did in the clusters of each year."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.mixins import LoginRequiredMixin
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from apps.clusters.models import ClusterYear, HeadTerm, Member
from apps.core.actor import Actor
from apps.core.components import Column
from apps.core.links import url_if_there
from apps.core.lists import PageExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import ScopedPageView, require
from apps.dashboard import policies
from apps.registry.policies import can_see_holds
from apps.units.account_policies import can_make_any
from apps.units.models import Unit
from apps.units.person_policies import can_open_directory, can_open_people


@dataclass(frozen=True)
class Shelf:
    """One list of the catalogue, with what is kept in it, and who may open it."""

    label: object
    text: object
    url_name: str
    may: Callable[[Actor], object] = lambda actor: True

    @property
    def url(self) -> str:
        return url_if_there(self.url_name)


SHELVES = (
    Shelf(_("Đơn vị"), _("Cây đơn vị, tên cũ, sáp nhập, đổi tên."), "units:unit-list"),
    Shelf(_("Cá nhân"), _("Hồ sơ cán bộ, vị trí công tác, xếp loại."), "units:person-list", can_open_people),
    Shelf(
        _("Danh bạ cán bộ TĐKT"),
        _("Người phụ trách thi đua, khen thưởng của từng đơn vị, điện thoại."),
        "units:directory",
        can_open_directory,
    ),
    Shelf(
        _("Cụm thi đua"),
        _("Cụm, Khu vực, Khối thi đua của từng năm; Trưởng, Phó Trưởng."),
        "clusters:cluster-year-list",
    ),
    Shelf(_("Văn bản"), _("Văn bản đã lưu: số, ký hiệu, ngày, trích yếu."), "documents:document-list"),
    Shelf(
        _("Danh hiệu, hình thức khen thưởng"), _("Theo luật, nghị định, thông tư từng thời kỳ."), "catalog:award-list"
    ),
    Shelf(
        _("Tạm dừng xét khen thưởng"),
        _("Ai đang bị xem xét, xác minh; đến khi có kết luận."),
        "registry:hold-list",
        can_see_holds,
    ),
    Shelf(_("Nhập từ Excel"), _("Tải mẫu, kiểm tra tệp, nhập danh sách."), "documents:import-list"),
    Shelf(_("Phân công, ủy quyền"), _("Ai giữ vai trò gì ở đơn vị nào, đến khi nào."), "units:role-list"),
    Shelf(_("Tài khoản"), _("Lập tài khoản, in phiếu, cấp lại mật khẩu."), "units:slip-list", can_make_any),
)


class CatalogueView(LoginRequiredMixin, TemplateView):
    """The lists that the standing office keeps; one without a page, or not open to the person, is absent."""

    template_name = "dashboard/catalogue.html"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        require(policies.can_open_catalogue(request.actor))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        shelves = [shelf for shelf in SHELVES if shelf.url and shelf.may(actor)]
        return super().get_context_data(shelves=shelves, **kwargs)


class UnitClustersView(PageExportMixin, ScopedPageView):
    """Clusters of the unit by year, with the name it had then and whether it led."""

    queryset = Unit.objects
    template_name = "dashboard/unit_clusters.html"
    columns = (
        Column(_("Năm thi đua"), width="narrow"),
        Column(_("Cụm thi đua")),
        Column(_("Tên trong năm")),
        Column(_("Thứ tự"), numeric=True, width="narrow"),
        Column(_("Nhiệm vụ"), width="medium"),
    )
    export_title = _("Cụm thi đua của đơn vị theo năm")
    export_file = "cum-cua-don-vi"
    export_columns = (
        SheetColumn("year", _("Năm thi đua"), "year"),
        SheetColumn("cluster", _("Cụm thi đua"), width=44),
        SheetColumn("name", _("Tên trong năm"), width=44),
        SheetColumn("order", _("Thứ tự"), "integer"),
        SheetColumn("titles", _("Nhiệm vụ"), width=30),
        SheetColumn("left", _("Thôi là thành viên từ"), "date"),
    )

    def export_notes(self):
        return [self.object.name]

    def export_row(self, row):
        member, titles = row
        year, name = member.cluster_year.year.year, member.cluster_year.name
        return (year, name, member.unit_name, member.order, titles, member.left_on)

    def get_context_data(self, **kwargs):
        seen = ClusterYear.objects.visible_to(self.request.actor).values("pk")
        members = (
            Member.objects.filter(unit=self.object, cluster_year__in=seen)
            .select_related("cluster_year__cluster", "cluster_year__year")
            .order_by("-cluster_year__year__year", "cluster_year__cluster__code")
        )
        terms = HeadTerm.objects.filter(unit=self.object).select_related("cluster_year__cluster").order_by("role", "pk")
        titles: dict[int, list[str]] = {}
        for term in terms:
            titles.setdefault(term.cluster_year_id, []).append(str(term.title))
        rows = [(member, ", ".join(titles.get(member.cluster_year_id, []))) for member in members]
        self.exported = rows
        return super().get_context_data(unit=self.object, columns=self.columns, rows=rows, **kwargs)
