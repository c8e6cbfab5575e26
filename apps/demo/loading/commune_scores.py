"""A Sở runs its own sub-units to a ranking: its set, agreed points of its commune offices, its decision (S000-4)."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from django.utils import timezone

from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.core.spreadsheets import read_table
from apps.demo.loading.answers import Draw
from apps.demo.loading.cases import as_actor
from apps.documents.domain.citing import file_document
from apps.documents.enums import DocumentKind
from apps.jobs.local import wait_or_run
from apps.ranking.domain import publishing, requesting
from apps.ranking.models import RankingRun
from apps.scoring.domain import criteria_sets
from apps.scoring.domain.criteria_files import read_criteria_file
from apps.scoring.domain.score_files import READABLE, REQUIRED
from apps.scoring.domain.score_imports import import_scores
from apps.scoring.enums import SetState
from apps.units.enums import UnitKind

TEMPLATE = Path(__file__).resolve().parents[2] / "scoring" / "data" / "templates" / "tu_phap_cap_co_so_100.csv"
OFFICE = "stp-lao-cai.thuongtruc"
TITLE = "Bảng tiêu chí công tác tư pháp cấp xã năm {year} (minh họa)"
CLASSES = (
    criteria_sets.Class("Xuất sắc", Decimal(90)),
    criteria_sets.Class("Tốt", Decimal(80)),
    criteria_sets.Class("Khá", Decimal(65)),
    criteria_sets.Class("Trung bình", Decimal(0)),
)


def load_commune_scores(cluster_year: ClusterYear, *, actor: Actor, now: datetime) -> int:
    """Agreed points as the Sở read them from paper (invented), ranked and published; answers how many units."""
    if RankingRun.objects.filter(cluster_year=cluster_year).exists():
        return 0
    criteria_set = _issued(cluster_year, actor, now)
    written = import_scores(
        table=read_table(score_file(cluster_year, criteria_set), name="diem.csv", columns=READABLE, required=REQUIRED),
        cluster_year_id=cluster_year.pk,
        stage="final",
        actor=actor,
        now=now,
    ).written
    _publish(cluster_year, now)
    return len(written)


def _issued(cluster_year: ClusterYear, actor: Actor, now: datetime):
    year = cluster_year.year
    found = criteria_sets.import_criteria(
        rules=read_criteria_file(TEMPLATE.read_bytes(), name=TEMPLATE.name).rules,
        code=f"LAO-CAI-XA-{year.year}",
        year_id=year.pk,
        kinds=[UnitKind.COMMUNE_OFFICE],
        title=TITLE.format(year=year.year),
        illustrative=True,
        actor=actor,
        now=now,
    ).criteria_set
    if found.state == SetState.ISSUED:
        return found
    counted = (year.starts_on, year.ends_on)
    criteria_sets.arrange_set(
        criteria_set_id=found.pk, steps=[], classes=CLASSES, tie_break=["4"], counted=counted, actor=actor, now=now
    )
    return criteria_sets.issue_set(criteria_set_id=found.pk, actor=actor, now=now)


def score_file(cluster_year: ClusterYear, criteria_set) -> bytes:
    """Points of each office on each criterion; the same whenever they are asked for."""
    codes = cluster_year.members.order_by("order").values_list("unit__code", flat=True)
    criteria = list(criteria_set.criteria.filter(is_leaf=True).order_by("position"))
    rows = [f"{code},{each.code},{_points(code, each)}" for code in codes for each in criteria]
    return "\n".join(["unit,code,points", *rows]).encode()


def _points(unit: str, criterion) -> Decimal:
    draw = Draw(unit, criterion.code)
    if criterion.method == "penalty":
        return Decimal(0)
    share = Decimal(str(round(0.7 + 0.3 * draw.share(), 2))) if criterion.method != "bonus" else Decimal("0.4")
    return (criterion.max_points * share).quantize(Decimal("0.5"))


def _publish(cluster_year: ClusterYear, now: datetime) -> None:
    office = as_actor(OFFICE)
    request = requesting.request_ranking(cluster_year_id=cluster_year.pk, actor=office, now=now)
    if request.job is not None:
        wait_or_run(request.job)
    run = request.run
    run.refresh_from_db()
    organiser = cluster_year.cluster.organiser
    day = min(date(cluster_year.year.year, 11, 20), timezone.localdate(now) - timedelta(days=1))
    decision = file_document(
        symbol="MH-15/QĐ-STP",
        issued_on=day,
        issuer_name=organiser.name,
        owner_code=organiser.code,
        owner_name=organiser.name,
        kind=DocumentKind.DECISION,
        abstract=f"Công bố kết quả xếp hạng {cluster_year.name}",
        signer_name="Nguyễn Văn Thử",
        signer_post="Giám đốc",
        illustrative=True,
        actor=office,
        now=now,
    )
    at = timezone.now()  # after the worker, or whoever computed it
    publishing.announce(run_id=run.pk, actor=office, now=at)
    publishing.publish(run_id=run.pk, decision=decision, actor=office, now=at)
