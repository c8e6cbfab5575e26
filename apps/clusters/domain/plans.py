"""The head's plan of activities: drafted, issued by its paper, its lines asked of the members as duties."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.clusters.domain.organiser_duties import fulfil_of_head
from apps.clusters.domain.plan_duties import ask_members, own_codes
from apps.clusters.enums import ItemKind, PlanState
from apps.clusters.models import ActivityPlan, ClusterYear, PlanItem
from apps.clusters.plan_queries import DUTY
from apps.clusters.queries import ids_of_member_people
from apps.clusters.workflow import PLAN_FLOW
from apps.core.actor import Actor
from apps.core.dates import later_by, local
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.core.versions import is_repeat, require_version, write_changes
from apps.documents.domain.citing import cite, file_document
from apps.documents.enums import DocumentKind
from apps.notifications.domain.sending import notify
from apps.obligations.domain.withdrawing import ask_no_more
from apps.periods.domain.years import require_writable

ITEM_FIELDS = ("position", "title", "kind", "due_on", "owner", "asks_members")


class PlanIncomplete(DomainError):
    """Nothing stands in the plan, or what is asked of the members has no date."""


class ReasonMissing(DomainError):
    """An issued plan changes with a reason."""

    default_message = _("Kế hoạch đã ban hành: ghi lý do, căn cứ điều chỉnh.")


class NothingToCopy(DomainError):
    """The cluster had no plan in the year before."""

    default_message = _("Năm trước chưa có kế hoạch trên hệ thống.")


class PlanExists(DomainError):
    """Copying would throw away what has been typed."""

    default_message = _("Kế hoạch năm nay đã có nội dung; chỉ lấy từ năm trước khi chưa soạn.")


@dataclass(frozen=True)
class ItemFacts:
    """One line as typed; ``item_id`` None: a new one."""

    title: str
    kind: str = ItemKind.OTHER
    due_on: date | None = None
    owner: str = ""
    asks_members: bool = False
    item_id: int | None = None


@dataclass(frozen=True)
class PaperFacts:
    """Number, date and signature of the issued plan as printed; ``prefix``: a SigningPrefix."""

    symbol: str
    issued_on: date
    signer_name: str = ""
    signer_post: str = ""
    prefix: str = ""


@operation()
def save_plan(
    *,
    cluster_year_id: int,
    title: str,
    intro: str,
    items: Iterable[ItemFacts],
    version: int,
    actor: Actor,
    now: datetime,
    reason: str = "",
    illustrative: bool = False,
) -> ActivityPlan:
    """Keep the whole plan as typed; lines that are not among ``items`` go. ``version`` 0: it was not begun yet.

    An issued plan is adjusted with a reason; duties of the members follow its dates, none is taken back from whoever
    has done it. The caller has asked ``plan_policies.can_edit``.
    A draft that is stored so already stays as it is (core.versions.is_repeat): people pause often while they type.
    Raises StaleVersion, ReasonMissing, PlanIncomplete, YearClosed.
    """
    cluster_year = _lock(cluster_year_id)
    plan, created = ActivityPlan.objects.get_or_create(
        cluster_year=cluster_year, defaults={"title": clean(title), "version": 0, "illustrative": illustrative}
    )
    items = list(items)
    is_draft = plan.state == PlanState.DRAFT
    if is_draft and not created and _is_stored(plan, title, intro, items) and is_repeat(plan, version, actor=actor):
        return plan
    require_version(plan, version)
    if plan.state == PlanState.ISSUED and not clean(reason):
        raise ReasonMissing(field="reason")
    before, asked = ([], set()) if created else (lines_of(plan), own_codes(plan))
    plan.title, plan.intro = clean(title), clean(intro, multiline=True)
    _touch(plan, actor, now)
    _write_items(plan, items)
    if plan.state == PlanState.ISSUED:
        ask_members(plan, actor=actor, now=now)
        ask_no_more(year_id=cluster_year.year_id, codes=asked - own_codes(plan), actor=actor, now=now)
        _tell(plan, actor, now, body=clean(reason))
    record(
        "clusters.plan.save",
        actor=actor,
        target=plan,
        at=now,
        before=before,
        after=lines_of(plan),
        reason=clean(reason),
    )
    return plan


@operation()
def copy_plan(*, cluster_year_id: int, actor: Actor, now: datetime) -> ActivityPlan:
    """Lấy từ năm trước: the lines of the cluster's last plan, their dates a year later; to be checked before issuing.

    Raises NothingToCopy, PlanExists, YearClosed.
    """
    cluster_year = _lock(cluster_year_id)
    if ActivityPlan.objects.filter(cluster_year=cluster_year).exists():
        raise PlanExists
    earlier = ActivityPlan.objects.filter(
        cluster_year__cluster=cluster_year.cluster, cluster_year__year__year__lt=cluster_year.year.year
    )
    source = earlier.select_related("cluster_year__year").order_by("-cluster_year__year__year").first()
    if source is None:
        raise NothingToCopy
    years = cluster_year.year.year - source.cluster_year.year.year
    return save_plan(
        cluster_year_id=cluster_year.pk,
        title=source.title.replace(str(source.cluster_year.year.year), str(cluster_year.year.year)),
        intro=source.intro.replace(str(source.cluster_year.year.year), str(cluster_year.year.year)),
        items=[
            ItemFacts(item.title, item.kind, later_by(item.due_on, years), item.owner, item.asks_members)
            for item in source.items.all()
        ],
        version=0,
        actor=actor,
        now=now,
    )


@operation()
def issue_plan(*, cluster_year_id: int, paper: PaperFacts, actor: Actor, now: datetime) -> ActivityPlan:
    """Ban hành: the paper is filed and cited, the members are told and owe what the plan asks of them.

    The caller has asked ``plan_policies.can_issue``. Raises TransitionNotAllowed, PlanIncomplete, SymbolMissing,
    YearClosed.
    """
    cluster_year = _lock(cluster_year_id)
    plan = ActivityPlan.objects.select_for_update(no_key=True).get(cluster_year=cluster_year)
    target = PLAN_FLOW.target("issue", plan.state)
    if not plan.items.exists():
        raise PlanIncomplete(_("Kế hoạch chưa có nội dung nào."))
    plan.document = file_document(
        symbol=paper.symbol,
        issued_on=paper.issued_on,
        issuer_name=cluster_year.name,
        owner_code=cluster_year.cluster.code,
        owner_name=cluster_year.name,
        kind=DocumentKind.PLAN,
        abstract=plan.title,
        signer_name=paper.signer_name,
        signer_post=paper.signer_post,
        prefix=paper.prefix,
        illustrative=plan.illustrative,
        actor=actor,
        now=now,
    )
    plan.state, plan.issued_at = target, now
    _touch(plan, actor, now)
    cite(
        plan.document,
        app="clusters",
        key=f"plan:{cluster_year.pk}",
        label=f"Kế hoạch hoạt động {cluster_year}",
        path=plan.get_absolute_url(),
    )
    ask_members(plan, actor=actor, now=now)
    fulfil_of_head(cluster_year, DUTY, at=now, path=plan.get_absolute_url())
    after = {"document": str(plan.document), "items": lines_of(plan)}
    record("clusters.plan.issue", actor=actor, target=plan, at=now, after=after)
    _tell(plan, actor, now)
    return plan


def lines_of(plan: ActivityPlan) -> list[str]:
    """The plan as the trail keeps it."""
    return [
        " · ".join(filter(None, [item.title, item.due_on and item.due_on.isoformat(), item.owner]))
        for item in plan.items.order_by("position", "pk")
    ]


def _lock(cluster_year_id: int) -> ClusterYear:
    locked = ClusterYear.objects.select_for_update(of=("self",), no_key=True)
    cluster_year = locked.select_related("cluster", "year").get(pk=cluster_year_id)
    require_writable(cluster_year.year)
    return cluster_year


def _touch(plan: ActivityPlan, actor: Actor, now: datetime) -> None:
    plan.version += 1
    plan.saved_by_label, plan.saved_at = actor.label, now
    plan.save()


def _values(position: int, facts: ItemFacts) -> dict:
    """One line as it is stored."""
    return {
        "position": position,
        "title": clean(facts.title),
        "kind": facts.kind,
        "due_on": facts.due_on,
        "owner": clean(facts.owner),
        "asks_members": facts.asks_members,
    }


def _is_stored(plan: ActivityPlan, title: str, intro: str, items: list[ItemFacts]) -> bool:
    """Whether the draft says just that, line by line."""
    if (plan.title, plan.intro) != (clean(title), clean(intro, multiline=True)):
        return False
    typed = [_values(position, each) for position, each in enumerate(items, start=1)]
    return typed == list(plan.items.order_by("position", "pk").values(*ITEM_FIELDS))


def _write_items(plan: ActivityPlan, facts: list[ItemFacts]) -> None:
    known = {item.pk: item for item in plan.items.all()}
    kept = {each.item_id for each in facts if each.item_id in known}
    plan.items.exclude(pk__in=kept).delete()
    for position, each in enumerate(facts, start=1):
        if each.asks_members and each.due_on is None:
            message = _("Dòng “%(title)s”: việc giao các đơn vị thành viên phải có thời hạn.")
            raise PlanIncomplete(message % {"title": clean(each.title)})
        item = known.get(each.item_id) or PlanItem(plan=plan)
        write_changes(item, _values(position, each))


def _tell(plan: ActivityPlan, actor: Actor, now: datetime, body: str = "") -> None:
    people = ids_of_member_people(plan.cluster_year_id, local(now).date())
    notify("clusters.plan_issued", to=people, about=plan, body=body, actor=actor, now=now)
