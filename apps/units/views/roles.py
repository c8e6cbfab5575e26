"""Who holds which role over time: the list, one assignment with its history, giving, changing, ending."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django_filters.views import FilterView

from apps.audit.models import Entry
from apps.core.components import Column, Crumb, Fact, TimelineEntry
from apps.core.form_pages import FormPageMixin
from apps.core.lists import BulkActionView, ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.templatetags.formats import vi_date
from apps.core.views import ScopedPageView, TransitionView
from apps.units import role_policies as policies
from apps.units.account_policies import can_make_accounts, can_make_any
from apps.units.domain import roles
from apps.units.models import RoleAssignment, Unit
from apps.units.role_filters import RoleFilter
from apps.units.role_forms import ChangeRoleForm, EndRoleForm, GiveRoleForm

ACTIONS = {
    "units.role.give": lazy("Phân công"),
    "units.role.change": lazy("Sửa phân công"),
    "units.role.end": lazy("Kết thúc"),
}
UNIT_COLUMNS = (lazy("Vai trò"), lazy("Người giữ"), lazy("Từ ngày – đến ngày"), lazy("Ủy quyền"))


def state_of(row, on) -> str:
    """In words, and the dates say since when."""
    if row.starts_on > on:
        return _("Sắp bắt đầu")
    return _("Đã kết thúc") if row.ends_on and row.ends_on < on else _("Đang giữ")


def list_crumb() -> Crumb:
    return Crumb(_("Phân công vai trò"), reverse("units:role-list"))


class RoleListView(ExportMixin, LoginRequiredMixin, FilterView):
    filterset_class = RoleFilter
    template_name = "units/role_list.html"
    paginate_by = 50
    export_title = lazy("Phân công vai trò")
    export_file = "phan-cong-vai-tro"
    export_columns = (
        SheetColumn("person", lazy("Người giữ")),
        SheetColumn("username", lazy("Tên đăng nhập")),
        SheetColumn("role", lazy("Vai trò")),
        SheetColumn("unit", lazy("Đơn vị")),
        SheetColumn("since", lazy("Từ ngày"), kind="date"),
        SheetColumn("until", lazy("Đến ngày"), kind="date"),
        SheetColumn("basis", lazy("Căn cứ")),
    )
    columns = [
        Column(lazy("Chọn"), hidden_label=True),
        Column(lazy("Người giữ"), sort="person"),
        Column(lazy("Vai trò")),
        Column(lazy("Đơn vị")),
        Column(lazy("Từ ngày"), sort="since"),
        Column(lazy("Đến ngày"), sort="until"),
        Column(lazy("Tình trạng")),
    ]

    def get_queryset(self):
        return RoleAssignment.objects.visible_to(self.request.actor).for_list().order_by("user__name_key", "pk")

    def export_row(self, row):
        role = str(row.get_role_display())
        return [row.user.label, row.user.username, role, row.unit.name, row.starts_on, row.ends_on, row.basis]

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        context = super().get_context_data(may_make_accounts=bool(can_make_any(actor)), **kwargs)
        may_end = bool(policies.can_end_any(actor))
        rows = [
            (row, state_of(row, actor.on), may_end and bool(policies.can_change(actor, row)))
            for row in context["page_obj"]
        ]
        return {
            **context,
            "rows": rows,
            "may_end": any(changeable for _row, _state, changeable in rows),
            "bulk_url": reverse("units:role-end-many"),
        }


class RoleEndManyView(BulkActionView):
    """Kết thúc phân công of the ticked rows, or of all that the filters find."""

    list_view = RoleListView
    policy = policies.can_end_any
    operation = roles.end_roles
    form_class = EndRoleForm
    question = lazy("Kết thúc các phân công này?")
    confirm_label = lazy("Kết thúc phân công")

    def list_url(self):
        return reverse("units:role-list")


class RoleDetailView(ScopedPageView):
    """One assignment: days, basis, who stands in, what was changed when and by whom."""

    queryset = RoleAssignment.objects.for_list()
    template_name = "units/role_detail.html"

    def get_context_data(self, **kwargs):
        actor, row = self.request.actor, self.object
        facts = [
            Fact(_("Người giữ"), row.user.label, row.user.post),
            Fact(_("Vai trò"), row.get_role_display()),
            Fact(_("Đơn vị"), row.unit.name),
            Fact(_("Từ ngày"), vi_date(row.starts_on)),
            Fact(_("Đến ngày"), vi_date(row.ends_on) if row.ends_on else _("Chưa định ngày")),
            Fact(_("Căn cứ"), row.basis or _("Không ghi")),
        ]
        delegations = [
            (each, bool(each.ends_on >= actor.on and policies.can_end_delegation(actor, each)))
            for each in row.delegations.for_list().order_by("-starts_on", "-pk")
        ]
        return super().get_context_data(
            facts=facts,
            state=state_of(row, actor.on),
            delegations=delegations,
            history=history_of(row),
            may_change=policies.can_change(actor, row),
            may_delegate=policies.can_delegate(actor, row) and (row.ends_on is None or row.ends_on >= actor.on),
            **kwargs,
        )


def history_of(row) -> list[TimelineEntry]:
    """What the trail says about the assignment and its delegations, newest first; one query."""
    keys = [f"{row._meta.label_lower}:{row.pk}"]
    entries = Entry.objects.filter(target_key__in=keys).order_by("-at", "-pk")
    return [
        TimelineEntry(
            at=entry.at,
            title=str(ACTIONS.get(entry.action, entry.action)),
            body=" ".join(filter(None, [changed_days(entry), entry.reason])),
            who=entry.actor_label,
        )
        for entry in entries
    ]


def changed_days(entry) -> str:
    """Từ 01/01/2023 đến …, with what stood there before."""
    after = entry.after if isinstance(entry.after, dict) else {}
    if "starts_on" not in after:
        return ""
    return _("Từ %(since)s đến %(until)s.") % {
        "since": iso(after["starts_on"]),
        "until": iso(after.get("ends_on")) or _("chưa định ngày"),
    }


def iso(text) -> str:
    year, month, day = (text or "--").split("-")
    return f"{day}/{month}/{year}" if text else ""


class UnitRolesView(ScopedPageView):
    """One unit: who holds which role, today and before."""

    queryset = Unit.objects
    template_name = "units/unit_roles.html"

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        found = (
            RoleAssignment.objects.visible_to(actor)
            .filter(unit=self.object)
            .for_list()
            .prefetch_related("delegations__user")
            .order_by("role", "-starts_on", "pk")
        )
        return super().get_context_data(
            rows=[(row, state_of(row, actor.on)) for row in found],
            columns=[
                Column(_("Vai trò")),
                Column(_("Người giữ")),
                Column(_("Từ ngày – đến ngày")),
                Column(_("Ủy quyền")),
            ],
            may_give=policies.can_give_any(actor, self.object),
            may_make_accounts=can_make_accounts(actor, self.object),
            **kwargs,
        )


class RoleGiveView(FormPageMixin, TransitionView):
    """Phân công vai trò in one unit."""

    queryset = Unit.objects
    policy = staticmethod(policies.can_give_any)
    form_class = GiveRoleForm
    heading = lazy("Phân công vai trò")
    submit_label = lazy("Phân công")
    success_message = lazy("Đã phân công. Người được phân công thấy việc của mình từ ngày bắt đầu.")

    def crumbs(self):
        return [list_crumb(), Crumb(self.object.name, reverse("units:unit-roles", args=[self.object.pk]))]

    def get_kicker(self):
        return self.object.name

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "roles": policies.roles_to_give(self.request.actor, self.object)}

    def call(self, form):
        data = form.cleaned_data
        return roles.give_role(
            user_id=data["person"].pk,
            unit_id=self.object.pk,
            role=data["role"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            basis=data["basis"],
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def get_success_url(self):
        return reverse("units:unit-roles", args=[self.object.pk])


class AssignmentFormView(FormPageMixin, TransitionView):
    """A form about one assignment; leads back to it."""

    queryset = RoleAssignment.objects.for_list()
    policy = staticmethod(policies.can_change)
    id_argument = "assignment_id"
    success_url_name = "units:role-detail"

    def crumbs(self):
        return [list_crumb(), Crumb(self.object.user.label, self.object.get_absolute_url())]

    def get_kicker(self):
        return f"{self.object.get_role_display()} – {self.object.unit}"


class RoleChangeView(AssignmentFormView):
    form_class = ChangeRoleForm
    operation = roles.change_role
    heading = lazy("Sửa phân công")
    submit_label = lazy("Lưu")
    success_message = lazy("Đã lưu.")

    def get_initial(self):
        row = self.object
        return {"starts_on": row.starts_on, "ends_on": row.ends_on, "basis": row.basis, "version": row.version}


class RoleEndView(AssignmentFormView):
    form_class = EndRoleForm
    operation = roles.end_role
    heading = lazy("Kết thúc phân công")
    lead = lazy("Người giữ mất quyền của vai trò này từ ngày hôm sau; lịch sử vẫn được giữ.")
    submit_label = lazy("Kết thúc phân công")
    success_message = lazy("Đã kết thúc phân công.")

    def get_initial(self):
        return {"ends_on": self.request.actor.on}
