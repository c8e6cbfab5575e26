"""Reports on targets and inspections: the same figures in every format, for whoever may see every member's."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import docx
import openpyxl
import pytest

from apps.accounts.grants import actor_for
from apps.clusters.domain.inspections import Found, Plan, hold_inspection, plan_inspection
from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory, MemberFactory
from apps.core.actor import system_actor
from apps.core.pdf import Verification
from apps.periods.tests.factories import EmulationYearFactory
from apps.reports import registry
from apps.reports.registry import NothingToReport, Printing
from apps.results.tests.factories import IndicatorFactory, ResultEntryFactory, TargetFactory
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 11, 20, 2, tzinfo=UTC)
PRINTING = Printing(Verification("THU-0001", "https://example.test/verify/THU-0001"), NOW)
SYSTEM = system_actor()


@pytest.fixture
def cluster_year():
    made = ClusterYearFactory(year=EmulationYearFactory(year=2020))
    cases = IndicatorFactory(code="VIEC", label="Về việc", short_label="về việc")
    for done in (75, 76):
        member = MemberFactory(cluster_year=made)
        TargetFactory(unit=member.unit, indicator=cases, value=Decimal(73))
        ResultEntryFactory(unit=member.unit, indicator=cases, numerator=Decimal(done))
    return made


def rendered(name, cluster_year, format_) -> bytes:
    report = registry.find(name)
    subject = report.find({"cluster_year": cluster_year.pk}, SYSTEM)
    return report.renderers[format_](report.build(subject), PRINTING)


def words_of(content: bytes) -> str:
    word = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in word.paragraphs] + cells)


def test_targets_say_the_same_in_word_and_excel(cluster_year):
    text = words_of(rendered("targets", cluster_year, registry.DOCX))
    assert "2/2 đơn vị đạt và vượt 1/1 chỉ tiêu; vượt về việc 2,50%." in text
    assert "151 ÷ 200 = 75,50%" in text
    book = openpyxl.load_workbook(io.BytesIO(rendered("targets", cluster_year, registry.XLSX)))
    cells = [cell.value for row in book.active.iter_rows() for cell in row]
    assert {73, 75, 76, "%", "vượt 2,00%", "vượt 3,00%"} <= set(cells)
    region = [[cell.value for cell in row] for row in book["Kết quả chung"].iter_rows()][-1]
    assert (region[3], region[4], region[7], region[9], region[10]) == (73, 75.5, 0.025, 2, 2)


def test_inspection_lists_open_and_closed(cluster_year):
    unit = cluster_year.members.earliest("pk").unit
    inspection = plan_inspection(
        cluster_year_id=cluster_year.pk, unit_id=unit.pk, plan=Plan(date(2020, 11, 10)), actor=SYSTEM, now=NOW
    )
    hold_inspection(
        inspection_id=inspection.pk,
        version=1,
        held_on=date(2020, 11, 10),
        found=[Found("Chưa lưu biên bản", date(2020, 12, 10))],
        conclusion="",
        minutes=None,
        actor=SYSTEM,
        now=NOW,
    )
    text = words_of(rendered("inspection", cluster_year, registry.DOCX))
    assert "1 nội dung cần khắc phục: đã khắc phục 0, chưa khắc phục xong 1." in text
    assert "Chưa lưu biên bản" in text
    book = openpyxl.load_workbook(io.BytesIO(rendered("inspection", cluster_year, registry.XLSX)))
    assert "Chưa khắc phục" in [cell.value for row in book.active.iter_rows() for cell in row]


@pytest.mark.parametrize("name", ["targets", "inspection"])
def test_members_do_not_get_what_only_heads_see(cluster_year, name):
    first, second = cluster_year.members.order_by("pk")
    HeadTermFactory(cluster_year=cluster_year, unit=first.unit)
    report, params = registry.find(name), {"cluster_year": cluster_year.pk}
    head = actor_for(RoleAssignmentFactory(unit=first.unit).user, NOW.date())
    assert report.find(params, head).ids == [cluster_year.pk]
    member = actor_for(RoleAssignmentFactory(unit=second.unit).user, NOW.date())
    with pytest.raises(NothingToReport):
        report.find(params, member)
    assert report.seen([cluster_year.pk], member) == set()
