"""Giao ước thi đua: the list, one with its signature list, its versions side by side."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django_filters.views import FilterView

from apps.clusters.enums import HEADS
from apps.clusters.models import ClusterYear, years_made_ready_by
from apps.clusters.ordering import by_line
from apps.core.components import Column, Fact
from apps.core.dates import format_date
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import ScopedPageView
from apps.pledges import policies
from apps.pledges.commitment_queries import promises
from apps.pledges.comparing import compare
from apps.pledges.enums import PledgeState
from apps.pledges.filters import PledgeFilter
from apps.pledges.models import Pledge, PledgeVersion
from apps.pledges.queries import asked_of, due_of, places, with_counts
from apps.pledges.views.base import PledgeMixin, kicker_of, list_crumb, pledge_crumb
from apps.pledges.workflow import PLEDGE_FLOW


class PledgeListView(ExportMixin, LoginRequiredMixin, FilterView):
    filterset_class = PledgeFilter
    template_name = "pledges/pledge_list.html"
    paginate_by = 50
    export_title = lazy("Giao ước thi đua")
    export_file = "giao-uoc-thi-dua"
    columns = (
        Column(lazy("Cụm, Khu vực"), sort="name", width="wide"),
        Column(lazy("Năm"), sort="year", numeric=True),
        Column(lazy("Trạng thái")),
        Column(lazy("Đã ký"), sort="signed", numeric=True),
        Column(lazy("Hạn ký"), sort="due"),
    )
    export_columns = (
        SheetColumn("cluster", lazy("Cụm, Khu vực"), width=50),
        SheetColumn("line", lazy("Khối"), width=30),
        SheetColumn("year", lazy("Năm"), kind="year"),
        SheetColumn("state", lazy("Trạng thái"), width=16),
        SheetColumn("signed", lazy("Đã ký"), kind="integer"),
        SheetColumn("asked", lazy("Số đơn vị"), kind="integer"),
        SheetColumn("due_on", lazy("Hạn ký"), kind="date"),
    )

    def get_queryset(self):
        seen = Pledge.objects.visible_to(self.request.actor).for_list()
        return with_counts(seen).order_by("-cluster_year__year__year", "cluster_year__name_key", by_line(), "pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        actor = self.request.actor
        ready = Q(pk__in=years_made_ready_by(actor).order_by().values("pk"))
        led = ClusterYear.objects.filter(Q(pk__in=actor.cluster_year_ids(*HEADS)) | ready).for_list()
        return context | {
            "rows": [(pledge, asked_of(pledge)) for pledge in context["page_obj"]],
            "led": list(led.order_by("-year__year", "name_key", "pk")),
            "chosen": context["filter"].form.cleaned_data.get("cluster_year")
            if context["filter"].form.is_bound and context["filter"].form.is_valid()
            else None,
        }

    def export_row(self, row):
        return {
            "cluster": row.cluster_year.name,
            "line": row.get_line_display() if row.line else "",
            "year": row.cluster_year.year.year,
            "state": row.get_state_display(),
            "signed": row.signed,
            "asked": asked_of(row),
            "due_on": row.due_on,
        }


class PledgeDetailView(PledgeMixin, ScopedPageView):
    """The text in force (for the head the draft too), who has signed, "còn 1 đơn vị chưa ký" with its reminder."""

    template_name = "pledges/pledge_detail.html"
    place_columns = (
        Column(lazy("TT"), numeric=True, width="narrow"),
        Column(lazy("Đơn vị"), width="wide"),
        Column(lazy("Người ký, chức vụ")),
        Column(lazy("Cách ký")),
        Column(lazy("Ngày ký")),
        Column(lazy("Thao tác"), hidden_label=True),
    )
    commitment_columns = (
        Column(lazy("TT"), numeric=True, width="narrow"),
        Column(lazy("Nội dung cam kết"), width="wide"),
        Column(lazy("Đơn vị thực hiện")),
        Column(lazy("Thời hạn")),
        Column(lazy("Đã thực hiện")),
    )

    def get_context_data(self, **kwargs):
        pledge, actor, now = self.object, self.request.actor, self.request.received_at
        may_edit = bool(policies.can_edit(actor, pledge))
        draft = self.draft(pledge, actor)
        shown = pledge.in_force or draft
        found = places(pledge) if pledge.in_force_id else []
        absent = [place.member for place in found if place.signature is None]
        owed = due_of(pledge, [member.unit_id for member in absent])
        return super().get_context_data(
            pledge=pledge,
            version=shown,
            draft=draft,
            facts=facts_of(pledge, shown),
            places=[self.place_row(place, owed, actor) for place in found],
            missing=absent,
            signed=len(found) - len(absent),
            commitments=commitment_rows(pledge, shown, now),
            versions=list(pledge.versions.exclude(frozen_at=None).order_by("-number")),
            steps=steps(pledge, draft, actor),
            may_edit=may_edit and draft is not None,
            may_remind=bool(policies.can_remind(actor, pledge)),
            own_signed=[p for p in found if p.signature and policies.is_own(actor, p.unit_id)],
            kicker=kicker_of(pledge),
            crumbs=[list_crumb(), pledge_crumb(pledge)],
            **kwargs,
        )

    def draft(self, pledge: Pledge, actor) -> PledgeVersion | None:
        """The version in preparation, for those who may read drafts."""
        if pledge.state != PledgeState.DRAFT or not policies.sees_all(actor, pledge):
            return None
        return pledge.versions.filter(frozen_at=None).first()

    def place_row(self, place, owed: dict, actor) -> dict:
        pledge = self.object
        row = {"place": place, "days_left": None, "days_late": 0}
        takes = PLEDGE_FLOW.allows("sign", pledge.state)
        if place.signature is None:
            obligation = owed.get(place.unit_id)
            if obligation is not None and takes:
                row["days_left"] = obligation.days_to_go(self.request.received_at)
            own = policies.is_own(actor, place.unit_id)
            row["may_sign"] = takes and own
            row["may_proxy"] = takes and bool(policies.can_proxy(actor, pledge, place.unit_id))
            row["may_remind"] = takes and not own and bool(policies.can_remind(actor, pledge))
        else:
            row["may_withdraw"] = PLEDGE_FLOW.allows("withdraw", pledge.state) and bool(
                policies.can_withdraw(actor, place.signature)
            )
        return row


def facts_of(pledge: Pledge, version: PledgeVersion | None) -> list[Fact]:
    facts = [Fact(_("Trạng thái"), pledge.get_state_display())]
    if version is not None:
        note = _("mở ký %(day)s") % {"day": format_date(version.frozen_at)} if version.frozen_at else _("chưa mở ký")
        facts.append(Fact(_("Bản số"), version.number, note))
    if pledge.due_on:
        facts.append(Fact(_("Hạn ký"), format_date(pledge.due_on)))
    if pledge.signed_on or pledge.place:
        day = format_date(pledge.signed_on) or _("chưa ghi ngày")
        facts.append(Fact(_("Ngày, nơi ký kết"), day, pledge.place))
    return facts


def steps(pledge: Pledge, draft: PledgeVersion | None, actor) -> list[tuple[str, str]]:
    """(label, address) of what this actor may do next, the main step first."""
    found = []

    def add(action: str, name: str, label, verdict) -> None:
        if PLEDGE_FLOW.allows(action, pledge.state) and verdict:
            found.append((label, reverse(f"pledges:pledge-{name}", args=[pledge.pk])))

    add("open", "open", _("Mở ký"), draft is not None and policies.can_open(actor, pledge))
    if draft is not None and pledge.in_force_id and policies.can_edit(actor, pledge):
        found.append((_("Bỏ bản sửa"), reverse("pledges:pledge-discard", args=[pledge.pk])))
    add("close", "close", _("Khóa"), policies.can_close(actor, pledge))
    add("revise", "revise", _("Sửa nội dung, ký lại"), policies.can_edit(actor, pledge))
    add("reopen", "reopen", _("Mở khóa"), policies.can_close(actor, pledge))
    return found


def commitment_rows(pledge: Pledge, version: PledgeVersion | None, now) -> list[dict]:
    """Commitments of a version; of the one in force with how many units have done each."""
    if version is None:
        return []
    told: dict[int, list] = {}
    if version.pk == pledge.in_force_id:
        for promise in promises([pledge], now):
            told.setdefault(promise.commitment.pk, []).append(promise)
    rows = []
    for each in version.commitments.select_related("unit").order_by("position", "pk"):
        owed = told.get(each.pk, [])
        left = [promise.days_left for promise in owed if promise.days_left is not None]
        rows.append(
            {
                "commitment": each,
                "asked": len(owed),
                "done": sum(promise.progress is not None for promise in owed),
                "days_left": min(left, default=None),
            }
        )
    return rows


class VersionListView(PledgeMixin, ScopedPageView):
    """Two versions line by line; without a choice the newest one beside the one before."""

    template_name = "pledges/version_list.html"
    columns = (
        Column(lazy("Thay đổi"), width="narrow"),
        Column(lazy("Bản trước")),
        Column(lazy("Bản sau")),
    )

    def get_context_data(self, **kwargs):
        pledge, actor = self.object, self.request.actor
        versions = list(pledge.versions.order_by("number"))
        if not policies.sees_all(actor, pledge):
            versions = [version for version in versions if version.frozen_at]
        if not versions:
            raise Http404
        new = self.chosen(versions, "to") or versions[-1]
        before = [version for version in versions if version.number < new.number]
        old = self.chosen(versions, "from") or (before[-1] if before else None)
        return super().get_context_data(
            pledge=pledge,
            versions=versions,
            old=old,
            new=new,
            lines=compare(old.paragraphs if old else [], new.paragraphs),
            commitments=compare(commitment_lines(old), commitment_lines(new)),
            kicker=kicker_of(pledge),
            crumbs=[list_crumb(), pledge_crumb(pledge)],
            **kwargs,
        )

    def chosen(self, versions, name: str) -> PledgeVersion | None:
        return next((version for version in versions if str(version.number) == self.request.GET.get(name)), None)


def commitment_lines(version: PledgeVersion | None) -> list[str]:
    """Each commitment as one line of text."""
    if version is None:
        return []
    return [
        " – ".join(filter(None, [each.text, each.unit.name if each.unit else "", format_date(each.due_on)]))
        for each in version.commitments.select_related("unit").order_by("position", "pk")
    ]
