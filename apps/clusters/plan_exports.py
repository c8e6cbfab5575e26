"""Plain data of the report “Kế hoạch hoạt động”: number and date of the paper, the lines with date and owner."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from apps.clusters.enums import HeadRole
from apps.clusters.models import ActivityPlan, ClusterYear, HeadTerm


@dataclass(frozen=True)
class PlanLine:
    """One line of the plan."""

    title: str
    kind: str
    due_on: date | None
    owner: str


@dataclass(frozen=True)
class PlanData:
    """One plan as printed; ``symbol`` is empty while it is a draft, ``province`` where the head or organiser sits."""

    cluster_name: str
    organiser_name: str
    province: str
    year: int
    title: str
    intro: tuple[str, ...]
    lines: tuple[PlanLine, ...]
    symbol: str
    issued_on: date | None
    signer_name: str
    signer_post: str
    prefix: str
    head_title: str
    illustrative: bool


def plans_data(plans: Iterable[ActivityPlan]) -> list[PlanData]:
    """Data of plans in their order."""
    return [_data(plan) for plan in plans]


def _data(plan: ActivityPlan) -> PlanData:
    cluster_year, paper = plan.cluster_year, plan.document
    return PlanData(
        cluster_name=cluster_year.name,
        organiser_name=cluster_year.cluster.organiser.name,
        province=_seat(cluster_year, paper.issued_on if paper else None),
        year=cluster_year.year.year,
        title=plan.title,
        intro=tuple(line for line in plan.intro.splitlines() if line.strip()),
        lines=tuple(
            PlanLine(item.title, str(item.get_kind_display()), item.due_on, item.owner or _members(item))
            for item in plan.items.order_by("position", "pk")
        ),
        symbol=paper.symbol if paper else "",
        issued_on=paper.issued_on if paper else None,
        signer_name=paper.signer_name if paper else "",
        signer_post=paper.signer_post if paper else "",
        prefix=paper.prefix if paper else "",
        head_title=str(cluster_year.head_title),
        illustrative=plan.illustrative,
    )


def _seat(cluster_year: ClusterYear, issued_on: date | None) -> str:
    heads = HeadTerm.objects.filter(cluster_year=cluster_year, role=HeadRole.HEAD).select_related("unit")
    head = (heads.valid_on(issued_on) if issued_on else heads).order_by("-starts_on").first()
    return (head.unit if head else cluster_year.cluster.organiser).province


def _members(item) -> str:
    return "Các đơn vị thành viên" if item.asks_members else ""
