"""Sheets at each point of their way, and the people who check them."""

from datetime import timedelta
from decimal import Decimal

from apps.accounts.tests.factories import UserFactory
from apps.clusters.enums import HeadRole
from apps.clusters.tests.factories import HeadTermFactory
from apps.core.actor import system_actor
from apps.documents.enums import SigningWay
from apps.scoring.domain import finalising, lines, returns, reviews, submissions
from apps.scoring.domain.inputs import LineInput, stored_inputs
from apps.scoring.enums import Method, SheetState
from apps.scoring.models import CriteriaSet, ScoreLine, ScoreSheet
from apps.scoring.reference import load_difference_reasons
from apps.scoring.tests.factories import NOW, CriterionFactory, criteria_set_of_leaves, open_sheet
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

LATER = NOW + timedelta(hours=1)
SYSTEM = system_actor()
D = Decimal


def type_points(sheet: ScoreSheet, **points) -> None:
    """Points of the open self version by criterion code, "." written as "_": ``A_1="1.5"``."""
    for key, value in points.items():
        line = open_lines(sheet)[key.replace("_", ".")]
        lines.save_line(
            line_id=line.pk, expected_version=line.version, inputs=LineInput(points=D(value)), actor=SYSTEM, now=NOW
        )


def open_lines(sheet: ScoreSheet) -> dict[str, ScoreLine]:
    """Lines of the open version by criterion code."""
    found = ScoreLine.objects.filter(sheet_version__sheet=sheet, sheet_version__locked_at=None)
    return {line.criterion.code: line for line in found.select_related("criterion", "reason", "sheet_version")}


def send(sheet: ScoreSheet) -> ScoreSheet:
    return submissions.submit_sheet(sheet_id=sheet.pk, way=SigningWay.SCREEN, actor=SYSTEM, now=NOW)


def sent_sheet(criteria_set: CriteriaSet | None = None, **points) -> ScoreSheet:
    """A sheet that its unit has sent: A.1 = 2, A.2 = 1.5 where nothing else is said."""
    sheet = open_sheet(criteria_set or criteria_set_of_leaves(2))
    type_points(sheet, **(points or {"A_1": "2", "A_2": "1.5"}))
    return send(sheet)


def sheet_in_step(criteria_set: CriteriaSet | None = None, **points) -> ScoreSheet:
    """A sheet that the first step has taken over."""
    load_difference_reasons()
    sheet = sent_sheet(criteria_set, **points)
    return reviews.start_step(sheet_id=sheet.pk, actor=SYSTEM, now=NOW)


def sheet_in(state: str) -> ScoreSheet:
    """A sheet in any state, reached through the domain."""
    if state == SheetState.SELF_SCORING:
        return open_sheet()
    if state == SheetState.NOT_SUBMITTED:
        return returns.close_unsent(sheet_id=open_sheet().pk, reason="Không nộp", actor=SYSTEM, now=NOW)
    if state == SheetState.SELF_SUBMITTED:
        return sent_sheet()
    sheet = sheet_in_step()
    if state == SheetState.RETURNED:
        return returns.return_sheet(sheet_id=sheet.pk, remark="Bổ sung", actor=SYSTEM, now=NOW)
    if state == SheetState.FINAL:
        reviews.agree_lines(sheet_id=sheet.pk, actor=SYSTEM, now=NOW)
        return finalising.finish_step(sheet_id=sheet.pk, actor=SYSTEM, now=NOW)
    return sheet


def head_of(sheet: ScoreSheet, role: str = HeadRole.HEAD, **user):
    """A user of another unit that leads the sheet's ClusterYear."""
    term = HeadTermFactory(cluster_year=sheet.cluster_year, role=role, unit=UnitFactory())
    return RoleAssignmentFactory(unit=term.unit, role=Role.OFFICER, user=UserFactory(**user)).user


def standing_office_of(sheet: ScoreSheet, **user):
    """A user of the organiser's standing office."""
    unit = sheet.cluster_year.cluster.organiser
    return RoleAssignmentFactory(unit=unit, role=Role.STANDING_OFFICE, user=UserFactory(**user)).user


def review(line, points=None, inputs=None, **more):
    """The reviewer saves one line; ``points``: those of the whole line, stated outright."""
    return reviews.save_review_line(
        line_id=line.pk,
        expected_version=more.pop("expected_version", line.version),
        inputs=inputs or stored_inputs(line),
        agreed_points=points,
        actor=SYSTEM,
        now=LATER,
        **more,
    )


def finish(sheet):
    """Agree what is left and finish the step."""
    reviews.agree_lines(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)
    return finalising.finish_step(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)


def counted_set():
    """A.1: by hand; A.2: half a point per item, up to 2; A.3: by hand, counts only while A.2 is full."""
    criteria_set = criteria_set_of_leaves(1)
    part = criteria_set.criteria.get(code="A")
    shared = {"criteria_set": criteria_set, "parent": part, "part": part, "depth": 1}
    CriterionFactory(**shared, code="A.2", number="2", position=3, method=Method.COUNT, per_item=D("0.5"))
    CriterionFactory(**shared, code="A.3", number="3", position=4, requires="A.2")
    return criteria_set


def counted_sheet():
    """A sheet of ``counted_set`` in its first step: A.1 = 2, A.2 counts 4, A.3 = 1."""
    load_difference_reasons()
    sheet = open_sheet(counted_set())
    line = open_lines(sheet)["A.2"]
    lines.save_line(line_id=line.pk, expected_version=1, inputs=LineInput(count=D(4)), actor=SYSTEM, now=NOW)
    type_points(sheet, A_1="2", A_3="1")
    return reviews.start_step(sheet_id=send(sheet).pk, actor=SYSTEM, now=NOW)


def row_post(line, **values):
    """What the form of one line posts."""
    data = {"version": line.version, "agreed_points": "", "reason": "", "reason_text": ""} | values
    return {f"l{line.pk}-{name}": value for name, value in data.items()}
