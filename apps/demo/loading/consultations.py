"""S001-5: the draft table of 2023 for Sở Tư pháp, on which Lào Cai comments; answered, closed and issued.

That there was such a letter on the draft and the annex is told by the source of case 001 (12/10/2023). The table, the
words and the days are illustrative and say so.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from apps.clusters.models import ClusterYear, Member
from apps.core.actor import Actor, system_actor
from apps.demo.loading.cases import moment
from apps.demo.loading.registrations import SIGNER
from apps.documents.enums import SigningWay
from apps.scoring.domain import criteria_sets
from apps.scoring.domain.consultation_answers import answer_comment
from apps.scoring.domain.consultation_replies import CommentInput, add_comment, save_statement, start_reply
from apps.scoring.domain.consultation_rounds import close_consultation, open_consultation
from apps.scoring.domain.consultation_sending import submit_reply
from apps.scoring.domain.criteria_files import read_criteria_file
from apps.scoring.domain.rules import CriterionRule
from apps.scoring.models import Consultation, SentComment
from apps.units.enums import UnitKind

REGION, YEAR, CODE = "KV-MNBG", 2023, "STP-2023"
TABLE = Path(__file__).resolve().parents[1] / "data" / "criteria_so_tu_phap_2023.csv"
TITLE = "Bảng tiêu chí chấm điểm, xếp hạng thi đua các Sở Tư pháp năm 2023 (minh họa)"
OPENED, DUE, ANSWERED, ISSUED = date(2023, 3, 1), date(2023, 3, 15), date(2023, 3, 22), date(2023, 3, 31)

COMMENTS = (
    CommentInput(
        "criterion",
        "A.II.1",
        "Địa bàn miền núi, biên giới đi lại khó khăn; đề nghị tính cả hội nghị trực tuyến và giảm điểm chuẩn.",
        Decimal("2.5"),
        "Tổ chức hội nghị phổ biến pháp luật trực tiếp hoặc trực tuyến",
    ),
    CommentInput("criterion", "A.I.2", "Đề nghị thêm mức cho tỷ lệ từ 70% đến dưới 80%."),
    CommentInput("general_rule", body="Phụ lục: đề nghị quy định rõ cách làm tròn điểm từng tiêu chí."),
)
ANSWERS = {
    "A.II.1": ("accepted", "Bổ sung hình thức trực tuyến; điểm chuẩn là 2,5, chuyển 0,5 điểm sang tiêu chí mô hình."),
    "A.I.2": ("explained", "Giữ như dự thảo để khuyến khích hoàn thành đúng hạn."),
    "": ("accepted", "Phụ lục ghi rõ: làm tròn một lần ở từng tiêu chí đến 0,001 điểm."),
}


def load_consultation() -> int:
    """The whole round; answers how many comments were carried now. Repeating changes nothing."""
    region = ClusterYear.objects.filter(cluster__code=REGION, year__year=YEAR).select_related("year").first()
    if region is None or Consultation.objects.filter(criteria_set__code=CODE).exists():
        return 0
    members = Member.objects.standing().filter(cluster_year=region, unit__kind=UnitKind.JUSTICE_DEPARTMENT)
    units = dict(members.values_list("unit_id", "unit_name"))
    lao_cai = next((pk for pk, name in units.items() if "Lào Cai" in name), None)
    if lao_cai is None:
        return 0
    rules = read_criteria_file(TABLE.read_bytes(), name=TABLE.name).rules
    actor, at = system_actor("Thường trực Hội đồng (minh họa)"), moment(OPENED)
    draft = _write(rules, region.year_id, actor, at)
    consultation = open_consultation(
        criteria_set_id=draft.pk, due_on=DUE, unit_ids=units, note="Góp ý Bảng tiêu chí và Phụ lục cách chấm điểm.",
        actor=actor, now=at,
    )  # fmt: skip
    _reply(consultation, lao_cai, units[lao_cai])
    for comment in SentComment.objects.of(consultation.pk):
        kind, words = ANSWERS[comment.code]
        answer_comment(
            comment_id=comment.pk, kind=kind, words=words, expected_version=0, actor=actor, now=moment(ANSWERED)
        )
    close_consultation(consultation_id=consultation.pk, actor=actor, now=moment(ANSWERED))
    _write(tuple(map(_as_issued, rules)), region.year_id, actor, moment(ISSUED))
    criteria_sets.issue_set(criteria_set_id=draft.pk, actor=actor, now=moment(ISSUED))
    return len(COMMENTS)


def _write(rules, year_id: int, actor: Actor, now):
    kinds = [UnitKind.JUSTICE_DEPARTMENT]
    about = {"code": CODE, "year_id": year_id, "kinds": kinds, "title": TITLE, "illustrative": True}
    return criteria_sets.import_criteria(rules=rules, actor=actor, now=now, **about).criteria_set


def _reply(consultation: Consultation, unit_id: int, unit_name: str) -> None:
    actor = system_actor(f"{SIGNER}, {unit_name}")
    at = moment(date(2023, 3, 13))
    reply = start_reply(consultation_id=consultation.pk, unit_id=unit_id, actor=actor, now=at)
    for comment in COMMENTS:
        add_comment(reply_id=reply.pk, comment=comment, actor=actor, now=at)
    reply.refresh_from_db()
    save_statement(
        reply_id=reply.pk, agrees=True, statement="Dự thảo bám sát nhiệm vụ công tác năm 2023.",
        expected_version=reply.version, actor=actor, now=at,
    )  # fmt: skip
    submit_reply(reply_id=reply.pk, way=SigningWay.SCREEN, actor=actor, now=at)


def _as_issued(rule: CriterionRule) -> CriterionRule:
    if rule.code == "A.II.1":
        label = "Tổ chức hội nghị phổ biến pháp luật trực tiếp hoặc trực tuyến"
        return replace(rule, label=label, max_points=Decimal("2.5"))
    return replace(rule, max_points=Decimal("5.5")) if rule.code == "A.II.2" else rule
