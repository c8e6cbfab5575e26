"""Divisions of a unit fill their own part of its sheet and see no other; the unit sends the whole."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from apps.accounts.tests.factories import UserFactory
from apps.core.actor import system_actor
from apps.obligations.models import Obligation
from apps.obligations.tests.factories import DutyFactory, ObligationFactory
from apps.scoring.domain import departments
from apps.scoring.domain.evidence import cite_document
from apps.scoring.domain.tables import load_table
from apps.scoring.enums import SheetState
from apps.scoring.models import EvidenceLink, PartAssignment, ScoreLine, ScoreSheet
from apps.scoring.tests.factories import NOW, acting, criteria_set_of_leaves, officer_of, open_sheet
from apps.units.enums import Role, UnitKind
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return UnitFactory(name="Sở Tư pháp tỉnh Thử")


@pytest.fixture
def divisions(unit):
    """Văn phòng, Phòng Hành chính tư pháp; each with somebody who types."""
    found = {}
    for name in ("Văn phòng", "Phòng Hành chính tư pháp"):
        division = UnitFactory(parent=unit, name=name, kind=UnitKind.DIVISION)
        found[name] = RoleAssignmentFactory(unit=division, role=Role.OFFICER, user=UserFactory())
    return found


@pytest.fixture
def sheet(unit, divisions):
    """Part A names Văn phòng, part B nobody."""
    criteria_set = criteria_set_of_leaves(4, parts=2)
    criteria_set.criteria.filter(code="A").update(self_by="văn phòng")
    return open_sheet(criteria_set, unit=unit)


def line(code: str) -> ScoreLine:
    return ScoreLine.objects.select_related("criterion").get(criterion__code=code)


def test_the_division_that_the_criteria_name_has_its_lines_from_the_opening_on(sheet, divisions):
    given = PartAssignment.objects.get()
    assert (given.group, given.division) == ("by:văn phòng", divisions["Văn phòng"].unit)


def test_a_division_sees_and_fills_only_its_own_lines(client, sheet, divisions):
    client.force_login(divisions["Văn phòng"].user)
    url = reverse("scoring:own-part", args=[sheet.pk])
    page = client.get(url)
    assert [row.criterion.code for row in page.context["line_rows"]] == ["A.1", "A.2"]
    assert "Phần B" not in page.content.decode()
    own, other = line("A.1"), line("B.1")

    def save(of, **data):
        address = reverse("scoring:line-save", args=[of.pk])
        return client.post(address, {f"l{of.pk}-version": of.version, f"l{of.pk}-points": "2"} | data).status_code

    assert (save(own), save(other)) == (200, 404)
    evidence = {f"e{own.pk}-symbol": "1/KH", f"e{own.pk}-issued_on": "04/05/2020"}
    assert client.post(reverse("scoring:evidence-add", args=[own.pk]), evidence).status_code == 200
    assert client.post(reverse("scoring:evidence-add", args=[other.pk]), evidence).status_code == 404
    removal = reverse("scoring:evidence-remove", args=[EvidenceLink.objects.get().pk])
    assert client.post(removal).url == f"{url}#line-{own.pk}"
    for name in ("sheet-detail", "sheet-check", "sheet-print", "sheet-departments"):
        assert client.get(reverse(f"scoring:{name}", args=[sheet.pk])).status_code == 404
    forms = [row.form for row in client.get(url).context["line_rows"]]
    data = {f"l{form.line_id}-{name}": form[name].value() or "" for form in forms for name in form.fields}
    assert client.post(url, data | {f"l{forms[1].line_id}-points": "1"}).status_code == 302
    assert line("A.2").points == 1
    assert "Phần tự chấm được giao" in client.get(reverse("scoring:sheet-list")).content.decode()


def test_a_division_reads_no_days_of_what_its_unit_owes_no_more(client, sheet, unit, divisions):
    """Waived, or sent once and returned: its home says no more than that of the unit."""
    duty = DutyFactory(year=sheet.cluster_year.year, code="score_sheet", due_on=NOW.date() - timedelta(days=5))
    owed = Obligation.objects.filter(pk=ObligationFactory(duty=duty, unit=unit).pk)
    client.force_login(divisions["Văn phòng"].user)

    def days(**facts) -> int | None:
        owed.update(first_fulfilled_at=None, waived_at=None)
        owed.update(**facts)
        [task] = client.get("/").context["tasks"]
        return task.days_left

    with time_machine.travel(NOW, tick=False):
        assert (days(), days(waived_at=NOW), days(first_fulfilled_at=NOW)) == (-5, None, None)


def test_the_officer_gives_out_parts_and_sees_who_is_done(client, sheet, divisions, unit):
    officer, other = officer_of(sheet), divisions["Phòng Hành chính tư pháp"]
    client.force_login(officer)
    url = reverse("scoring:sheet-departments", args=[sheet.pk])
    assert "văn phòng" in client.get(url).content.decode()
    assert client.post(url, {"group_0": divisions["Văn phòng"].unit_id, "group_1": other.unit_id}).status_code == 302
    client.force_login(other.user)
    assert client.get(reverse("scoring:own-part", args=[sheet.pk])).status_code == 200
    assert client.post(reverse("scoring:own-part-done", args=[sheet.pk])).status_code == 302
    client.force_login(officer)
    assert "Phòng Hành chính tư pháp: báo xong lúc" in client.get(sheet.get_absolute_url()).content.decode()
    stranger = UnitFactory(name="Phòng của đơn vị khác")
    with pytest.raises(departments.NotBelow):
        departments.assign(sheet_id=sheet.pk, given={"part:B": stranger.pk}, actor=acting(officer), now=NOW)


def test_whose_division_was_closed_before_gets_nothing(unit, divisions):
    division = divisions["Văn phòng"].unit
    division.valid_to = date(2020, 6, 30)
    division.save()
    criteria_set = criteria_set_of_leaves(2)
    criteria_set.criteria.filter(code="A").update(self_by="Văn phòng")
    open_sheet(criteria_set, unit=unit)
    assert not PartAssignment.objects.exists()


def test_a_division_under_two_units_with_a_sheet_fills_that_of_the_nearer(unit):
    """A division of a branch, when the branch and the unit above it both score themselves."""
    branch = UnitFactory(parent=unit)
    UnitFactory(parent=branch, name="Văn phòng", kind=UnitKind.DIVISION)
    criteria_set = criteria_set_of_leaves(2)
    criteria_set.criteria.filter(code="A").update(self_by="Văn phòng")
    sheets = [open_sheet(criteria_set, unit=each) for each in (unit, branch)]
    PartAssignment.objects.all().delete()
    departments.assign_by_name(sheets, load_table(criteria_set.pk), NOW)
    assert PartAssignment.objects.get().sheet == sheets[1]


def test_a_division_begins_on_its_local_day(unit, divisions):
    """20:00 UTC is already the next day."""
    division = divisions["Văn phòng"].unit
    division.valid_from = date(2020, 11, 13)
    division.save()
    criteria_set = criteria_set_of_leaves(2)
    criteria_set.criteria.filter(code="A").update(self_by="Văn phòng")
    sheet = open_sheet(criteria_set, unit=unit)
    assert not PartAssignment.objects.exists()
    departments.assign_by_name([sheet], load_table(criteria_set.pk), NOW.replace(hour=20))
    assert PartAssignment.objects.get().division == division


def test_a_division_that_reads_the_whole_sheet_removes_evidence_only_from_its_own_lines(client, sheet, divisions):
    """Someone of the division is of the standing office too."""
    user, office = divisions["Văn phòng"].user, sheet.cluster_year.cluster.organiser
    RoleAssignmentFactory(unit=office, role=Role.STANDING_OFFICE, user=user)
    client.force_login(user)
    found = {}
    for code in ("A.1", "B.1"):
        link = cite_document(
            line_id=line(code).pk, symbol="1/KH", issued_on=date(2020, 5, 4), actor=system_actor(), now=NOW
        )
        found[code] = client.post(reverse("scoring:evidence-remove", args=[link.pk])).status_code
    assert found == {"A.1": 302, "B.1": 404}
    assert EvidenceLink.objects.get().line == line("B.1")


def test_the_home_of_a_division_names_its_part_until_it_is_done(client, sheet, divisions):
    client.force_login(divisions["Văn phòng"].user)
    [task] = client.get("/").context["tasks"]
    assert (task.url, task.status) == (reverse("scoring:own-part", args=[sheet.pk]), "not_started")
    client.post(reverse("scoring:own-part-done", args=[sheet.pk]))
    [task] = client.get("/").context["tasks"]
    assert (task.status, task.holder) == ("sent", sheet.unit_name)
    client.force_login(divisions["Phòng Hành chính tư pháp"].user)
    assert "Chưa có việc" in client.get("/").content.decode()


def test_a_division_owes_nothing_more_once_the_sheet_has_left_the_unit(client, sheet, divisions):
    ScoreSheet.objects.filter(pk=sheet.pk).update(state=SheetState.SELF_SUBMITTED, submitted_at=NOW)
    client.force_login(divisions["Văn phòng"].user)
    [task] = client.get("/").context["tasks"]
    assert (task.status, task.action_label, task.note) == ("sent", "", sheet.unit_name)
