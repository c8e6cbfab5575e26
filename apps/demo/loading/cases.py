"""Cụm số 1: 2020 carried from criteria to a published ranking; this year half-way, so that everybody has work."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from django.utils import timezone

from apps.accounts.grants import actor_for
from apps.accounts.models import User
from apps.clusters.enums import HeadRole
from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.demo.loading.divisions import CUC, fill_parts, left_to_officer
from apps.demo.loading.score_checks import sign_minutes
from apps.demo.loading.scores import fill_sheet
from apps.documents.domain.citing import file_document
from apps.documents.enums import DocumentKind, SigningWay
from apps.jobs.local import wait_or_run
from apps.obligations.domain.duties import ask
from apps.obligations.domain.reminding import remind
from apps.obligations.models import Duty, Obligation
from apps.ranking.domain import publishing, requesting
from apps.scoring.domain import criteria_sets, finalising, reviews, submissions
from apps.scoring.domain.criteria_files import read_criteria_file
from apps.scoring.domain.inputs import stored_inputs
from apps.scoring.domain.rules import CriterionRule
from apps.scoring.domain.sheets import open_sheets
from apps.scoring.domain.tables import CriteriaTable, load_table
from apps.scoring.enums import QuotaRounding, SetState, SheetState, Stage
from apps.scoring.models import CriteriaSet, ScoreSheet

TABLES = Path(__file__).resolve().parents[2] / "scoring" / "data"
YEARS_WITH_TABLE = (2020, 2026)
TITLE = "Bảng tiêu chí chấm điểm, xếp hạng thi đua các đơn vị thuộc Bộ năm {year} (minh họa)"
DUTY = submissions.DUTY

# Illustrative, like the table: no source prints the thresholds of these units.
CLASSES = (
    criteria_sets.Class("Xuất sắc", Decimal(190), quota_percent=Decimal(30)),
    criteria_sets.Class("Tốt", Decimal(175)),
    criteria_sets.Class("Khá", Decimal(150)),
    criteria_sets.Class("Trung bình", Decimal(0)),
)

# The running year's set shows what a rule may ask for: a share of the maximum, a criterion in full, a quota with its
# rounding, and what keeps a unit out of a class. Illustrative.
CLASSES_NOW = (
    criteria_sets.Class(
        "Xuất sắc",
        Decimal(90),
        quota_percent=Decimal(30),
        conditions=("1.1.5",),
        in_percent=True,
        quota_rounding=QuotaRounding.NEAREST,
    ),
    criteria_sets.Class("Tốt", Decimal(80), in_percent=True),
    criteria_sets.Class("Khá", Decimal(65), in_percent=True),
    criteria_sets.Class("Trung bình", Decimal(0)),
)
DISQUALIFIERS_NOW = (
    {
        "fact": "discipline",
        "effect": "class",
        "above": "Khá",
        "label": "Có người bị kỷ luật từ Cảnh cáo trở lên trong năm",
        "forms": ["warning", "demotion", "removal", "recall", "dismissal"],
    },
    {
        "fact": "targets",
        "effect": "unranked",
        "label": "Hụt từ 15% trở lên ở một chỉ tiêu được giao",
        "of": ["indicator:*"],
        "missed": 1,
        "missed_from": "15",
    },
)

# What each member of this year has done by today, in protocol order (invented).
THIS_YEAR = (
    *("final", "final", "final", "final", "final", "draft"),
    *("in_review", "sent", "sent_late", "awaiting_signature", "draft", "final", "not_started"),
)


WITH_MINUTES = 2  # the member, by protocol order, two of whose counts are cut: its minutes are signed


def load_criteria(cluster_year: ClusterYear, *, due_on: date, actor: Actor, now: datetime) -> CriteriaSet:
    """The illustrative table of the year, with its step, classes and period, issued."""
    year = cluster_year.year.year
    found = criteria_sets.import_criteria(
        rules=criteria_rules(year),
        code=f"DVTB-{year}",
        year_id=cluster_year.year_id,
        kinds=["ministry_unit"],
        title=TITLE.format(year=year),
        illustrative=True,
        actor=actor,
        now=now,
    ).criteria_set
    if found.state == SetState.ISSUED:
        return found
    criteria_sets.arrange_set(
        criteria_set_id=found.pk,
        steps=[criteria_sets.Step("Kiểm tra điểm", HeadRole.HEAD, due_on + timedelta(days=10))],
        classes=CLASSES_NOW if year == max(YEARS_WITH_TABLE) else CLASSES,
        disqualifiers=DISQUALIFIERS_NOW if year == max(YEARS_WITH_TABLE) else (),
        tie_break=["1"],
        counted=(date(year, 1, 1), date(year, 12, 31)),
        actor=actor,
        now=now,
    )
    return criteria_sets.issue_set(criteria_set_id=found.pk, actor=actor, now=now)


def criteria_rules(year: int) -> tuple[CriterionRule, ...]:
    """The rules of a year. Lines fill themselves only in years with a table of their own: others have no duties."""
    rules = read_criteria_file(criteria_table(year), name="criteria.csv").rules
    return rules if year in YEARS_WITH_TABLE else tuple(replace(rule, source_fact="") for rule in rules)


def criteria_table(year: int) -> bytes:
    """The criteria file of a year; a year without one takes the next one's, with its calendar cut-offs moved."""
    source = min(found for found in YEARS_WITH_TABLE if found >= year)
    text = (TABLES / f"criteria_don_vi_thuoc_bo_{source}.csv").read_text(encoding="utf-8")
    return text.replace(f",{source}-", f",{year}-").encode()


