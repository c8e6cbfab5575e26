"""Opening sheets and versions."""

from datetime import date
from decimal import Decimal

import pytest

from apps.clusters.tests.factories import MemberFactory
from apps.core.actor import system_actor
from apps.documents.enums import SigningWay
from apps.scoring.domain.evidence import cite_document
from apps.scoring.domain.inputs import LineInput
from apps.scoring.domain.lines import save_line
from apps.scoring.domain.sheets import SetNotUsable, open_sheets
from apps.scoring.domain.submissions import submit_sheet
from apps.scoring.domain.versions import current_version, open_self_again
from apps.scoring.enums import SetState
from apps.scoring.models import EvidenceLink, ScoreLine, ScoreSheet, SheetVersion
from apps.scoring.tests.factories import NOW, criteria_set_of_leaves, open_sheet
from apps.units.enums import UnitKind
from apps.units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db
ME = system_actor()


def again(sheet):
    return open_sheets(cluster_year_id=sheet.cluster_year_id, criteria_set_id=sheet.criteria_set_id, actor=ME, now=NOW)


def test_open_sheets_makes_one_open_self_version_with_all_leaves_per_member():
    open_sheet(criteria_set_of_leaves(5, parts=2), members=3)
    assert ScoreSheet.objects.count() == SheetVersion.objects.count() == 3
    assert ScoreLine.objects.count() == 15
    assert set(ScoreLine.objects.values_list("points", "version")) == {(None, 1)}


def test_open_sheets_again_only_adds_new_members():
    sheet = open_sheet(criteria_set_of_leaves(2), members=2)
    assert len(again(sheet)) == 2
    MemberFactory(cluster_year=sheet.cluster_year)
    assert len(again(sheet)) == 3
    assert ScoreLine.objects.count() == 6


def test_open_sheets_leaves_out_kinds_that_the_set_does_not_name():
    sheet = open_sheet(criteria_set_of_leaves(1))
    MemberFactory(cluster_year=sheet.cluster_year, unit=UnitFactory(kind=UnitKind.ENFORCEMENT_PROVINCE))
    assert len(again(sheet)) == 1


def test_open_sheets_of_a_draft_is_refused():
    sheet = open_sheet(criteria_set_of_leaves(1))
    sheet.criteria_set.state = SetState.DRAFT
    sheet.criteria_set.save()
    with pytest.raises(SetNotUsable):
        again(sheet)


def test_open_self_again_copies_lines_and_evidence_and_becomes_the_current_version():
    sheet = open_sheet(criteria_set_of_leaves(2))
    line = ScoreLine.objects.order_by("criterion__position").first()
    save_line(line_id=line.pk, expected_version=1, inputs=LineInput(points=Decimal(1), note="a"), actor=ME, now=NOW)
    cite_document(line_id=line.pk, symbol="1/BC", issued_on=date(2020, 5, 4), actor=ME, now=NOW)
    submit_sheet(sheet_id=sheet.pk, way=SigningWay.SCREEN, actor=ME, now=NOW)
    sheet.refresh_from_db()
    version = open_self_again(sheet)
    assert current_version(sheet) == version
    assert version.number == 2
    copy = version.lines.order_by("criterion__position").first()
    assert (copy.points, copy.note, copy.version) == (Decimal("1.000"), "a", 1)
    assert EvidenceLink.objects.get(line=copy).document.symbol == "1/BC"
