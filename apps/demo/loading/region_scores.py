"""The region of Lào Cai: last year carried to its published result, this year's self-scores half-way (minh họa).

The table is the shipped template for Sở Tư pháp; no source prints points of these provinces.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from apps.clusters.domain.clusters import appoint_head, copy_year
from apps.clusters.enums import HeadRole
from apps.clusters.models import ClusterYear
from apps.core.actor import Actor, system_actor
from apps.core.dates import local
from apps.core.spreadsheets import read_table
from apps.demo.loading.bodies import COMMUNES_OF, MINISTRY
from apps.demo.loading.cases import DUTY, as_actor, moment, publish_ranking
from apps.demo.loading.commune_scores import score_file
from apps.demo.loading.pledges import SCAN
from apps.demo.loading.registrations import REGION, SIGNER
from apps.demo.loading.scores import fill_sheet
from apps.documents.domain.attachments import store
from apps.documents.domain.signed_copies import PaperCopy
from apps.documents.enums import SigningPrefix, SigningWay
from apps.obligations.domain.duties import ask
from apps.obligations.domain.extensions import extend
from apps.obligations.enums import Asked
from apps.obligations.models import Duty
from apps.periods.domain.years import ensure_year
from apps.ranking.models import RankingRun
from apps.scoring.domain import criteria_sets, submissions
from apps.scoring.domain.criteria_files import read_criteria_file
from apps.scoring.domain.score_files import READABLE, REQUIRED
from apps.scoring.domain.score_imports import import_scores
from apps.scoring.domain.sheets import open_sheets
from apps.scoring.domain.tables import load_table
from apps.scoring.enums import SetState
from apps.scoring.models import CriteriaSet, ScoreSheet
from apps.units.enums import UnitKind
from apps.units.models import Unit

TEMPLATE = Path(__file__).resolve().parents[2] / "scoring" / "data" / "templates" / "so_tu_phap_200.csv"
TITLE = "Bảng tiêu chí chấm điểm, xếp hạng thi đua các Sở Tư pháp năm {year} (minh họa)"
UNTYPED = 3  # every which line is not typed yet
CLASSES = (
    criteria_sets.Class("Xuất sắc", Decimal(180), quota_percent=Decimal(30)),
    criteria_sets.Class("Tốt", Decimal(160)),
    criteria_sets.Class("Khá", Decimal(140)),
    criteria_sets.Class("Trung bình", Decimal(0)),
)


def load_region_scores(*, actor: Actor, now: datetime) -> int:
    """Answers how many sheets of this year were opened now. Repeating changes nothing."""
    this_year = ClusterYear.objects.filter(cluster__code=REGION, year__year=local(now).year).first()
    if this_year is None or ScoreSheet.objects.filter(cluster_year=this_year).exists():
        return 0
    _last_year(this_year, actor, now)
    return _this_year(this_year, actor, now)


def _last_year(this_year: ClusterYear, actor: Actor, now: datetime) -> None:
    """The same members a year earlier: agreed points as read from paper, ranked and published."""
    year = local(now).year - 1
    ensure_year(organiser_id=Unit.objects.get(code=MINISTRY).pk, year=year, actor=actor, now=now)
    cluster_year = copy_year(cluster_year_id=this_year.pk, year=year, actor=actor, now=now)
    if RankingRun.objects.filter(cluster_year=cluster_year).exists():
        return
    head = cluster_year.members.order_by("order").last()
    since = max(filter(None, (cluster_year.year.starts_on, head.unit.valid_from)))
    term = {"unit_id": head.unit_id, "role": HeadRole.HEAD, "starts_on": since}
    appoint_head(cluster_year_id=cluster_year.pk, **term, actor=actor, now=now)
    criteria_set = _issued(cluster_year, (), actor, now)
    file = score_file(cluster_year, criteria_set)
    table = read_table(file, name="diem.csv", columns=READABLE, required=REQUIRED)
    agreed_at, published_at = moment(date(year, 11, 27)), min(moment(date(year + 1, 1, 15)), now)
    import_scores(table=table, cluster_year_id=cluster_year.pk, stage="final", actor=actor, now=agreed_at)
    publish_ranking(cluster_year, symbol="MH-02/QĐ-HĐTĐKT", about=cluster_year.name, now=published_at)


def _issued(cluster_year: ClusterYear, steps: tuple, actor: Actor, now: datetime) -> CriteriaSet:
    year = cluster_year.year
    found = criteria_sets.import_criteria(
        rules=read_criteria_file(TEMPLATE.read_bytes(), name=TEMPLATE.name).rules,
        code=f"STP-{year.year}",
        year_id=year.pk,
        kinds=[UnitKind.JUSTICE_DEPARTMENT],
        title=TITLE.format(year=year.year),
        illustrative=True,
        actor=actor,
        now=now,
    ).criteria_set
    if found.state == SetState.ISSUED:
        return found
    criteria_sets.arrange_set(
        criteria_set_id=found.pk,
        steps=steps,
        classes=CLASSES,
        tie_break=["A"],
        counted=(year.starts_on, year.ends_on),
        actor=actor,
        now=now,
    )
    return criteria_sets.issue_set(criteria_set_id=found.pk, actor=actor, now=now)


def _this_year(cluster_year: ClusterYear, actor: Actor, now: datetime) -> int:
    """All have sent in time but Lào Cai: it was given more days on the telephone and has typed most lines."""
    duty = Duty.objects.get(year_id=cluster_year.year_id, code=DUTY)
    opened_at = moment(duty.due_on - timedelta(days=42))
    step = criteria_sets.Step("Kiểm tra điểm", HeadRole.HEAD, duty.due_on + timedelta(days=10))
    criteria_set = _issued(cluster_year, (step,), actor, opened_at)
    sheets = open_sheets(cluster_year_id=cluster_year.pk, criteria_set_id=criteria_set.pk, actor=actor, now=opened_at)
    unit_ids = [sheet.unit_id for sheet in sheets]
    asked = {"label": duty.label, "due_on": duty.due_on, "unit_ids": unit_ids}
    ask(year_id=cluster_year.year_id, code=DUTY, **asked, actor=actor, now=opened_at)
    own = Unit.objects.get(code=COMMUNES_OF)
    _more_time(duty, own, now)
    table, before = load_table(criteria_set.pk), min(duty.due_on, local(now).date()) - timedelta(days=1)
    for number, sheet in enumerate(sheets):
        at, year = moment(before - timedelta(days=number)), cluster_year.year.year
        if sheet.unit_id == own.pk:
            officer = as_actor(f"cb.{own.code.lower()}")
            fill_sheet(sheet, table, year=year, actor=officer, now=at, wanted=lambda line: line % UNTYPED)
            continue
        by = system_actor(f"{SIGNER}, {sheet.unit_name}")
        fill_sheet(sheet, table, year=year, actor=by, now=at - timedelta(hours=3), cited=False)
        way = SigningWay.SCREEN if number else SigningWay.PAPER
        copy = None if number else _signed_by_deputy(by, at)
        submissions.submit_sheet(sheet_id=sheet.pk, way=way, signed_copy=copy, actor=by, now=at)
    return len(sheets)


def _signed_by_deputy(by: Actor, at: datetime) -> PaperCopy:
    scan = store(SimpleUploadedFile("bang-tu-cham-da-ky.pdf", SCAN), actor=by, now=at)
    signer = {"signer_name": "Phạm Văn Mẫu (minh họa)", "signer_post": "Phó Giám đốc", "prefix": SigningPrefix.DEPUTY}
    return PaperCopy(scan, "152/BC-STP", local(at).date(), **signer)


def _more_time(duty: Duty, unit: Unit, now: datetime) -> None:
    """Gia hạn by telephone, as the officer reads it under "Vừa thay đổi"."""
    day = local(now).date() + timedelta(days=6)
    extend(
        obligation_id=duty.obligations.get(unit=unit).pk,
        until=timezone.make_aware(datetime.combine(day, time(17))),
        asked_by="Phó Giám đốc Sở (minh họa)",
        asked_how=Asked.TELEPHONE,
        reason="Chờ số liệu của các xã, phường mới sắp xếp (minh họa).",
        actor=as_actor("btp.thuongtruc"),
        now=now - timedelta(days=1),
    )
