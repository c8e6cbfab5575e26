"""The consolidated sheet and a unit's registration as files: the same rows in PDF, workbook and Word."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.utils import timezone
from openpyxl import load_workbook

from apps.core.pdf import Verification
from apps.registrations.tests.factories import NOW, SYSTEM, build
from apps.registrations.tests.test_consolidating import change, send
from apps.reports import registry

pytestmark = pytest.mark.django_db


def rendered(name: str, format_: str, params: dict) -> bytes:
    report = registry.find(name)
    subject = report.find(params, SYSTEM)
    printing = registry.Printing(Verification("TEST-0001", "https://minhhoa.example/verify/TEST-0001"), timezone.now())
    return report.renderers[format_](report.build(subject), printing)


@pytest.fixture
def world():
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        made = build(2)
        made.sent(0)
        made.sent(1)
        send(made)
        change(made, 1)
        send(made, reason="Đơn vị bổ sung")
        yield made


def test_workbook_has_every_row_and_marks_the_difference(world):
    content = rendered("consolidated_registration", "xlsx", {"cluster_year": world.cluster_year.pk})
    book = load_workbook(BytesIO(content))
    rows = [[cell for cell in row if cell is not None] for row in book["Theo đơn vị"].iter_rows(values_only=True)]
    texts = [" | ".join(map(str, row)) for row in rows]
    assert any("Bản số 2" in text for text in texts)
    assert sum("Bổ sung" in text for text in texts if world.units[1].name in text) == 1
    assert any("Sửa | Lao động tiên tiến" in text for text in texts)
    assert any("Lao động tiên tiến | 0 | 2" in " | ".join(map(str, row)) for row in book["Theo danh hiệu"].values)


@pytest.mark.parametrize(("format_", "start"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_sheet_is_printed_and_written_for_word(world, format_, start):
    content = rendered("consolidated_registration", format_, {"cluster_year": world.cluster_year.pk})
    assert content.startswith(start)


def test_registration_of_a_unit_is_printed_to_sign(world):
    content = rendered("registration", "pdf", {"registration": world.started(0).pk})
    assert content.startswith(b"%PDF")
