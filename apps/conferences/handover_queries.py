"""What the old head has left open, the papers and people of the cluster, and what the new head can take over."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.clusters.enums import READING, FindingState
from apps.clusters.models import ActivityPlan, ClusterYear, Finding
from apps.conferences.enums import ConferenceState, MinutesState
from apps.conferences.models import Conference
from apps.core.actor import Actor
from apps.core.components import StatusWord
from apps.documents.models import Use
from apps.obligations.models import Obligation
from apps.pledges.models import Pledge
from apps.pledges.queries import cluster_standing, pledges_of_cluster
from apps.ranking.enums import RunState
from apps.ranking.models import RankingRun
from apps.ranking.queries import lines_of, standing
from apps.units.enums import Role
from apps.units.models import RoleAssignment


@dataclass(frozen=True)
class OpenTask:
    """Something of the old year that is not done, with the way to its page."""

    text: str
    url: str


def readable_by(actor: Actor):
    """ClusterYears whose handover the actor may ask for: those that are visible, and the year before one that the
    actor leads, also where the own unit was no member then.
    """
    if actor.is_system:
        return ClusterYear.objects.for_list()
    led = ClusterYear.objects.filter(
        cluster=OuterRef("cluster"), year__year=OuterRef("year__year") + 1, pk__in=actor.cluster_year_ids(*READING)
    )
    seen = ClusterYear.objects.visible_to(actor).order_by().values("pk")
    return ClusterYear.objects.for_list().filter(Q(pk__in=seen) | Exists(led))


def open_tasks(old: ClusterYear) -> list[OpenTask]:
    """In the order of the year; a fixed number of queries."""
    return [*_owed(old), *_pledges(old), *_scores(old), *_findings(old), *_meetings(old)]


def _owed(old: ClusterYear):
    """Duties of members that never arrived."""
    members = old.members.standing().values("unit_id")
    owed = Obligation.objects.open().filter(duty__year=old.year_id, unit__in=members).order_by()
    found = owed.values("duty_id", "duty__label").annotate(units=Count("pk")).order_by("duty_id")
    for row in found:
        text = ngettext("%(label)s: còn %(n)s đơn vị", "%(label)s: còn %(n)s đơn vị", row["units"])
        yield OpenTask(
            text % {"label": row["duty__label"], "n": row["units"]},
            reverse("obligations:duty-detail", args=[row["duty_id"]]),
        )


def _pledges(old: ClusterYear):
    found = cluster_standing(pledges_of_cluster(old.pk))
    if found.word not in {StatusWord.FINAL, StatusWord.NOT_STARTED}:
        words = {"signed": found.signed, "all": found.asked}
        yield OpenTask(
            _("Giao ước chưa khóa: đã ký %(signed)s/%(all)s") % words,
            f"{reverse('pledges:pledge-list')}?cluster_year={old.pk}",
        )


def _scores(old: ClusterYear):
    lines = lines_of(old.pk)
    missing = sum(len(standing(old.pk, line).missing) for line in lines)
    page = reverse("ranking:cluster-year", args=[old.pk])
    if missing:
        text = ngettext("Còn %(n)s bảng chấm điểm chưa chốt", "Còn %(n)s bảng chấm điểm chưa chốt", missing)
        yield OpenTask(text % {"n": missing}, page)
    published = RankingRun.objects.filter(cluster_year=old, state=RunState.PUBLISHED).order_by()
    if set(lines) - set(published.values_list("line", flat=True)):
        yield OpenTask(_("Kết quả xếp hạng chưa công bố"), page)


def _findings(old: ClusterYear):
    left = Finding.objects.filter(inspection__cluster_year=old).exclude(state=FindingState.ACCEPTED).count()
    if left:
        text = ngettext("Còn %(n)s nội dung chưa khắc phục", "Còn %(n)s nội dung chưa khắc phục", left)
        yield OpenTask(text % {"n": left}, reverse("clusters:inspection-list"))


def _meetings(old: ClusterYear):
    held = Conference.objects.filter(cluster_year=old).exclude(state=ConferenceState.CALLED_OFF)
    for conference in held.select_related("minutes").order_by("held_on", "pk"):
        if conference.state != ConferenceState.CONCLUDED:
            yield OpenTask(_("Chưa bế mạc: %(title)s") % {"title": conference.title}, conference.get_absolute_url())
        minutes = getattr(conference, "minutes", None)
        if minutes is None or minutes.state != MinutesState.SIGNED:
            url = reverse("conferences:minutes-detail", args=[conference.pk])
            yield OpenTask(_("Chưa ký biên bản: %(title)s") % {"title": conference.title}, url)


def papers_of(old: ClusterYear) -> list[Use]:
    """Documents that the cluster cites: decisions, plans; whoever opens one is asked by its own page."""
    keys = [f"cluster_year:{old.pk}"]
    return list(Use.objects.filter(app="clusters", key__in=keys).select_related("document").order_by("pk"))


def contacts_of(old: ClusterYear, on: date) -> list[RoleAssignment]:
    """Officers of the members with their telephone numbers, in protocol order."""
    order = {unit_id: place for place, unit_id in enumerate(_member_ids(old))}
    found = RoleAssignment.objects.valid_on(on).filter(role=Role.OFFICER, unit__in=list(order))
    return sorted(found.select_related("user", "unit"), key=lambda each: (order[each.unit_id], each.pk))


def _member_ids(cluster_year: ClusterYear) -> list[int]:
    return list(cluster_year.members.standing().order_by("line", "order").values_list("unit_id", flat=True))


@dataclass(frozen=True)
class CarryOver:
    """Lấy từ năm trước: one paper of the new year that may be begun from the old one's, or is there already."""

    label: str
    url: str
    is_done: bool


def carry_overs(new: ClusterYear) -> list[CarryOver]:
    plan = ActivityPlan.objects.filter(cluster_year=new).exists()
    pledge = Pledge.objects.filter(cluster_year=new).exists()
    pledges = f"{reverse('pledges:pledge-list')}?cluster_year={new.pk}"
    return [
        CarryOver(_("Thành viên"), new.get_absolute_url(), new.members.standing().exists()),
        CarryOver(
            _("Kế hoạch hoạt động"),
            reverse("clusters:plan-detail" if plan else "clusters:plan-copy", args=[new.pk]),
            plan,
        ),
        CarryOver(
            _("Giao ước thi đua"), pledges if pledge else reverse("pledges:pledge-create", args=[new.pk]), pledge
        ),
    ]
