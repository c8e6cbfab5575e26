"""Councils on screen: list with the bodies that have none, one council, founding and completing it."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView

from apps.awards import council_policies as policies
from apps.awards.council_enums import CouncilKind
from apps.awards.council_filters import CouncilFilter
from apps.awards.council_forms import CouncilForm, EndMemberForm, MemberForm, NewCouncilForm
from apps.awards.council_queries import own_bodies
from apps.awards.domain import councils
from apps.awards.models import Council
from apps.core import spreadsheets
from apps.core.components import Column, Crumb, Fact
from apps.core.dates import format_date, local
from apps.core.form_pages import FormPageMixin
from apps.core.lists import ExportMixin
from apps.core.views import MakeView, ScopedPageView, SecondWriterMixin, TransitionView
from apps.units.enums import Role


def list_crumb() -> Crumb:
    return Crumb(_("Hội đồng"), reverse("awards:council-list"))


class CouncilListView(ExportMixin, LoginRequiredMixin, FilterView):
    """Councils that one may see; above them which of the own bodies has no valid one today."""

    filterset_class = CouncilFilter
    template_name = "awards/council_list.html"
    paginate_by = 50
    columns = (
        Column(_("Hội đồng"), width="wide"),
        Column(_("Đơn vị")),
        Column(_("Nhiệm kỳ"), sort="starts"),
        Column(_("Quyết định")),
    )
    export_title = _("Hội đồng")
    export_file = "hoi-dong"
    export_columns = (
        spreadsheets.Column("name", _("Hội đồng"), width=60),
        spreadsheets.Column("kind", _("Loại Hội đồng"), width=36),
        spreadsheets.Column("unit", _("Đơn vị"), width=44),
        spreadsheets.Column("starts_on", _("Nhiệm kỳ từ ngày"), kind="date"),
        spreadsheets.Column("ends_on", _("Nhiệm kỳ đến ngày"), kind="date"),
    )

    def get_queryset(self):
        found = Council.objects.visible_to(self.request.actor).for_list()
        return found.order_by("organiser__protocol_order", "organiser__sort_key", "kind", "-starts_on", "pk")

    def get_context_data(self, **kwargs):
        on = local(self.request.received_at).date()
        bodies = own_bodies(self.request.actor, on)
        missing = [
            (CouncilKind(kind).label, [unit.name for unit in found])
            for kind in CouncilKind
            if (found := councils.bodies_without(kind, bodies, on))
        ]
        lacking = councils.lacking_below(self.request.actor.paths(Role.STANDING_OFFICE), on)
        return super().get_context_data(missing=missing, lacking=lacking, on=on, may_found=bool(bodies), **kwargs)

    def export_row(self, row):
        return [row.name, row.get_kind_display(), row.organiser.name, row.starts_on, row.ends_on]


class CouncilDetailView(ScopedPageView):
    """One council: its decision, who sits, what is missing, its sessions."""

    queryset = Council.objects.for_list()
    template_name = "awards/council_detail.html"

    def get_context_data(self, **kwargs):
        council = self.object
        on = local(self.request.received_at).date()
        is_over = council.ends_on is not None and council.ends_on < on
        members = list(council.members.select_related("substitute_of").order_by("order", "pk"))
        return super().get_context_data(
            council=council,
            members=members,
            gaps=councils.gaps_of(council, on) if council.starts_on <= on and not is_over else [],
            is_over=is_over,
            sessions=council.sessions.visible_to(self.request.actor).order_by("-held_on", "-pk")[:10],
            facts=_facts(council),
            may_change=bool(policies.can_change_council(self.request.actor, council)),
            may_hold=not is_over and bool(policies.can_hold_sessions(self.request.actor, council)),
            **kwargs,
        )


def _facts(council: Council) -> list[Fact]:
    quorum = _("%(of)s/%(all)s số thành viên") % {"of": council.quorum_of, "all": council.quorum_in}
    share = f"{council.threshold_percent.normalize():f}% · {council.get_threshold_base_display()}"
    rows = [
        (_("Đơn vị"), council.organiser.name, ""),
        (_("Loại Hội đồng"), council.get_kind_display(), ""),
        (_("Nhiệm kỳ"), f"{format_date(council.starts_on)} – {format_date(council.ends_on) or '…'}", ""),
        (_("Quyết định"), str(council.decision) if council.decision else "", ""),
        (_("Đủ điều kiện họp"), quorum, ""),
        (
            _("Tỷ lệ phiếu đồng ý tối thiểu"),
            share,
            council.threshold_basis or _("Mức minh họa, chưa đối chiếu nguồn; danh mục có quy định thì theo danh mục."),
        ),
    ]
    return [Fact(label, value, note) for label, value, note in rows if value]


class CouncilCreateView(FormPageMixin, MakeView):
    form_class = NewCouncilForm
    template_name = "awards/form.html"
    heading = _("Ghi Hội đồng mới")
    lead = _("Theo quyết định thành lập, kiện toàn; thành viên thêm ở bước sau.")
    submit_label = _("Lưu")
    success_message = _("Đã ghi Hội đồng. Hãy thêm thành viên.")

    def crumbs(self):
        return [list_crumb()]

    @staticmethod
    def policy(actor):
        return policies.can_keep_any(actor)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"units": policies.keepable_units(self.request.actor)}

    def make(self, form) -> str:
        request, unit = self.request, form.cleaned_data["unit"]
        made = councils.found_council(
            organiser_id=unit.pk,
            kind=form.cleaned_data["kind"],
            plan=form.plan(),
            decision=form.document(unit, request.actor, request.received_at),
            actor=request.actor,
            now=request.received_at,
        )
        return made.get_absolute_url()


class CouncilMixin(FormPageMixin):
    """A form about one council; its page is the way back."""

    queryset = Council.objects.for_list()
    policy = staticmethod(policies.can_change_council)
    template_name = "awards/form.html"
    submit_label = _("Lưu")
    success_url_name = "awards:council-detail"

    def crumbs(self):
        return [list_crumb(), Crumb(self.object.name, self.object.get_absolute_url())]


class CouncilChangeView(SecondWriterMixin, CouncilMixin, TransitionView):
    form_class = CouncilForm
    heading = _("Sửa thông tin Hội đồng")
    success_message = _("Đã lưu thông tin Hội đồng.")

    def get_initial(self):
        return CouncilForm.initial_of(self.object)

    def call(self, form):
        request = self.request
        return councils.change_council(
            council_id=self.object.pk,
            version=form.cleaned_data["version"] or 0,
            plan=form.plan(illustrative=self.object.illustrative),
            decision=form.document(self.object.organiser, request.actor, request.received_at),
            actor=request.actor,
            now=request.received_at,
        )


class MemberAddView(CouncilMixin, TransitionView):
    form_class = MemberForm
    heading = _("Thêm thành viên Hội đồng")
    success_message = _("Đã thêm thành viên.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"council": self.object}

    def call(self, form):
        return councils.add_member(
            council_id=self.object.pk, facts=form.facts(), actor=self.request.actor, now=self.request.received_at
        )


class MemberEndView(CouncilMixin, TransitionView):
    """Ghi thôi tham gia Hội đồng."""

    form_class = EndMemberForm
    heading = _("Thôi tham gia Hội đồng")
    success_message = _("Đã ghi ngày thôi tham gia.")

    def get_object(self):
        council = super().get_object()
        self.member = get_object_or_404(council.members, pk=self.kwargs["member"])
        return council

    def get_lead(self):
        return self.member.label

    def get_initial(self):
        return {"version": self.member.version, "ends_on": self.member.ends_on}

    def call(self, form):
        return councils.end_member(
            member_id=self.member.pk, actor=self.request.actor, now=self.request.received_at, **form.cleaned_data
        )
