"""Clusters by year: the list, one with members and heads, forming and changing it."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Count, Prefetch, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django_filters.views import FilterView

from apps.audit.models import Entry
from apps.clusters import policies
from apps.clusters.domain import clusters
from apps.clusters.enums import HeadRole, Line
from apps.clusters.filters import ClusterYearFilter
from apps.clusters.forms import ClusterForm, CopyYearForm, MembersForm, MoveForm
from apps.clusters.models import ClusterYear, HeadTerm, Member
from apps.clusters.ordering import by_line
from apps.core.components import Column, Crumb, Fact, TimelineEntry
from apps.core.form_pages import FormPageMixin
from apps.core.lists import ExportMixin, PageExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import MakeView, ScopedPageView, TransitionView
from apps.periods.domain.years import ensure_year
from apps.units.enums import Role
from apps.units.models import Unit

ACTIONS = {
    "clusters.cluster_year.form": lazy("Lập Cụm của năm"),
    "clusters.cluster_year.members": lazy("Sửa thành viên"),
    "clusters.head_term.appoint": lazy("Giao nhiệm vụ"),
    "clusters.head_term.change": lazy("Sửa nhiệm vụ"),
    "clusters.head_term.end": lazy("Kết thúc nhiệm vụ"),
}


def list_crumb() -> Crumb:
    return Crumb(_("Cụm thi đua"), reverse("clusters:cluster-year-list"))


def offices(terms, role: str) -> str:
    return "; ".join(term.unit.table_name for term in terms if term.role == role)


class ClusterYearListView(ExportMixin, LoginRequiredMixin, FilterView):
    filterset_class = ClusterYearFilter
    template_name = "clusters/cluster_year_list.html"
    paginate_by = 50
    export_title = lazy("Cụm thi đua theo năm")
    export_file = "cum-thi-dua"
    export_columns = (
        SheetColumn("code", lazy("Mã")),
        SheetColumn("name", lazy("Tên trong năm")),
        SheetColumn("year", lazy("Năm"), kind="year"),
        SheetColumn("organiser", lazy("Đơn vị tổ chức")),
        SheetColumn("members", lazy("Số đơn vị"), kind="integer"),
        SheetColumn("head", lazy("Trưởng")),
        SheetColumn("deputies", lazy("Phó Trưởng")),
    )
    columns = [
        Column(lazy("Tên trong năm"), sort="name"),
        Column(lazy("Năm"), sort="year"),
        Column(lazy("Đơn vị tổ chức")),
        Column(lazy("Số đơn vị"), sort="members", numeric=True),
        Column(lazy("Trưởng")),
        Column(lazy("Phó Trưởng")),
    ]

    def get_queryset(self):
        terms = HeadTerm.objects.select_related("unit").order_by("-role", "starts_on", "pk")
        return (
            ClusterYear.objects.filter(pk__in=ClusterYear.objects.visible_to(self.request.actor).values("pk"))
            .for_list()
            .annotate(member_count=Count("members", filter=Q(members__left_on=None), distinct=True))
            .prefetch_related(Prefetch("head_terms", queryset=terms, to_attr="terms"))
            .order_by("-year__year", "name_key", "pk")
        )

    def export_row(self, row):
        head, deputies = offices(row.terms, HeadRole.HEAD), offices(row.terms, HeadRole.DEPUTY)
        organiser = row.cluster.organiser.name
        return [row.cluster.code, row.name, row.year.year, organiser, row.member_count, head, deputies]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = [
            (row, offices(row.terms, HeadRole.HEAD), offices(row.terms, HeadRole.DEPUTY)) for row in context["page_obj"]
        ]
        return {**context, "rows": rows, "may_form": policies.can_form(self.request.actor)}


class ClusterYearDetailView(PageExportMixin, ScopedPageView):
    """Members in protocol order by line with the names of that year, heads and deputies, the other years."""

    queryset = ClusterYear.objects.for_list()
    template_name = "clusters/cluster_year_detail.html"
    export_title = lazy("Đơn vị thành viên của Cụm thi đua")
    export_file = "thanh-vien-cum"
    export_columns = (
        SheetColumn("order", lazy("TT"), "integer"),
        SheetColumn("code", lazy("Mã đơn vị"), width=16),
        SheetColumn("name", lazy("Tên trong năm"), width=50),
        SheetColumn("now", lazy("Nay là"), width=50),
        SheetColumn("line", lazy("Khối"), width=26),
        SheetColumn("left", lazy("Thôi là thành viên từ"), "date"),
    )

    def export_notes(self):
        return [str(self.object)]

    def export_row(self, row: Member):
        line = row.get_line_display() if row.line else ""
        return (row.order, row.unit.code, row.unit_name, row.unit.name, line, row.left_on)

    def get_context_data(self, **kwargs):
        found, actor = self.object, self.request.actor
        lines: dict[str, list[Member]] = {}
        for member in found.members.select_related("unit").order_by(by_line(), "order", "pk"):
            lines.setdefault(member.line, []).append(member)
        self.exported = [member for rows in lines.values() for member in rows]
        terms = list(HeadTerm.objects.filter(cluster_year=found).for_list().order_by("-role", "starts_on", "pk"))
        years = (
            ClusterYear.objects.visible_to(actor)
            .filter(cluster=found.cluster)
            .select_related("year")
            .order_by("-year__year", "pk")
        )
        return super().get_context_data(
            facts=[
                Fact(_("Mã"), found.cluster.code),
                Fact(_("Loại"), found.cluster.get_kind_display()),
                Fact(_("Đơn vị tổ chức"), found.cluster.organiser.name),
                Fact(_("Năm thi đua"), found.year.year, found.year.get_state_display()),
                Fact(_("Số đơn vị"), sum(each.left_on is None for rows in lines.values() for each in rows)),
            ],
            lines=[(Line(line).label if line else _("Đơn vị thành viên"), rows) for line, rows in lines.items()],
            member_columns=[Column(_("TT"), numeric=True), Column(_("Tên trong năm")), Column(_("Nay là"))],
            terms=[(term, term.ends_on is None or term.ends_on >= actor.on >= term.starts_on) for term in terms],
            term_columns=[
                Column(_("Nhiệm vụ")),
                Column(_("Đơn vị")),
                Column(_("Người được nêu tên")),
                Column(_("Từ ngày – đến ngày")),
                Column(_("Quyết định")),
            ],
            years=years,
            history=history_of(found, terms),
            may_manage=policies.can_manage(actor, found),
            reads_whole=policies.reads_whole(actor, found),
            may_appoint=policies.can_appoint(actor, found),
            **kwargs,
        )


def history_of(cluster_year: ClusterYear, terms) -> list[TimelineEntry]:
    """What the trail says about who is in the ClusterYear and who heads it, newest first; one query. What its scoring
    did stands in the history.
    """
    keys = [f"clusters.clusteryear:{cluster_year.pk}", *(f"clusters.headterm:{term.pk}" for term in terms)]
    return [
        TimelineEntry(
            at=entry.at,
            title=str(ACTIONS[entry.action]),
            body=" ".join(filter(None, [entry.target_label, entry.reason])),
            who=entry.actor_label,
        )
        for entry in Entry.objects.filter(target_key__in=keys, action__in=ACTIONS).order_by("-at", "-pk")
    ]


class ClusterFormView(FormPageMixin, MakeView):
    """Lập Cụm: a new cluster of a year, with its first members."""

    policy = staticmethod(policies.can_form)
    form_class = ClusterForm
    heading = lazy("Lập Cụm, Khu vực, Khối thi đua")
    submit_label = lazy("Lập")
    success_message = lazy("Đã lập. Bước tiếp theo: giao nhiệm vụ Trưởng, Phó Trưởng.")

    def crumbs(self):
        return [list_crumb()]

    def get_form_kwargs(self):
        organisers = Unit.objects.filter(pk__in=self.request.actor.unit_ids(Role.STANDING_OFFICE))
        return {**super().get_form_kwargs(), "organisers": organisers}

    def get_initial(self):
        return {"year": self.request.actor.on.year}

    def make(self, form) -> str:
        data, actor, now = form.cleaned_data, self.request.actor, self.request.received_at
        year = ensure_year(organiser_id=data["organiser"].pk, year=data["year"], actor=actor, now=now)
        made = clusters.form_cluster(
            code=data["code"],
            name=data["name"],
            kind=data["kind"],
            organiser_id=data["organiser"].pk,
            year_id=year.pk,
            members=[(unit, order, data["line"]) for order, unit in enumerate(data["units"], start=1)],
            actor=actor,
            now=now,
        )
        return made.get_absolute_url()


class ManagedMixin(FormPageMixin):
    """Forms of the organiser's standing office about one ClusterYear."""

    queryset = ClusterYear.objects.for_list()
    policy = staticmethod(policies.can_manage)

    def crumbs(self):
        return [list_crumb(), Crumb(str(self.object), self.object.get_absolute_url())]

    def get_kicker(self):
        return str(self.object)

    def get_success_url(self):
        return self.object.get_absolute_url()


