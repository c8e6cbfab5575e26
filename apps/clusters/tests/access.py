"""Who may open which page of clusters."""

from datetime import date

from apps.clusters.domain import plans
from apps.clusters.enums import PlanState
from apps.clusters.models import ActivityPlan, Finding, Inspection
from emulation_portal.tests.matrix import Row, cluster
from emulation_portal.tests.matrix_world import NOW, SYSTEM, Subject


def move(subject: Subject) -> list:
    return [subject.cluster_year.pk, subject.cluster_year.members.get(unit=subject.sheet.unit).pk]


def term(subject: Subject) -> list:
    return [subject.cluster_year.pk, subject.cluster_year.head_terms.earliest("pk").pk]


def inspection(subject: Subject) -> list:
    """Of the second unit, planned by the head."""
    return [make_inspection(subject).pk]


def finding(subject: Subject, state: str = "open") -> list:
    made = make_inspection(subject)
    return [
        Finding.objects.create(inspection=made, number=1, text="Thử", due_on=NOW.date(), state=state, fixed_at=NOW).pk
    ]


def fixed(subject: Subject) -> list:
    return finding(subject, "fixed")


def accepted(subject: Subject) -> list:
    return finding(subject, "accepted")


def make_inspection(subject: Subject) -> Inspection:
    return Inspection.objects.create(
        cluster_year=subject.cluster_year,
        organiser=subject.world.ministry,
        year=subject.cluster_year.year,
        unit=subject.sheet.unit,
        unit_name=subject.sheet.unit_name,
        planned_on=NOW.date(),
    )


INSPECTING = "401 404 404 403 403 200 200 403 404"


def drafted(subject: Subject) -> list:
    """A plan with a line that the members owe."""
    if not ActivityPlan.objects.filter(cluster_year=subject.cluster_year).exists():
        plans.save_plan(
            cluster_year_id=subject.cluster_year.pk,
            title="Kế hoạch hoạt động",
            intro="",
            items=[plans.ItemFacts("Gửi tham luận", due_on=date(2020, 12, 1), asks_members=True)],
            version=0,
            actor=SYSTEM,
            now=NOW,
        )
    return [subject.cluster_year.pk]


def item(subject: Subject) -> list:
    """That line once the plan is issued, and the second unit."""
    drafted(subject)
    plan = ActivityPlan.objects.get(cluster_year=subject.cluster_year)
    if plan.state == PlanState.DRAFT:
        paper = plans.PaperFacts("36/KH-T", date(2020, 4, 8))
        plan = plans.issue_plan(cluster_year_id=subject.cluster_year.pk, paper=paper, actor=SYSTEM, now=NOW)
    return [subject.cluster_year.pk, plan.items.get().pk, subject.sheet.unit_id]


ROWS = [
    Row("clusters:cluster-year-list", "401 200 200 200 200 200 200 200 200"),
    Row("clusters:cluster-year-list", "401 200 200 200 200 200 200 200 200", query="?format=xlsx"),
    Row("clusters:cluster-form", "401 403 403 403 403 403 200 403 403"),
    Row("clusters:cluster-year-detail", "401 404 200 200 200 200 200 200 404", arguments=cluster),
    Row("clusters:cluster-year-members", "401 404 403 403 403 403 200 403 404", arguments=cluster),
    Row("clusters:cluster-year-copy", "401 404 403 403 403 403 200 403 404", arguments=cluster),
    Row("clusters:head-appoint", "401 404 403 403 403 403 200 403 404", arguments=cluster),
    Row("clusters:head-change", "401 404 403 403 403 403 200 403 404", arguments=term),
    Row("clusters:member-move", "401 404 403 403 403 403 200 403 404", arguments=move),
    Row("clusters:inspection-list", "401 200 200 200 200 200 200 200 200"),
    Row("clusters:inspection-list", "401 200 200 200 200 200 200 200 200", query="?format=xlsx"),
    Row("clusters:inspection-plan-own", "401 403 403 403 403 403 200 403 403"),
    Row("clusters:cluster-inspections", "401 404 200 200 200 200 200 200 404", arguments=cluster),
    Row("clusters:inspection-plan", "401 404 403 403 403 200 200 403 404", arguments=cluster),
    Row("clusters:inspection-detail", "401 404 404 200 200 200 200 200 404", arguments=inspection),
    Row("clusters:inspection-change", INSPECTING, arguments=inspection),
    Row("clusters:inspection-hold", INSPECTING, arguments=inspection),
    Row("clusters:inspection-cancel", INSPECTING, arguments=inspection),
    Row("clusters:finding-fix", "401 404 404 200 200 403 403 403 404", arguments=finding),
    Row("clusters:finding-judge", INSPECTING, arguments=fixed),
    Row("clusters:finding-reopen", INSPECTING, arguments=accepted),
    Row("clusters:finding-change", INSPECTING, arguments=finding),
    Row("clusters:finding-withdraw", INSPECTING, arguments=finding),
    Row("clusters:plan-detail", "401 404 200 200 200 200 200 200 404", arguments=cluster),
    Row("clusters:plan-edit", "401 404 403 403 403 200 403 403 404", arguments=cluster),
    Row("clusters:plan-copy", "401 404 403 403 403 200 403 403 404", arguments=cluster),
    Row("clusters:plan-issue", "401 404 403 403 403 200 403 403 404", arguments=drafted),
    Row("clusters:plan-item-done", "401 404 403 200 200 200 403 403 404", arguments=item),
    Row("clusters:plan-item-undone", "401 404 403 403 403 200 403 403 404", arguments=item),
]