def load_finished(cluster_year: ClusterYear, *, actor: Actor) -> int:
    """A past year to its end: all units sent, were checked, are final and ranked; answers how many were carried now."""
    year = cluster_year.year.year
    sheets, table = open_year(cluster_year, due_on=date(year, 11, 20), actor=actor, now=moment(date(year, 10, 5)))
    carried = 0
    for number, sheet in enumerate(sheets):
        if sheet.state == SheetState.SELF_SCORING:
            send(sheet, table, year=year, at=moment(date(year, 11, 8) + timedelta(days=number)))
            agreed = year == YEARS_WITH_TABLE[0] and sheet.order == WITH_MINUTES
            reviewer, at = reviewer_of(cluster_year, sheet), moment(date(year, 11, 27))
            check(sheet, reviewer=reviewer, at=at, with_minutes=agreed)
            carried += 1
    if carried:
        publish_ranking(cluster_year, now=moment(date(year + 1, 1, 15)))
    return carried


def publish_ranking(cluster_year: ClusterYear, *, now: datetime, symbol: str = "", about: str = "Cụm số 1") -> None:
    """Computed by the task of the page for December's conference, published later by the decision ``symbol``."""
    ministry = as_actor("btp.thuongtruc")
    year = cluster_year.year.year
    announced_at = min(moment(date(year, 12, 10)), now)
    line = cluster_year.members.order_by("order").values_list("line", flat=True).first()  # each case has one line
    request = requesting.request_ranking(cluster_year_id=cluster_year.pk, line=line, actor=ministry, now=announced_at)
    if request.job is not None:
        wait_or_run(request.job)
    run = request.run
    run.refresh_from_db()
    decision = file_document(
        symbol=symbol or f"{year % 100}/QĐ-HĐTĐKT",
        issued_on=date(year + 1, 1, 15),
        issuer_name="Bộ Tư pháp",
        owner_code="BTP",
        owner_name="Bộ Tư pháp",
        kind=DocumentKind.DECISION,
        abstract=f"Công bố kết quả xếp hạng thi đua {about} năm {year} (minh họa)",
        signer_name="Nguyễn Văn Thử",
        signer_post="Chủ tịch Hội đồng",
        illustrative=True,
        actor=ministry,
        now=now,
    )
    publishing.announce(run_id=run.pk, actor=ministry, now=announced_at)
    publishing.publish(run_id=run.pk, decision=decision, actor=ministry, now=now)


def load_this_year(cluster_year: ClusterYear, *, actor: Actor, now: datetime) -> int:
    """Members as far as THIS_YEAR says; answers how many sheets were touched. The due date was three days ago."""
    today = timezone.localtime(now).date()
    due_on = today - timedelta(days=3)
    sheets, table = open_year(cluster_year, due_on=due_on, actor=actor, now=moment(today - timedelta(days=45)))
    touched = 0
    for number, (sheet, reached) in enumerate(zip(sheets, THIS_YEAR, strict=True)):
        if reached == "not_started" or sheet.versions.filter(lines__saved_at__isnull=False).exists():
            continue
        advance(sheet, reached, table, year=cluster_year.year.year, due_on=due_on, number=number)
        touched += 1
    if touched:
        tell(sheets, cluster_year, now=now)
    return touched


def tell(sheets: list[ScoreSheet], cluster_year: ClusterYear, *, now: datetime) -> None:
    """A leader's remark, and the standing office's reminder to those who are late: something under the bell."""
    drafts = [sheet for sheet, reached in zip(sheets, THIS_YEAR, strict=True) if reached == "draft"]
    submissions.return_to_officer(
        sheet_id=drafts[-1].pk,
        remark="Đề nghị ghi rõ số, ngày văn bản ở các dòng điểm thưởng rồi trình lại (minh họa).",
        actor=person("ld", drafts[-1]),
        now=now - timedelta(hours=3),
    )
    duty = Duty.objects.get(year_id=cluster_year.year_id, code=DUTY)
    unit_ids = [sheet.unit_id for sheet in sheets]
    remind(duty_ids=[duty.pk], unit_ids=unit_ids, late_only=True, actor=as_actor("btp.thuongtruc"), now=now)