class MembersView(ManagedMixin, TransitionView):
    """Sửa thành viên: names, order, lines, who leaves and who joins; the other years stay as they are."""

    form_class = MembersForm
    template_name = "clusters/cluster_year_members.html"
    heading = lazy("Sửa đơn vị thành viên")
    submit_label = lazy("Lưu danh sách")
    success_message = lazy("Đã lưu danh sách thành viên.")

    def get_form_kwargs(self):
        members = list(self.object.members.standing().select_related("unit").order_by(by_line(), "order", "pk"))
        return {**super().get_form_kwargs(), "members": members}

    def get_initial(self):
        return {"name": self.object.name, "version": self.object.version}

    def call(self, form):
        data = form.cleaned_data
        places = [
            clusters.Place(member.unit_id, data[f"order_{member.pk}"], data[f"line_{member.pk}"])
            for member in form.members
            if not data[f"leave_{member.pk}"]
        ]
        last = max((place.order for place in places), default=0)
        places += [
            clusters.Place(unit.pk, last + number, data["new_line"])
            for number, unit in enumerate(data["units"], start=1)
            if unit.pk not in {place.unit_id for place in places}
        ]
        return clusters.set_members(
            cluster_year_id=self.object.pk,
            name=data["name"],
            places=places,
            version=data["version"],
            actor=self.request.actor,
            now=self.request.received_at,
        )


