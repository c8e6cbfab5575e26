"""The head's plan among the head's tasks, and what it asks of the members among theirs."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.clusters.enums import PlanState
from apps.clusters.models import ActivityPlan, PlanItem
from apps.clusters.plan_policies import can_report
from apps.clusters.plan_queries import DUTY, standing_of, told_of, typed_by_others
from apps.core.actor import Actor
from apps.core.components import StatusWord, TaskRow
from apps.core.together import Asking
from apps.core.whole_numbers import whole_number
from apps.dashboard.papers.kinds import Asked, HeadYear, Key, Paper, PaperKind, register, register_head_task
from apps.obligations.models import Obligation

PREFIX = "plan_item:"


def papers(asked: Asked) -> Asking:
    """Lines of plans that units tick off: where to tick, for whom others told, who did."""
    codes = {code for code in asked.codes if code.startswith(PREFIX)}
    ids = [number for code in codes if (number := whole_number(code.removeprefix(PREFIX))) is not None]
    issued = PlanItem.objects.filter(pk__in=ids, plan__state=PlanState.ISSUED).select_related(
        "plan__cluster_year__cluster__organiser", "plan__cluster_year__year"
    )
    owed = Obligation.objects.filter(
        duty__year_id__in=asked.year_ids, duty__code__in=codes, unit_id__in=asked.unit_ids, waived_at=None
    ).select_related("duty", "unit")
    found, owed, told = yield issued, owed, told_of(ids)
    items, typed = {item.code: item for item in found}, typed_by_others(told)
    return [
        paper(item, each, asked.actor, typed=(item.pk, each.unit.code) in typed)
        for each in owed
        if (item := items.get(each.duty.code))
    ]


def paper(item: PlanItem, owed: Obligation, actor: Actor, *, typed: bool) -> Paper:
    page = done = item.plan.get_absolute_url()
    if can_report(actor, item.plan.cluster_year, owed.unit_id):
        done = reverse("clusters:plan-item-done", args=[item.plan.cluster_year_id, item.pk, owed.unit_id])
    return Paper(
        key=Key(owed.duty.year_id, item.code, owed.unit_id),
        word=StatusWord.SENT if owed.fulfilled_at else StatusWord.NOT_STARTED,
        url=page if owed.fulfilled_at else done,
        tags=(_("Nhập thay"),) if typed and owed.fulfilled_at else (),
        subject=item,
        title=item.title,
    )


def head_tasks(year: HeadYear) -> Asking:
    """Ban hành kế hoạch; what the head owes is known already."""
    plans = yield ActivityPlan.objects.filter(cluster_year=year.cluster_year).select_related("document").order_by()
    line = year.own.get(DUTY)
    owed = line.obligation if line and not line.is_waived else None
    found = standing_of(plans[0] if plans else None, owed, year.now)
    done = found.word == StatusWord.SENT
    row = TaskRow(
        _("Ban hành kế hoạch"),
        reverse("clusters:plan-detail", args=[year.cluster_year.pk]),
        found.word,
        due_on=found.due_on,
        days_left=found.days_left,
        days_late=found.days_late,
        holder="" if done else year.title,
        note=str(found.plan.document) if found.plan and found.plan.document else "",
        action_label="" if done else _("Tiếp tục"),
    )
    return [row]


register(
    PaperKind(
        code=PREFIX,
        papers=papers,
        buttons={StatusWord.NOT_STARTED: lazy("Báo đã thực hiện")},
    )
)
register_head_task("plan", 10, head_tasks)
