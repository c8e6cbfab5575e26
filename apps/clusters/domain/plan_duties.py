"""What a plan asks of others: duties of the members."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.clusters.domain.organiser_duties import settle_of_head
from apps.clusters.enums import PlanState
from apps.clusters.models import ActivityPlan, ClusterYear, PlanItem
from apps.clusters.plan_queries import DUTY
from apps.clusters.queries import members_in_order
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.notifications.domain.sending import notify
from apps.obligations.domain.duties import ask, fulfil, unfulfil
from apps.obligations.domain.joining import ask_or_join, join
from apps.obligations.domain.withdrawing import ask_again, ask_no_more
from apps.obligations.models import Duty, Obligation
from apps.periods.domain.years import require_writable
from apps.units.enums import Role
from apps.units.queries import ids_of_people

OWN = (Role.OFFICER, Role.LEADER)


class NotAsked(DomainError):
    """The line is not one that the unit ticks off here."""

    default_message = _("Việc này không do đơn vị báo hoàn thành tại đây.")


def ask_members(plan: ActivityPlan, *, actor: Actor, now: datetime) -> None:
    """Every member owes the lines that ask for it. Where the organiser asks the whole year for the same paper
    (pledge, registration, …), its date stays the official one: the members are only added to it.
    """
    unit_ids = [member.unit_id for member in members_in_order(plan.cluster_year_id)]
    year_id = plan.cluster_year.year_id
    for item in plan.items.all():
        if item.asks_members:
            asking = ask if item.has_own_duty else ask_or_join
            asking(
                year_id=year_id,
                code=item.code,
                label=item.title[:200] if item.has_own_duty else item.get_kind_display(),
                due_on=item.due_on,
                unit_ids=unit_ids,
                basis=str(plan.document or ""),
                actor=actor,
                now=now,
            )
    ask_again(year_id=year_id, codes=own_codes(plan), unit_ids=unit_ids, actor=actor, now=now)


@operation()
def follow_members(*, cluster_year_id: int, joined: set[int], left: set[int], actor: Actor, now: datetime) -> None:
    """Who comes into the ClusterYear owes the lines of an issued plan, with time to do them; who leaves does not."""
    issued = ActivityPlan.objects.filter(cluster_year_id=cluster_year_id, state=PlanState.ISSUED)
    plan = issued.select_related("cluster_year").first()
    if plan is None or not (joined or left):
        return
    year_id, asked = plan.cluster_year.year_id, list(plan.items.filter(asks_members=True))
    ask_no_more(year_id=year_id, codes=own_codes(plan), unit_ids=left, actor=actor, now=now)
    found = Duty.objects.filter(year_id=year_id, code__in=[item.code for item in asked])
    duties = {duty.code: duty for duty in found}
    for item in asked:
        # Also what the organiser asked of the cluster that the unit comes from alone.
        if item.code in duties:
            join(duties[item.code], joined, due_on=item.due_on, actor=actor, now=now)


@operation()
def follow_head(*, cluster_year: ClusterYear, unit_id: int, actor: Actor, now: datetime) -> None:
    """A plan that was issued before its head was named is owed no more."""
    plan = ActivityPlan.objects.filter(cluster_year=cluster_year, state=PlanState.ISSUED).first()
    if plan is not None:
        settle_of_head(cluster_year, DUTY, sent_at=plan.issued_at, path=plan.get_absolute_url())


def own_codes(plan: ActivityPlan) -> set[str]:
    """Codes of the duties that this plan alone asks for."""
    return {item.code for item in plan.items.all() if item.has_own_duty}


@operation()
def report_done(*, item_id: int, unit_id: int, actor: Actor, now: datetime, note: str = "") -> Obligation:
    """A member has done what a line of the plan asks; told by somebody else (Nhập thay), its people hear of it.

    Repeating changes nothing. Raises NotAsked, YearClosed.
    """
    item, owed = _asked(item_id, unit_id)
    if owed.fulfilled_at:
        return owed
    path = item.plan.get_absolute_url()
    owed = fulfil(year_id=item.plan.cluster_year.year_id, code=item.code, unit_id=unit_id, at=now, path=path)
    typed = not actor.is_system and not actor.holds(*OWN, unit_id=unit_id)
    after = {"unit": owed.unit.code, "note": note, "typed": typed}
    if typed:
        people = ids_of_people([unit_id], OWN, local(now).date())
        notify("clusters.plan_item_done", to=people, about=item, body=note, path=path, actor=actor, now=now)
    record("clusters.plan_item.done", actor=actor, target=item, at=now, after=after)
    return owed


@operation()
def take_back_done(*, item_id: int, unit_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """It was not done after all: the unit owes it again. Raises NotAsked, YearClosed."""
    item, owed = _asked(item_id, unit_id)
    unfulfil(year_id=item.plan.cluster_year.year_id, code=item.code, unit_id=unit_id)
    before = {"unit": owed.unit.code}
    record("clusters.plan_item.undone", actor=actor, target=item, at=now, before=before, reason=reason)


def _asked(item_id: int, unit_id: int) -> tuple[PlanItem, Obligation]:
    item = PlanItem.objects.select_related("plan__cluster_year__year").get(pk=item_id)
    require_writable(item.plan.cluster_year.year)
    owed = (
        Obligation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit")
        .filter(duty__year_id=item.plan.cluster_year.year_id, duty__code=item.code, unit_id=unit_id, waived_at=None)
        .first()
    )
    if item.plan.state != PlanState.ISSUED or not item.has_own_duty or owed is None:
        raise NotAsked
    return item, owed