class CopyYearView(ManagedMixin, TransitionView):
    """Lấy từ năm này sang năm khác: the same members, to be changed there."""

    form_class = CopyYearForm
    operation = clusters.copy_year
    id_argument = "cluster_year_id"
    heading = lazy("Lập Cụm của năm khác từ năm này")
    lead = lazy("Các đơn vị còn hoạt động được lấy sang theo đúng thứ tự; năm này không thay đổi.")
    submit_label = lazy("Lập Cụm của năm đó")
    success_message = lazy("Đã lập Cụm của năm đó.")

    def get_initial(self):
        return {"year": self.object.year.year + 1}

    def get_success_url(self):
        return self.result.get_absolute_url()


class MemberMoveView(ManagedMixin, TransitionView):
    """Chuyển một đơn vị sang Cụm khác của cùng năm."""

    form_class = MoveForm
    heading = lazy("Chuyển đơn vị sang Cụm khác")
    submit_label = lazy("Chuyển")
    success_message = lazy("Đã chuyển. Các năm khác không thay đổi.")

    def get_object(self):
        found = super().get_object()
        self.member = get_object_or_404(found.members, pk=self.kwargs["member_id"])
        return found

    def get_kicker(self):
        return f"{self.member.unit_name} · {self.object}"

    def get_form_kwargs(self):
        others = ClusterYear.objects.filter(year=self.object.year).exclude(pk=self.object.pk).order_by("name_key", "pk")
        return {**super().get_form_kwargs(), "others": others}

    def call(self, form):
        return clusters.move_member(
            member_id=self.member.pk,
            to_id=form.cleaned_data["to"].pk,
            reason=form.cleaned_data["reason"],
            actor=self.request.actor,
            now=self.request.received_at,
        )
