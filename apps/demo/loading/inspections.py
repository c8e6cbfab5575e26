"""An inspection of this year's Cụm số 1: one finding put right, one reported, one late (invented)."""

from datetime import datetime, timedelta

from apps.clusters.domain import findings, inspections
from apps.clusters.domain.inspections import Found, Plan
from apps.clusters.models import ClusterYear, Finding, Inspection
from apps.clusters.queries import members_in_order
from apps.core.actor import Actor
from apps.core.dates import local
from apps.documents.domain.citing import file_document

FINDINGS = (
    ("Chưa lưu biên bản họp bình xét thi đua của đơn vị (minh họa).", 30),
    ("Chưa mở sổ theo dõi phong trào thi đua theo chuyên đề (minh họa).", 30),
    ("Chưa gửi báo cáo sơ kết phong trào về Trưởng Cụm (minh họa).", 15),
)
HELD_DAYS_AGO = 25
MEMBER = 4  # of the members in protocol order


def load_inspections(cluster_year: ClusterYear, *, actor: Actor, now: datetime) -> int:
    """One held, one still planned; answers how many. Repeating changes nothing."""
    if not Inspection.objects.filter(cluster_year=cluster_year).exists():
        members = list(members_in_order(cluster_year.pk))
        today = local(now).date()
        held_on = today - timedelta(days=HELD_DAYS_AGO)
        team = ("Bà Trần Thị Thử, Trưởng đoàn (minh họa)", "Ông Lê Văn Thử, thành viên (minh họa)")
        plan = Plan(held_on, "Công tác thi đua, khen thưởng trong năm", team, illustrative=True)
        held = _plan(cluster_year, members[MEMBER], plan, actor, now)
        inspections.hold_inspection(
            inspection_id=held.pk,
            version=held.version,
            held_on=held_on,
            found=[Found(text, held_on + timedelta(days=days)) for text, days in FINDINGS],
            conclusion="Ba nội dung cần khắc phục.",
            minutes=None,
            actor=actor,
            now=now - timedelta(days=HELD_DAYS_AGO - 1),
        )
        _fix(members[MEMBER].unit, held, actor, now)
        later = Plan(today + timedelta(days=12), "Công tác thi đua, khen thưởng trong năm", illustrative=True)
        _plan(cluster_year, members[MEMBER + 1], later, actor, now)
    return Inspection.objects.filter(cluster_year=cluster_year).count()


def _plan(cluster_year, member, plan: Plan, actor: Actor, now: datetime) -> Inspection:
    return inspections.plan_inspection(
        cluster_year_id=cluster_year.pk, unit_id=member.unit_id, plan=plan, actor=actor, now=now
    )


def _fix(unit, held: Inspection, actor: Actor, now: datetime) -> None:
    """The first finding is put right and accepted, the second reported; the third stays, past its date."""
    first, second, _third = Finding.objects.filter(inspection=held).order_by("number")
    for number, finding in enumerate((first, second), start=1):
        at = now - timedelta(days=4 - number)
        paper = file_document(
            symbol=f"{20 + number}/BC-{unit.code} (minh họa)",
            issued_on=local(at).date(),
            issuer_name=unit.name,
            owner_code=unit.code,
            owner_name=unit.name,
            illustrative=True,
            actor=actor,
            now=at,
        )
        note = "Đã khắc phục, có tài liệu kèm theo (minh họa)."
        findings.report_fix(finding_id=finding.pk, note=note, document=paper, actor=actor, now=at)
    findings.accept_fix(finding_id=first.pk, actor=actor, now=now)
