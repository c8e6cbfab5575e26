"""Filling in: one line by autosave, a whole part without JavaScript."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.core.actor import system_actor
from apps.documents.enums import SigningWay
from apps.documents.models import Attachment
from apps.scoring.domain.inputs import LineInput
from apps.scoring.domain.lines import save_line
from apps.scoring.domain.returns import return_sheet
from apps.scoring.domain.submissions import submit_sheet
from apps.scoring.enums import Method
from apps.scoring.models import EvidenceLink, ScoreLine
from apps.scoring.tests.factories import (
    NOW,
    BandFactory,
    CriteriaSetFactory,
    CriterionFactory,
    criteria_set_of_leaves,
    officer_of,
    open_sheet,
)

pytestmark = pytest.mark.django_db
OTHER = system_actor("Bà Trần Thị Thử")
PDF = b"%PDF-1.4\n%%EOF"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def sheet(client):
    opened = open_sheet(criteria_set_of_leaves(2))
    client.force_login(officer_of(opened))
    return opened


def part(sheet):
    return reverse("scoring:sheet-part", args=[sheet.pk, 1])


def lines():
    return list(ScoreLine.objects.order_by("criterion__position"))


def autosave(client, line, version=1, **typed):
    data = {f"l{line.pk}-version": version} | {f"l{line.pk}-{name}": value for name, value in typed.items()}
    return client.post(reverse("scoring:line-save", args=[line.pk]), data)


def posted(client, sheet, **changes):
    """The whole part as the browser sends it without JavaScript, with some values changed."""
    page = client.get(part(sheet))
    data = {"form_token": page.context["form_token"]}
    for row in page.context["line_rows"]:
        data[f"l{row.line.pk}-version"] = row.line.version
        for field in row.form:
            if field.name != "version":
                data[field.html_name] = field.value() if field.value() is not None else ""
    return data | changes


@pytest.mark.parametrize("typed", ["1,5", "1.5"])
def test_autosave_takes_both_decimal_marks_and_answers_the_new_version(client, sheet, typed):
    line = lines()[0]
    answer = autosave(client, line, points=typed)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert f'name="l{line.pk}-version" value="2"' in text
    assert "Đã lưu lúc" in text
    assert '<p class="part-sums" id="part-sums" hx-swap-oob="true">' in text
    assert lines()[0].points == Decimal("1.5")


@pytest.mark.parametrize(
    ("typed", "message"),
    [("2,5", "Điểm 2,5 vượt mức tối đa 2."), ("hai", "Nhập một số, ví dụ 2,5."), ("-1", "Điểm không được nhỏ hơn 0.")],
)
def test_autosave_of_impossible_points_says_why_and_saves_nothing(client, sheet, typed, message):
    answer = autosave(client, lines()[0], points=typed)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert lines()[0].points is None


def test_autosave_second_of_two_people_sees_both_values_and_may_keep_hers(client, sheet):
    line = lines()[0]
    save_line(line_id=line.pk, expected_version=1, inputs=LineInput(points=Decimal(1)), actor=OTHER, now=NOW)
    answer = autosave(client, line, points="1,75")
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Bà Trần Thị Thử đã sửa lúc 16:20. Nội dung của bạn vẫn còn ở dưới." in text
    assert "<td>1 điểm</td><td>1,75 điểm</td>" in text
    assert f'name="l{line.pk}-version" value="2"' in text
    assert autosave(client, line, version=2, points="1,75").status_code == 200
    assert lines()[0].points == Decimal("1.75")


def test_autosave_from_a_page_of_an_older_version_asks_to_load_it_again(client, sheet):
    old = lines()[0]
    submit_sheet(sheet_id=sheet.pk, way=SigningWay.SCREEN, actor=OTHER, now=NOW)
    return_sheet(sheet_id=sheet.pk, remark="Bổ sung", actor=OTHER, now=NOW)
    answer = autosave(client, old, points="1")
    assert answer.status_code == 409
    assert "Bảng đã có phiên bản mới. Hãy tải lại trang rồi nhập tiếp." in answer.content.decode()


def test_full_post_saves_all_lines_and_leads_on(client, sheet):
    one, two = lines()
    data = posted(client, sheet, **{f"l{one.pk}-points": "1,5", f"l{two.pk}-points": "2", "continue": "1"})
    answer = client.post(part(sheet), data)
    assert answer.url == reverse("scoring:sheet-check", args=[sheet.pk])
    assert [line.points for line in lines()] == [Decimal("1.5"), Decimal(2)]


def test_full_post_with_one_fault_saves_nothing_and_keeps_everything_typed(client, sheet):
    one, two = lines()
    upload = SimpleUploadedFile("bao-cao.pdf", PDF)
    changes = {
        f"l{one.pk}-points": "1,5",
        f"l{one.pk}-note": "theo báo cáo năm",
        f"l{two.pk}-points": "9",
        f"e{one.pk}-file": upload,
        f"e{one.pk}-symbol": "12/BC",
        f"e{one.pk}-issued_on": "4.5.2020",
    }
    answer = client.post(part(sheet), posted(client, sheet, **changes))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Điểm 9 vượt mức tối đa 2." in text
    for kept in ('value="1,5"', 'value="9"', "theo báo cáo năm", 'value="12/BC"', "Đã nhận tệp bao-cao.pdf"):
        assert kept in text
    assert [line.points for line in lines()] == [None, None]
    assert not EvidenceLink.objects.exists()
    key = Attachment.objects.get().key
    changes |= {f"l{two.pk}-points": "2", f"e{one.pk}-kept": str(key)}
    del changes[f"e{one.pk}-file"]
    assert client.post(part(sheet), posted(client, sheet, **changes)).status_code == 302
    assert EvidenceLink.objects.filter(line=one).count() == 2


def test_full_post_that_conflicts_shows_both_values_and_the_second_post_wins(client, sheet):
    one, two = lines()
    data = posted(client, sheet, **{f"l{one.pk}-points": "1,5", f"l{two.pk}-points": "1"})
    save_line(line_id=one.pk, expected_version=1, inputs=LineInput(points=Decimal(1)), actor=OTHER, now=NOW)
    answer = client.post(part(sheet), data)
    assert answer.status_code == 409
    assert "<td>1 điểm</td><td>1,5 điểm</td>" in answer.content.decode()
    assert lines()[1].points is None
    data[f"l{one.pk}-version"] = 2
    assert client.post(part(sheet), data).status_code == 302
    assert [line.points for line in lines()] == [Decimal("1.5"), Decimal(1)]


def test_full_post_does_not_fight_over_lines_the_person_left_alone(client, sheet):
    one, two = lines()
    data = posted(client, sheet, **{f"l{two.pk}-points": "1"})
    save_line(line_id=one.pk, expected_version=1, inputs=LineInput(points=Decimal(2)), actor=OTHER, now=NOW)
    assert client.post(part(sheet), data).status_code == 302
    assert [line.points for line in lines()] == [Decimal(2), Decimal(1)]


def test_full_post_sent_twice_is_done_once(client, sheet):
    one = lines()[0]
    data = posted(client, sheet, **{f"l{one.pk}-points": "1"})
    for _ in range(2):
        data[f"e{one.pk}-file"] = SimpleUploadedFile("bao-cao.pdf", PDF)
        assert client.post(part(sheet), data).status_code == 302
    assert EvidenceLink.objects.count() == 1
    assert lines()[0].version == 2


def test_upload_that_is_too_large_is_refused_beside_its_box(client, sheet, settings):
    settings.UPLOAD_MAX_BYTES = 1000
    one = lines()[0]
    data = posted(client, sheet, **{f"e{one.pk}-file": SimpleUploadedFile("to.pdf", b"%PDF-" + b"0" * 2000)})
    answer = client.post(part(sheet), data)
    assert answer.status_code == 422
    assert "vượt giới hạn" in answer.content.decode()


def test_evidence_from_the_table_is_added_and_refused_in_place(client, sheet):
    line = lines()[0]
    address = reverse("scoring:evidence-add", args=[line.pk])
    assert client.post(address, {f"e{line.pk}-symbol": "1/KH"}).status_code == 422
    answer = client.post(address, {f"e{line.pk}-symbol": "1/KH", f"e{line.pk}-issued_on": "04/05/2020"})
    assert answer.status_code == 200
    assert "1/KH" in answer.content.decode()
    # A symbol that the unit has kept needs no date.
    other = lines()[1]
    address = reverse("scoring:evidence-add", args=[other.pk])
    assert client.post(address, {f"e{other.pk}-symbol": "1/kh"}).status_code == 200
    assert EvidenceLink.objects.count() == 2
    program = {f"e{line.pk}-file": SimpleUploadedFile("a.pdf", b"MZ\x90")}
    answer = client.post(reverse("scoring:evidence-add", args=[line.pk]), program)
    assert answer.status_code == 422
    assert "Tệp “a.pdf” không phải PDF thật." in answer.content.decode()


def test_line_with_half_of_its_figures_is_not_scored_yet(client):
    criteria_set = CriteriaSetFactory()
    ratio = CriterionFactory(criteria_set=criteria_set, method=Method.RATIO_BAND)
    BandFactory(criterion=ratio, label="Đạt", points=Decimal(2), lo=Decimal(0))
    sheet = open_sheet(criteria_set)
    client.force_login(officer_of(sheet))
    line = lines()[0]
    half = autosave(client, line, numerator="5", denominator="").content.decode()
    assert "Đã lưu lúc" in half
    assert "<span>Chưa chấm</span>" in half
    assert "<span>Chưa chấm</span>" not in autosave(client, line, 2, numerator="5", denominator="5").content.decode()


def test_inputs_follow_the_method_of_each_criterion(client):
    criteria_set = CriteriaSetFactory()
    part_row = CriterionFactory(criteria_set=criteria_set, is_leaf=False, method="additive", code="P")
    made = {}
    for method in (Method.MANUAL, Method.CHOICE, Method.RATIO_BAND, Method.LATENESS_BAND, Method.COUNT, Method.DEDUCT):
        made[method] = CriterionFactory(
            criteria_set=criteria_set, parent=part_row, method=method, code=method, per_item=Decimal("0.5")
        )
    BandFactory(criterion=made[Method.CHOICE], label="Có", points=Decimal(2))
    for method in (Method.RATIO_BAND, Method.LATENESS_BAND):
        BandFactory(criterion=made[method], label="Đạt", points=Decimal(2), lo=Decimal(0))
    BandFactory(criterion=made[Method.MANUAL], kind="bonus", label="Được khen", points=Decimal(1))
    sheet = open_sheet(criteria_set)
    client.force_login(officer_of(sheet))
    rows = client.get(part(sheet)).context["line_rows"]
    shared = ["version", "seen", "not_applicable", "note"]
    asked = {row.criterion.code: [name for name in row.form.fields if name not in shared] for row in rows}
    assert asked == {
        "manual": ["points", "case_0"],
        "choice": ["band_label"],
        "ratio_band": ["numerator", "denominator"],
        "lateness_band": ["count"],
        "count": ["count"],
        "deduct": ["count"],
    }
