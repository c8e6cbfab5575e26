"""The report on evenness as PDF, Word and workbook."""

from datetime import UTC, date, datetime
from io import BytesIO

import openpyxl

from apps.core.pdf import Verification
from apps.movements.evenness_exports import EvennessReport, EvennessRow
from apps.movements.evenness_queries import Spread
from apps.reports.entries.evenness import REPORT
from apps.reports.registry import DOCX, PDF, XLSX, Printing

DATA = [
    EvennessReport(
        cluster_name="Cụm thi đua số 1",
        organiser_name="Bộ Tư pháp",
        year=2020,
        movements=("Chuyên đề", "Thường xuyên"),
        rows=(
            EvennessRow("Thanh tra Bộ", False, (None, 0), 0, None),
            EvennessRow("Văn phòng Bộ", True, (3, 4), 7, date(2020, 6, 1)),
        ),
        spread=Spread(2, 1, 7, 3.5, 0),
    )
]


def test_same_figures_in_every_format():
    printing = Printing(
        Verification("http://localhost/verify/ABCD-1234", "ABCD-1234"), datetime(2020, 7, 1, tzinfo=UTC)
    )
    files = {name: render(DATA, printing) for name, render in REPORT.renderers.items()}
    assert files[PDF].startswith(b"%PDF")
    assert files[DOCX].startswith(b"PK")
    sheet = openpyxl.load_workbook(BytesIO(files[XLSX])).worksheets[0]
    texts = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
    assert "Chưa có phong trào theo chuyên đề (1 đơn vị): Thanh tra Bộ." in texts
    assert "Hoạt động trong năm của 2 đơn vị: nhiều nhất 7, trung vị 3,5, ít nhất 0." in texts
    rows = [row for row in sheet.iter_rows(values_only=True) if row[0] == "Văn phòng Bộ"]
    assert rows[0][1:4] == (3, 4, 7)
