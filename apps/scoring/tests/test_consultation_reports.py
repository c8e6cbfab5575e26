"""The letter of a unit in the official layout, and the table of all comments with their answers."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from apps.core.docx import print_docx
from apps.core.pdf import Verification, numbered, print_pdf
from apps.reports import registry
from apps.reports.renderers import consultation_reply as letter
from apps.reports.renderers import consultation_summary as summary
from apps.scoring.consultation_exports import reply_data, summary_data
from apps.scoring.domain.consultation_answers import answer_comment
from apps.scoring.domain.consultation_replies import CommentInput
from apps.scoring.models import SentComment
from apps.scoring.tests.consultation_cases import NOW, SYSTEM, build, reply_with

pytestmark = pytest.mark.django_db
ON_PLAN = CommentInput("criterion", "A.1", "Ít quá.", Decimal("1.5"), "Ban hành kế hoạch trong tháng 01")


def printing():
    return registry.Printing(Verification("TEST-0001", "https://minhhoa.example/verify/TEST-0001"), timezone.now())


def test_the_letter_stands_in_the_layout_of_a_cong_van():
    case = build(1)
    reply = reply_with(case, ON_PLAN, at=None)
    printed = letter.compose([reply_data(reply)], printing())
    frame = printed.document
    assert frame.type_name == ""  # a letter has no type name: V/v under the number
    assert frame.letter_abstract == "tham gia ý kiến dự thảo Bảng tiêu chí 2023"
    assert frame.addressees == [case.criteria_set.year.organiser.name]
    assert frame.number == numbered(None, "")  # a space: the register of the unit gives it, nobody invents it
    assert frame.place_date.date is None
    assert frame.recipients[-1] == "Lưu: VT"
    row = printed.tables[0].rows[0].cells
    assert row[1] == "1. Ban hành kế hoạch"
    assert row[2] == "Ít quá. Đề nghị điểm chuẩn: 1,5. Đề nghị sửa thành: “Ban hành kế hoạch trong tháng 01”."
    assert print_pdf(printed).startswith(b"%PDF")
    assert print_docx(printed).startswith(b"PK")


def test_sent_on_screen_the_letter_says_who_confirmed_and_bears_the_day():
    case = build(1)
    reply = reply_with(case, ON_PLAN)
    frame = letter.compose([reply_data(reply)], printing()).document
    assert frame.place_date.date == date(2023, 3, 1)
    assert case.leaders[0].get_full_name() in frame.signatures[0].note


def test_the_summary_has_every_comment_with_its_answer_and_names_who_agrees():
    case = build()
    reply_with(case, ON_PLAN)
    reply_with(case, index=1)
    answer = {"kind": "accepted", "words": "Đã sửa.", "expected_version": 0}
    answer_comment(comment_id=SentComment.objects.get().pk, actor=SYSTEM, now=NOW, **answer)
    printed = summary.compose([summary_data(case.consultation)], printing())
    assert [row.cells[1:] for row in printed.tables[0].rows] == [
        [
            "1. Ban hành kế hoạch",
            case.units[0].name,
            "Ít quá. Đề nghị điểm chuẩn: 1,5. Đề nghị sửa thành: “Ban hành kế hoạch trong tháng 01”.",
            "Tiếp thu: Đã sửa.",
        ]
    ]
    assert case.units[1].name in printed.closing[0]
    assert summary.xlsx([summary_data(case.consultation)], printing()).startswith(b"PK")