def advance(sheet: ScoreSheet, reached: str, table: CriteriaTable, *, year: int, due_on: date, number: int) -> None:
    """Carry one sheet of this year as far as ``reached``."""
    on_time = moment(due_on - timedelta(days=2 + number))
    if reached in {"draft", "awaiting_signature"}:
        everything = reached == "awaiting_signature"
        own = None
        if sheet.unit.code == CUC:
            officer, at = person("cb", sheet), moment(due_on - timedelta(days=1))
            fill_parts(sheet, table, year=year, officer=officer, now=at)
            own = left_to_officer(table)
        fill_sheet(
            sheet,
            table,
            year=year,
            actor=person("cb", sheet),
            now=moment(due_on - timedelta(days=1)),
            wanted=lambda line: (own is None or line in own) and (everything or line % 5 != number % 5),
        )
        if everything:
            submissions.note_printed(sheet_id=sheet.pk, actor=person("cb", sheet), now=moment(due_on))
        return
    send(sheet, table, year=year, at=moment(due_on + timedelta(days=1)) if reached == "sent_late" else on_time)
    if reached in {"final", "in_review"}:
        reviewer = reviewer_of(sheet.cluster_year, sheet)
        reviews.start_step(sheet_id=sheet.pk, actor=reviewer, now=moment(due_on))
        if reached == "final":
            check(
                sheet,
                reviewer=reviewer,
                at=moment(due_on + timedelta(days=1)),
                with_minutes=sheet.order == WITH_MINUTES,
            )


def open_year(cluster_year: ClusterYear, *, due_on: date, actor: Actor, now: datetime):
    """Criteria issued, the duty asked, a sheet for each member; answers the sheets and their table."""
    criteria_set = load_criteria(cluster_year, due_on=due_on, actor=actor, now=now)
    sheets = open_sheets(cluster_year_id=cluster_year.pk, criteria_set_id=criteria_set.pk, actor=actor, now=now)
    if not Obligation.objects.filter(duty__year_id=cluster_year.year_id, duty__code=DUTY).exists():
        ask(
            year_id=cluster_year.year_id,
            code=DUTY,
            label="Tự chấm điểm",
            due_on=due_on,
            internal_due_on=due_on - timedelta(days=5),
            unit_ids=[sheet.unit_id for sheet in sheets],
            basis="Kế hoạch hoạt động của Cụm (minh họa)",
            actor=actor,
            now=now,
        )
    queryset = ScoreSheet.objects.filter(pk__in=[sheet.pk for sheet in sheets]).for_list().in_protocol_order()
    return list(queryset), load_table(criteria_set.pk)


def send(sheet: ScoreSheet, table: CriteriaTable, *, year: int, at: datetime) -> None:
    """The officer fills in, the leader confirms on screen."""
    fill_sheet(sheet, table, year=year, actor=person("cb", sheet), now=at - timedelta(hours=3))
    submissions.submit_sheet(sheet_id=sheet.pk, way=SigningWay.SCREEN, actor=person("ld", sheet), now=at)


def check(sheet: ScoreSheet, *, reviewer: Actor, at: datetime, with_minutes: bool = False) -> None:
    """The reviewer cuts one count here and there, agrees with the rest, signs minutes where asked, and finishes."""
    reviews.start_step(sheet_id=sheet.pk, actor=reviewer, now=at - timedelta(hours=2))
    version = sheet.versions.get(stage=Stage.STEP, locked_at=None)
    counted = version.lines.filter(criterion__method="count", count__gte=3).select_related("criterion")
    for line in list(counted.order_by("criterion__position"))[: sheet.order % 3]:
        inputs = replace(stored_inputs(line), count=line.count - 2)
        reviews.save_review_line(
            line_id=line.pk,
            expected_version=line.version,
            inputs=inputs,
            reason_code="count_reduced",
            actor=reviewer,
            now=at - timedelta(hours=1),
        )
    reviews.agree_lines(sheet_id=sheet.pk, actor=reviewer, now=at)
    if with_minutes:
        sign_minutes(sheet, reviewer=reviewer, leader=person("ld", sheet), at=at)
    finalising.finish_step(sheet_id=sheet.pk, actor=reviewer, now=at)


def reviewer_of(cluster_year: ClusterYear, sheet: ScoreSheet) -> Actor:
    """Officer of the head unit; of the deputy unit for the head's own sheet."""
    units = {term.role: term.unit for term in cluster_year.head_terms.select_related("unit")}
    head, deputy = units[HeadRole.HEAD], units[HeadRole.DEPUTY]
    return as_actor(f"cb.{(deputy if sheet.unit_id == head.pk else head).code.lower()}")


def person(prefix: str, sheet: ScoreSheet) -> Actor:
    return as_actor(f"{prefix}.{sheet.unit.code.lower()}")


def as_actor(username: str) -> Actor:
    """The Actor of an invented person, as of today."""
    return actor_for(User.objects.get(username=username), timezone.localdate())


def moment(day: date) -> datetime:
    """Half past two in the afternoon of a day."""
    return timezone.make_aware(datetime.combine(day, time(14, 30)))
