"""A draft of 2023 out for comments with two departments of justice, one of which leads the way."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from apps.accounts.grants import actor_for
from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from apps.core.actor import Actor, system_actor
from apps.documents.domain.signed_copies import PaperCopy
from apps.periods.tests.factories import EmulationYearFactory
from apps.scoring.domain.consultation_replies import CommentInput, add_comment, start_reply
from apps.scoring.domain.consultation_rounds import open_consultation
from apps.scoring.domain.consultation_sending import submit_reply
from apps.scoring.domain.criteria_sets import import_criteria
from apps.scoring.domain.rules import CriterionRule
from apps.scoring.models import Consultation, ConsultationReply, CriteriaSet
from apps.units.enums import Role, UnitKind
from apps.units.models import Unit
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

NOW = datetime(2023, 3, 1, 2, 0, tzinfo=UTC)  # 09:00 in Việt Nam
DUE_ON = date(2023, 3, 10)
LAST_MOMENT = datetime(2023, 3, 10, 16, 59, 59, 999999, tzinfo=UTC)
SYSTEM = system_actor()

RULES = (
    CriterionRule("A", number="A", label="Công tác tư pháp", method="additive", max_points=5),
    CriterionRule("A.1", "A", "1", "Ban hành kế hoạch", "manual", max_points=2),
    CriterionRule("A.2", "A", "2", "Phổ biến, giáo dục pháp luật", "manual", max_points=3),
    CriterionRule("B", number="B", label="Thi đua, khen thưởng", method="manual", max_points=4),
)


@dataclass
class Case:
    """``units``: Lào Cai first. ``consultation`` is open, its deadline is DUE_ON."""

    criteria_set: CriteriaSet
    units: list[Unit]
    officers: list[User]
    leaders: list[User]
    office: User
    auditor: User
    consultation: Consultation

    def officer(self, index: int = 0) -> Actor:
        return acting(self.officers[index])

    @property
    def office_actor(self) -> Actor:
        return acting(self.office)


def acting(user: User) -> Actor:
    return actor_for(user, NOW.date())


def role(unit: Unit, name: str) -> User:
    return RoleAssignmentFactory(unit=unit, role=name, user=UserFactory(), starts_on=date(2020, 1, 1)).user


def draft_set(year, rules=RULES, code: str = "STP-2023") -> CriteriaSet:
    kinds = [UnitKind.JUSTICE_DEPARTMENT]
    return import_criteria(
        rules=rules, code=code, year_id=year.pk, kinds=kinds, title="Bảng tiêu chí 2023", actor=SYSTEM, now=NOW
    ).criteria_set


def build(units: int = 2, *, opened: bool = True) -> Case:
    """A draft set of the ministry for 2023, out for comments."""
    year = EmulationYearFactory(year=2023)
    asked = [UnitFactory(kind=UnitKind.JUSTICE_DEPARTMENT) for _index in range(units)]
    criteria_set = draft_set(year)
    consultation = None
    if opened:
        consultation = open_consultation(
            criteria_set_id=criteria_set.pk,
            due_on=DUE_ON,
            unit_ids=[unit.pk for unit in asked],
            actor=SYSTEM,
            now=NOW,
        )
    return Case(
        criteria_set=criteria_set,
        units=asked,
        officers=[role(unit, Role.OFFICER) for unit in asked],
        leaders=[role(unit, Role.LEADER) for unit in asked],
        office=role(year.organiser, Role.STANDING_OFFICE),
        auditor=role(year.organiser, Role.AUDITOR),
        consultation=consultation,
    )


def reply_with(case: Case, *comments: CommentInput, index: int = 0, at: datetime | None = NOW) -> ConsultationReply:
    """The reply of a unit with these comments, sent on screen by its leader unless ``at`` is None."""
    actor = case.officer(index)
    reply = start_reply(consultation_id=case.consultation.pk, unit_id=case.units[index].pk, actor=actor, now=at or NOW)
    for comment in comments:
        add_comment(reply_id=reply.pk, comment=comment, actor=actor, now=at or NOW)
    if at is not None:
        reply = submit_reply(reply_id=reply.pk, way="screen", actor=acting(case.leaders[index]), now=at)
    return reply


@dataclass
class MatrixRounds:
    """For the permission matrix: a draft, a round in which the unit still writes, one to which it has replied."""

    draft: CriteriaSet
    writing: ConsultationReply
    sent: ConsultationReply


def for_matrix(subject) -> MatrixRounds:
    """Made where they are not there: what a row of the matrix makes is taken back after it."""
    drafts = list(CriteriaSet.objects.filter(code__startswith="DT-", year__organiser=subject.world.ministry))
    if not drafts:
        return _matrix_rounds(subject)
    drafts.sort(key=lambda each: each.code)
    replies = [ConsultationReply.objects.get(consultation__criteria_set=each) for each in drafts[1:]]
    return MatrixRounds(drafts[0], *replies)


def _matrix_rounds(subject) -> MatrixRounds:
    from emulation_portal.tests.matrix_world import NOW as MATRIX_NOW
    from emulation_portal.tests.matrix_world import scan

    year = EmulationYearFactory(organiser=subject.world.ministry, year=2021)
    unit_id = subject.sheet.unit_id
    about = {"actor": SYSTEM, "now": MATRIX_NOW}
    drafts = [draft_set(year, code=f"DT-{name}") for name in "ABC"]
    replies = []
    for each in drafts[1:]:
        made = open_consultation(criteria_set_id=each.pk, due_on=MATRIX_NOW.date(), unit_ids=[unit_id], **about)
        reply = start_reply(consultation_id=made.pk, unit_id=unit_id, **about)
        add_comment(reply_id=reply.pk, comment=CommentInput("criterion", "A.1", "Góp ý"), **about)
        replies.append(reply)
    copy = PaperCopy(scan(), "07/STP", MATRIX_NOW.date(), "Lê Văn Thử", "Giám đốc")
    submit_reply(reply_id=replies[1].pk, way="paper", signed_copy=copy, **about)
    return MatrixRounds(drafts[0], *replies)
