"""Checking of this year's sheets of Cụm số 1: who was given which part, signed minutes, an open remark (minh họa)."""

from datetime import datetime, timedelta

from django.utils import timezone

from apps.accounts.grants import actor_for
from apps.accounts.models import User
from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.documents.enums import SigningWay
from apps.scoring.domain import assignments, minutes, remarks
from apps.scoring.domain.remarks import Wish
from apps.scoring.enums import Consent, SheetState, Stage
from apps.scoring.models import ReviewAssignment, ScoreSheet

TAKEN = 2  # units that are given a part each: the last ones of the protocol order


def load_score_checks(cluster_year: ClusterYear, *, actor: Actor, now: datetime) -> int:
    """Assignments and one remark; answers how many were made now. A second load changes nothing."""
    if ReviewAssignment.objects.filter(cluster_year=cluster_year).exists():
        return 0
    sheets = list(ScoreSheet.objects.filter(cluster_year=cluster_year).for_list().in_protocol_order())
    made = _assign(sheets, actor=actor, now=now - timedelta(days=2))
    final = next((sheet for sheet in sheets if sheet.state == SheetState.FINAL), None)
    return made + (_remark(final, now=now) if final else 0)


def _assign(sheets: list[ScoreSheet], *, actor: Actor, now: datetime) -> int:
    """The first parts of the table to one unit each."""
    criteria_set = sheets[0].criteria_set
    step = criteria_set.steps.order_by("order").first()
    parts = criteria_set.criteria.filter(parent=None).order_by("position")[:TAKEN]
    wanted = [(part.pk, "unit", sheet.unit_id) for part, sheet in zip(parts, sheets[-TAKEN:], strict=True)]
    return assignments.save_assignments(
        cluster_year_id=sheets[0].cluster_year_id, step_id=step.pk, wanted=wanted, actor=actor, now=now
    )


def sign_minutes(sheet: ScoreSheet, *, reviewer: Actor, leader: Actor, at: datetime) -> None:
    """Biên bản thống nhất điểm of a sheet whose lines are all checked: the unit agrees, the reviewer signs."""
    meeting = minutes.Meeting(
        held_on=timezone.localtime(at).date(),
        held_at="8 giờ 30",
        place="Phòng họp tầng 2 (minh họa)",
        teams={"1": "Bà Trần Thị Thử, ông Lê Văn Mẫu (minh họa)"},
        members=[
            {"name": "Trần Thị Thử", "post": "Trưởng phòng", "body": "", "duty": "chair", "signs": True},
            {"name": "Lê Văn Mẫu", "post": "Chuyên viên", "body": "", "duty": "secretary", "signs": True},
            {"name": "Phạm Thị Mẫu", "post": "Chánh Văn phòng", "body": sheet.unit_name, "duty": "unit", "signs": True},
        ],
    )
    drawn = minutes.create_minutes(sheet_id=sheet.pk, meeting=meeting, actor=reviewer, now=at)
    minutes.share_minutes(minutes_id=drawn.pk, actor=reviewer, now=at)
    seen = minutes.mark_of(drawn)
    minutes.give_consent(minutes_id=drawn.pk, consent=Consent.AGREED, words="", seen=seen, actor=leader, now=at)
    minutes.sign_minutes(minutes_id=drawn.pk, way=SigningWay.SCREEN, seen=seen, actor=reviewer, now=at)


def _remark(sheet: ScoreSheet, *, now: datetime) -> int:
    """A remark on the line that was cut, else on the first one."""
    version = sheet.versions.filter(stage=Stage.FINAL).order_by("-pk").first()
    lines = version.lines.order_by("criterion__position")
    line = lines.exclude(reason=None).first() or lines.first()
    text = "Đơn vị đã gửi bổ sung 2 văn bản trước ngày kiểm tra, đề nghị tính đủ số lượng (minh họa)."
    who = actor_for(User.objects.get(username=f"cb.{sheet.unit.code.lower()}"), timezone.localdate())
    remarks.send_remarks(
        sheet_id=sheet.pk, wishes={line.criterion_id: Wish(text)}, actor=who, now=now - timedelta(hours=6)
    )
    return 1
