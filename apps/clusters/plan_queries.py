"""How far a plan is: for its page, the head's task list (S001-2) and the boards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from apps.audit.models import Entry
from apps.clusters.enums import PlanState
from apps.clusters.head_queries import head_owing
from apps.clusters.models import ActivityPlan, ClusterYear, PlanItem
from apps.clusters.ordering import line_rank
from apps.clusters.queries import members_in_order
from apps.core.components import StatusWord
from apps.core.dates import local
from apps.core.whole_numbers import whole_number
from apps.obligations.models import Duty, Obligation

DUTY = "plan"
WORDS = {PlanState.DRAFT: StatusWord.DRAFT, PlanState.ISSUED: StatusWord.SENT}


@dataclass(frozen=True)
class PlanStanding:
    """Ban hành kế hoạch, as the head's task: word, due date, days left (None once it is issued)."""

    word: StatusWord
    plan: ActivityPlan | None
    due_on: date | None
    days_left: int | None
    days_late: int


@dataclass(frozen=True)
class MemberStanding:
    """One member and one line of the plan that it owes."""

    member: object
    obligation: Obligation
    typed: bool = False  # told by somebody else than the unit (Nhập thay)


@dataclass(frozen=True)
class ItemStanding:
    """One line of the plan with the members that have, and have not, done it. Empty where nobody ticks it off here."""

    item: PlanItem
    done: tuple[MemberStanding, ...]
    missing: tuple[MemberStanding, ...]
    today: date

    @property
    def asked(self) -> int:
        return len(self.done) + len(self.missing)

    @property
    def typed(self) -> tuple[MemberStanding, ...]:
        """Done according to somebody else than the unit."""
        return tuple(row for row in self.done if row.typed)

    @property
    def days_left(self) -> int | None:
        """Days until the date while somebody owes it."""
        return (self.item.due_on - self.today).days if self.missing and self.item.due_on else None


def plan_standing(cluster_year: ClusterYear, now: datetime) -> PlanStanding:
    """The plan of a ClusterYear as its head's task; three queries."""
    plan = ActivityPlan.objects.filter(cluster_year=cluster_year).for_list().first()
    return standing_of(plan, head_owing(cluster_year, DUTY, local(now).date()), now)


def standing_of(plan: ActivityPlan | None, owed: Obligation | None, now: datetime) -> PlanStanding:
    """From the plan and from what the head owes."""
    word = WORDS[PlanState(plan.state)] if plan else StatusWord.NOT_STARTED
    if plan is None and owed is not None and owed.fulfilled_at:
        word = StatusWord.SENT  # it came outside of the portal
    is_sent = word == StatusWord.SENT
    if owed is None:
        return PlanStanding(word, plan, None, None, 0)
    late = owed.days_late(now)
    left = owed.days_to_go(now)
    return PlanStanding(word, plan, owed.last_day, None if is_sent else left, late if owed.first_fulfilled_at else 0)


def item_standings(plan: ActivityPlan, now: datetime) -> list[ItemStanding]:
    """The lines of a plan in order, each with who has done it; four queries, whatever their number."""
    items = list(plan.items.all())
    members = {member.unit_id: member for member in members_in_order(plan.cluster_year_id)}
    owed = Obligation.objects.filter(
        duty__year_id=plan.cluster_year.year_id,
        duty__code__in={item.code for item in items if item.asks_members},
        unit_id__in=members,
        waived_at=None,
    ).select_related("duty", "unit")
    typed = typed_by_others(told_of(item.pk for item in items))
    by_code: dict[str, list[Obligation]] = {}
    for each in owed:
        by_code.setdefault(each.duty.code, []).append(each)
    return [_item(item, by_code.get(item.code, []) if item.asks_members else [], members, typed, now) for item in items]


def told_of(item_ids: Iterable[int]) -> QuerySet:
    """What the trail says of who did these lines, (key of the line, what was said), in order of time."""
    keys = [f"{PlanItem._meta.label_lower}:{pk}" for pk in item_ids]
    told = Entry.objects.filter(target_key__in=keys, action="clusters.plan_item.done")
    return told.order_by("pk").values_list("target_key", "after")


def typed_by_others(told: Iterable[tuple[str, dict]]) -> set[tuple[int, str]]:
    """Ids of lines with the codes of the units for which somebody else last said that it is done."""
    last = {(int(key.rpartition(":")[2]), after["unit"]): after.get("typed") for key, after in told}
    return {pair for pair, typed in last.items() if typed}


def _item(item: PlanItem, owed: list[Obligation], members: dict, typed: set, now: datetime) -> ItemStanding:
    rows = [MemberStanding(members[each.unit_id], each, (item.pk, each.unit.code) in typed) for each in owed]
    rows.sort(key=lambda row: (line_rank(row.member.line), row.member.order, row.member.pk))
    done = tuple(row for row in rows if row.obligation.fulfilled_at)
    missing = tuple(row for row in rows if not row.obligation.fulfilled_at)
    return ItemStanding(item, done, missing, local(now).date())


def date_page(duty: Duty) -> str:
    """Where the date of an item with its own duty is changed; empty when it is there no more."""
    number = whole_number(duty.code.removeprefix("plan_item:"))
    item = PlanItem.objects.filter(pk=number).select_related("plan").first()
    return item.plan.get_absolute_url() if item else ""
