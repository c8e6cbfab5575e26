"""Sending a self-score."""

from decimal import Decimal

import pytest

from apps.core.actor import system_actor
from apps.scoring.domain import lines, submissions
from apps.scoring.domain.inputs import LineInput
from apps.scoring.enums import SheetState, SigningWay, Stage
from apps.scoring.models import ScoreLine, SheetVersion
from apps.scoring.tests.factories import NOW, criteria_set_of_leaves, open_sheet

pytestmark = pytest.mark.django_db


def test_submit_without_steps_makes_the_sheet_final():
    sheet = open_sheet(criteria_set_of_leaves(2, steps=0))
    line = ScoreLine.objects.first()
    lines.save_line(
        line_id=line.pk, expected_version=1, inputs=LineInput(points=Decimal("1.5")), actor=system_actor(), now=NOW
    )
    submissions.submit_sheet(sheet_id=sheet.pk, way=SigningWay.SCREEN, actor=system_actor(), now=NOW)
    sheet.refresh_from_db()
    assert sheet.state == SheetState.FINAL
    assert list(SheetVersion.objects.values_list("stage", "total", "canonical")) == [
        (Stage.SELF, Decimal("1.500"), "A/A.1\t1.500\t0.000\t0.000\t1.500\nA/A.2\t0.000\t0.000\t0.000\t0.000\n"),
        (Stage.FINAL, Decimal("1.500"), "A/A.1\t1.500\t0.000\t0.000\t1.500\nA/A.2\t0.000\t0.000\t0.000\t0.000\n"),
    ]
