from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.clusters.models import ClusterYear
from apps.core.actor import system_actor
from apps.documents.domain.citing import file_document
from apps.scoring.domain.versions import copy_lines, lock_version, make_final, open_version
from apps.scoring.enums import SheetState, Stage
from apps.scoring.exports import sheets_data
from apps.scoring.models import EvidenceLink, ScoreLine, ScoreSheet
from apps.scoring.tests.factories import NOW, criteria_set_of_leaves, open_sheet

pytestmark = pytest.mark.django_db
ACTOR = system_actor("Bà Trần Thị Thử")


def scored(sheet, base, **fields):
    lines = ScoreLine.objects.filter(sheet_version__sheet=sheet, criterion__code="A.1")
    value = Decimal(str(base))
    lines.update(base=value, bonus=0, penalty=0, points=value, complete=True, **fields)
    return lines.get()


def data_of(sheet):
    return sheets_data(ScoreSheet.objects.for_list().filter(pk=sheet.pk))[0]


def test_open_sheet_shows_what_was_typed_so_far():
    sheet = open_sheet(criteria_set_of_leaves(2))
    line = scored(sheet, "1.5", note="ghi chú")
    document = file_document(
        symbol="12/BC-VPB", issued_on=NOW.date(), issuer_name="X", owner_code="X", actor=ACTOR, now=NOW
    )
    EvidenceLink.objects.create(line=line, document=document, added_by_label="Ai đó")
    data = data_of(sheet)
    assert [(row.number, row.is_group, row.maximum, row.self_points, row.checked_points) for row in data.rows] == [
        ("A", True, 4, Decimal("1.5"), None),
        ("1", False, 2, Decimal("1.5"), None),
        ("2", False, 2, None, None),
    ]
    assert data.rows[1].evidence == ("12/BC-VPB (12/11/2020)",)
    assert data.rows[1].note == "ghi chú"
    assert (data.self_sums.total, data.is_checked, data.is_sent) == (Decimal("1.5"), False, False)


def test_checked_sheet_shows_both_scores_and_the_reason():
    sheet = open_sheet(criteria_set_of_leaves(2))
    scored(sheet, 2)
    own = sheet.versions.get()
    lock_version(own, ACTOR, NOW, signing_way="screen", signed_by_label="Ông Lê Văn Mẫu", receipt_number="XN-1")
    step = open_version(sheet, Stage.STEP, 1)
    copy_lines(own, step)
    step.lines.filter(criterion__code="A.1").update(base=1, points=1, reason_text="Thiếu minh chứng")
    assert data_of(sheet).checked_sums is None  # a check that goes on is nobody's to print
    lock_version(step, ACTOR, NOW)
    make_final(sheet, step, actor=ACTOR, now=NOW)
    ScoreSheet.objects.filter(pk=sheet.pk).update(state=SheetState.FINAL, submitted_at=NOW)
    data = data_of(sheet)
    assert (data.rows[1].self_points, data.rows[1].checked_points, data.rows[1].note) == (2, 1, "Thiếu minh chứng")
    assert (data.self_sums.total, data.checked_sums.total) == (2, 1)
    assert (data.signed_by, data.receipt_number) == ("Ông Lê Văn Mẫu", "XN-1")


def test_returned_sheet_leaves_the_earlier_check_behind():
    sheet = open_sheet(criteria_set_of_leaves(1))
    own = sheet.versions.get()
    lock_version(own, ACTOR, NOW)
    step = open_version(sheet, Stage.STEP, 1)
    copy_lines(own, step)
    lock_version(step, ACTOR, NOW)
    again = open_version(sheet, Stage.SELF)
    copy_lines(own, again)
    assert data_of(sheet).checked_sums is None


def test_query_count_does_not_grow_with_sheets():
    criteria_set = criteria_set_of_leaves(3)
    counts = []
    for members in (1, 3):
        sheet = open_sheet(criteria_set, members=members)
        ClusterYear.objects.get(pk=sheet.cluster_year_id)
        with CaptureQueriesContext(connection) as queries:
            found = ScoreSheet.objects.for_list().select_related("cluster_year__cluster__organiser")
            assert len(sheets_data(found.filter(cluster_year=sheet.cluster_year_id))) == members
        counts.append(len(queries))
    assert counts[0] == counts[1]
