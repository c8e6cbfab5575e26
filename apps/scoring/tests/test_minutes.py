"""Biên bản thống nhất điểm: agreed points, the unit's word, signing; 124,4 → 118,4 of the minutes of 09/12/2022."""

import io
import re
import subprocess
from dataclasses import replace
from datetime import date

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import model_to_dict
from django.urls import reverse

from apps.core.errors import StaleVersion
from apps.core.pdf import Verification, pdf_available
from apps.documents.domain.attachments import store
from apps.documents.domain.signed_copies import ChangedMeanwhile, PaperCopy, SignedCopyMissing
from apps.reports.entries.verification_minutes import REPORT, find_minutes
from apps.reports.registry import NothingToReport, Printing
from apps.scoring.domain import finalising, lines, minutes, minutes_points, returns
from apps.scoring.domain.finalising import LinesUnchecked
from apps.scoring.domain.inputs import LineInput
from apps.scoring.domain.lines import LinesRefused
from apps.scoring.domain.minutes import (
    ConsentMissing,
    ConsentOutdated,
    DraftThere,
    Meeting,
    MinutesClosed,
    MinutesSigned,
    WordsMissing,
)
from apps.scoring.domain.minutes_items import items_of
from apps.scoring.domain.minutes_points import Agreed
from apps.scoring.domain.reviews import start_step
from apps.scoring.enums import BandKind, Consent, Method, Stage, StepRole
from apps.scoring.models import ReviewStep, VerificationMinutes
from apps.scoring.reference import load_difference_reasons
from apps.scoring.review_queries import for_review
from apps.scoring.tests.factories import (
    NOW,
    BandFactory,
    CriterionFactory,
    criteria_set_of_leaves,
    leader_of,
    officer_of,
    open_sheet,
)
from apps.scoring.tests.review_cases import (
    LATER,
    SYSTEM,
    D,
    head_of,
    open_lines,
    review,
    send,
    sheet_in_step,
    type_points,
)

pytestmark = pytest.mark.django_db
needs_pdf = pytest.mark.skipif(not pdf_available(), reason="Pango or the font is not installed")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
MEETING = Meeting(
    held_on=date(2020, 11, 12),
    held_at="8 giờ 30",
    place="Phòng họp tầng 2",
    teams={"A": "Bà Trần Thị Thử, ông Lê Văn Mẫu"},
    members=[
        {"name": "Trần Thị Thử", "post": "Trưởng phòng", "body": "Sở Thử", "duty": "chair", "signs": True},
        {"name": "Lê Văn Mẫu", "post": "Chuyên viên", "body": "Sở Thử", "duty": "secretary", "signs": True},
        {"name": "Phạm Thị Mẫu", "post": "Phó Giám đốc", "body": "Đơn vị", "duty": "unit", "signs": True},
        {"name": " "},
    ],
)


def draw_up(sheet, meeting=MEETING):
    return minutes.create_minutes(sheet_id=sheet.pk, meeting=meeting, actor=SYSTEM, now=LATER)


def agree(drawn, **points):
    """Agreed points by criterion code; a tuple brings its reason."""
    found = {}
    for code, value in points.items():
        line = open_lines(drawn.sheet)[code.replace("_", ".")]
        agreed, reason = value if isinstance(value, tuple) else (value, "")
        found[line.pk] = Agreed(line.version, D(agreed), reason)
    return minutes_points.agree_points(minutes_id=drawn.pk, agreed=found, actor=SYSTEM, now=LATER)


def share(drawn):
    return minutes.share_minutes(minutes_id=drawn.pk, actor=SYSTEM, now=LATER)


def consent(drawn, said=Consent.AGREED, words="", seen=None):
    seen = mark(drawn) if seen is None else seen
    return minutes.give_consent(minutes_id=drawn.pk, consent=said, words=words, seen=seen, actor=SYSTEM, now=LATER)


def sign(drawn, way="screen", **more):
    more.setdefault("seen", mark(drawn))
    return minutes.sign_minutes(minutes_id=drawn.pk, way=way, actor=SYSTEM, now=LATER, **more)


def mark(drawn):
    """Of what is stored now, whatever the test holds in its hand."""
    return minutes.mark_of(VerificationMinutes.objects.get(pk=drawn.pk))


def paper():
    kept = store(SimpleUploadedFile("bien-ban.pdf", PDF), actor=SYSTEM, now=NOW)
    return PaperCopy(kept, "15/BB-ST", date(2020, 11, 12), "Trần Thị Thử", "Trưởng phòng")


def signed(sheet):
    drawn = draw_up(sheet)
    agree(drawn, A_1=("1", "late"), A_2="1.5")
    share(drawn)
    consent(drawn)
    return sign(drawn)


# --- The printed example -----------------------------------------------------------------------------------


def table_of_100():
    """100 standard points; one point for each measure, one for each complaint taken back, further points of bonus."""
    load_difference_reasons()
    criteria_set = criteria_set_of_leaves(2)
    criteria_set.criteria.filter(is_leaf=True).update(max_points=50)
    measures, complaints = criteria_set.criteria.filter(is_leaf=True).order_by("position")
    BandFactory(criterion=measures, kind=BandKind.BONUS, label="Biện pháp", points=1)
    BandFactory(criterion=complaints, kind=BandKind.BONUS, label="Đơn đã rút", points=1)
    part = criteria_set.criteria.get(code="A")
    CriterionFactory(
        criteria_set=criteria_set,
        parent=part,
        part=part,
        depth=1,
        code="A.3",
        position=9,
        method=Method.BONUS,
        max_points=20,
    )
    return criteria_set


def score(sheet, measures: int, complaints: int):
    typed = {
        "A.1": LineInput(points=D(50), cases={"Biện pháp": measures}),
        "A.2": LineInput(points=D(50), cases={"Đơn đã rút": complaints}),
        "A.3": LineInput(points=D("10.4")),
    }
    for code, inputs in typed.items():
        line = open_lines(sheet)[code]
        lines.save_line(line_id=line.pk, expected_version=line.version, inputs=inputs, actor=SYSTEM, now=NOW)
    return send(sheet)


def test_minutes_of_2022_from_124_4_to_118_4_where_the_unit_corrects_itself():
    sheet = score(open_sheet(table_of_100()), 8, 6)
    returned = open_lines(returns.return_sheet(sheet_id=sheet.pk, remark="8 → 4, 6 → 4", actor=SYSTEM, now=NOW))
    assert set(returned) == {"A.1", "A.2", "A.3"}
    sheet = start_step(sheet_id=score(sheet, 4, 4).pk, actor=SYSTEM, now=NOW)
    drawn = draw_up(sheet)
    agree(drawn, A_1="54", A_2="54", A_3="10.4")
    found = items_of(drawn)
    assert (found.first, found.claimed, found.agreed) == (D("124.4"), D("118.4"), D("118.4"))
    assert (found.maximum, found.base, found.bonus) == (D(100), D(100), D("18.4"))


def test_minutes_of_2022_where_the_verifiers_cut_two_counts_by_six_points():
    sheet = start_step(sheet_id=score(open_sheet(table_of_100()), 8, 6).pk, actor=SYSTEM, now=NOW)
    drawn = draw_up(sheet)
    agree(drawn, A_1=("54", "count_reduced"), A_2=("54", "count_reduced"), A_3="10.4")
    found = items_of(drawn)
    assert (found.claimed, found.agreed, found.difference) == (D("124.4"), D("118.4"), D("-6"))
    assert [(row.base, row.bonus, row.agreed) for row in found.rows[:2]] == [(D(50), D(4), D(54))] * 2
    finalising.finish_step(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)
    final = sheet.versions.get(stage=Stage.FINAL)
    assert (final.base, final.bonus, final.total) == (D(100), D("18.4"), D("118.4"))


# --- Rules -------------------------------------------------------------------------------------------------


def test_agreed_points_are_stored_all_or_nothing_with_a_reason_for_each_difference():
    drawn = draw_up(sheet_in_step())
    with pytest.raises(LinesRefused) as refused:
        agree(drawn, A_1="1", A_2="1.5")
    assert [error.field for error in refused.value.errors.values()] == ["reason"]
    assert agree(drawn, A_1=("1", "late"), A_2="1.5") == 2


def test_somebody_elses_check_of_a_line_is_not_overwritten():
    sheet = sheet_in_step()
    drawn, line = draw_up(sheet), open_lines(sheet)["A.1"]
    review(line, D("0.5"), reason_code="late")
    with pytest.raises(LinesRefused) as refused:
        minutes_points.agree_points(
            minutes_id=drawn.pk, agreed={line.pk: Agreed(line.version, D(1), "late")}, actor=SYSTEM, now=LATER
        )
    assert isinstance(refused.value.errors[line.pk], StaleVersion)
    assert open_lines(sheet)["A.1"].points == D("0.5")


def test_one_draft_at_a_time_and_the_second_writer_is_told():
    sheet = sheet_in_step()
    drawn = draw_up(sheet)
    with pytest.raises(DraftThere):
        draw_up(sheet)
    minutes.save_minutes(minutes_id=drawn.pk, version=1, meeting=MEETING, actor=SYSTEM, now=LATER)
    with pytest.raises(StaleVersion):
        minutes.save_minutes(minutes_id=drawn.pk, version=1, meeting=MEETING, actor=SYSTEM, now=LATER)
    assert [each["name"] for each in drawn.members] == ["Trần Thị Thử", "Lê Văn Mẫu", "Phạm Thị Mẫu"]


def test_it_is_shared_when_every_line_is_agreed_and_signed_after_the_unit_gave_its_word():
    drawn = draw_up(sheet_in_step())
    with pytest.raises(LinesUnchecked):
        share(drawn)
    agree(drawn, A_1="2", A_2="1.5")
    with pytest.raises(ConsentMissing):
        consent(drawn)
    share(drawn)
    with pytest.raises(ConsentMissing):
        sign(drawn)
    with pytest.raises(WordsMissing):
        consent(drawn, Consent.RESERVED, "  ")
    with pytest.raises(ChangedMeanwhile):
        consent(drawn, seen="else")
    kept = consent(drawn, Consent.RESERVED, "Giữ ý kiến về dòng 1.")
    assert (kept.consent, kept.consent_words) == (Consent.RESERVED, "Giữ ý kiến về dòng 1.")
    done = sign(drawn)
    assert (len(done.sha256), done.totals["agreed"]) == (64, "3.500")
    with pytest.raises(MinutesSigned):
        share(drawn)


def test_points_changed_after_the_units_word_ask_it_again():
    drawn = draw_up(sheet_in_step())
    agree(drawn, A_1="2", A_2="1.5")
    share(drawn)
    consent(drawn)
    agree(drawn, A_1=("1", "late"))
    with pytest.raises(ConsentOutdated):
        sign(drawn)
    assert share(drawn).consent == Consent.NONE


def test_the_paper_carries_the_units_word_and_its_scan(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    drawn = draw_up(sheet_in_step())
    agree(drawn, A_1="2", A_2="1.5")
    with pytest.raises(SignedCopyMissing):
        sign(drawn, "paper", consent=Consent.AGREED)
    with pytest.raises(ConsentMissing):
        sign(drawn, "paper", signed_copy=paper())
    done = sign(drawn, "paper", signed_copy=paper(), consent=Consent.AGREED)
    assert (done.consent_by_label, done.signed_by_label) == ("Phạm Thị Mẫu", "Trần Thị Thử")


def test_what_was_signed_stays_and_shows_as_outdated_when_points_change():
    sheet = sheet_in_step()
    done = signed(sheet)
    assert not minutes.is_outdated(done)
    review(open_lines(sheet)["A.1"], D("0.5"), reason_code="late")
    again = VerificationMinutes.objects.get(pk=done.pk)
    assert (items_of(again).agreed, minutes.is_outdated(again)) == (D("2.5"), True)


def test_the_unit_sees_a_draft_only_once_it_was_shared_and_only_its_leader_gives_the_word(client):
    sheet = sheet_in_step()
    drawn = draw_up(sheet)
    agree(drawn, A_1="2", A_2="1.5")
    detail, word = (reverse(f"scoring:minutes-{name}", args=[drawn.pk]) for name in ("detail", "consent"))
    officer, leader = officer_of(sheet), leader_of(sheet)
    client.force_login(leader)
    assert client.get(detail).status_code == 404
    share(drawn)
    assert client.get(detail).status_code == 200
    client.force_login(officer)
    assert client.get(word).status_code == 403
    client.force_login(leader)
    posted = {"consent": "agreed", "seen": minutes.mark_of(drawn)}
    assert client.post(word, posted).status_code == 302
    client.force_login(head_of(sheet))
    seen = {"seen": minutes.mark_of(drawn)}
    assert client.post(reverse("scoring:minutes-sign", args=[drawn.pk]), seen).status_code == 302
    assert "Xác nhận trên hệ thống" in client.get(detail).content.decode()


def test_pages_draw_it_up_and_store_the_agreed_points(client):
    sheet = sheet_in_step()
    client.force_login(head_of(sheet))
    new = reverse("scoring:minutes-create", args=[sheet.pk])
    data = {"held_on": "12/11/2020", "place": "Phòng họp", "m0_name": "Trần Thị Thử", "m0_duty": "chair"}
    assert client.post(new, {}).status_code == 422
    page = client.post(new, data)
    form = client.get(page.url).context["form"]
    first = form.lines[0]
    posted = {name: form[name].value() or "" for name in form.fields} | {f"p{first.pk}": "1"}
    wrong = client.post(page.url, posted)
    assert (wrong.status_code, bool(wrong.context["form"].errors[f"r{first.pk}"])) == (422, True)
    assert client.post(page.url, posted | {f"r{first.pk}": "late"}).status_code == 302
    assert {line.points for line in open_lines(sheet).values()} == {D(1), D("1.5")}
    edit = reverse("scoring:minutes-edit", args=[VerificationMinutes.objects.get().pk])
    stale = client.post(edit, data | {"version": "0", "place": "Hội trường"})
    assert (stale.status_code, stale.context["form"]["place"].value()) == (422, "Hội trường")


def reviewed_sheet():
    """A.1: a figure against the best of the Cụm, the reviewer's own; A.2 as sent."""
    criteria_set = criteria_set_of_leaves(2)
    criteria_set.criteria.filter(code="A.1").update(method=Method.TARGET_BEST, max_points=10)
    load_difference_reasons()
    sheet = open_sheet(criteria_set)
    line = open_lines(sheet)["A.1"]
    claimed = LineInput(target=D(1), actual=D(5))
    lines.save_line(line_id=line.pk, expected_version=1, inputs=claimed, actor=SYSTEM, now=NOW)
    type_points(sheet, A_2="1.5")
    sheet = start_step(sheet_id=send(sheet).pk, actor=SYSTEM, now=NOW)
    review(open_lines(sheet)["A.1"], inputs=LineInput(target=D(1), actual=D(2)), reason_code="late")
    review(open_lines(sheet)["A.2"], D(1), reason_code="late", reason_text="Một phần")
    return sheet


def posted_of(form, **changed):
    """What the page of agreed points posts when only this was typed."""
    return {name: form[name].value() or "" for name in form.fields} | changed


def test_saving_the_page_untouched_changes_nothing_that_reviewers_computed(client):
    sheet = reviewed_sheet()
    url = reverse("scoring:minutes-points", args=[draw_up(sheet).pk])
    before = {code: model_to_dict(line) for code, line in open_lines(sheet).items()}
    client.force_login(head_of(sheet))
    assert client.post(url, posted_of(client.get(url).context["form"])).status_code == 302
    after = {code: model_to_dict(line) for code, line in open_lines(sheet).items()}
    assert after == before
    assert (after["A.1"]["agreed"], after["A.1"]["actual"]) == (False, D(2))


def test_a_reason_alone_leaves_figure_and_points_and_what_others_saved_stays(client):
    sheet = reviewed_sheet()
    url = reverse("scoring:minutes-points", args=[draw_up(sheet).pk])
    client.force_login(head_of(sheet))
    form = client.get(url).context["form"]
    first, second = (open_lines(sheet)[code] for code in ("A.1", "A.2"))
    review(second, D("0.5"), reason_code="late", reason_text="Người khác")
    typed = posted_of(form, **{f"t{first.pk}": "Theo biên bản"})
    assert client.post(url, typed).status_code == 302
    lines_now = open_lines(sheet)
    assert (lines_now["A.1"].reason_text, lines_now["A.1"].agreed, lines_now["A.1"].actual) == (
        "Theo biên bản",
        False,
        D(2),
    )
    assert lines_now["A.2"].points == D("0.5")
    stale = client.post(url, typed | {f"p{second.pk}": "0,8"})
    assert stale.status_code == 422
    assert "Đang lưu: 0,5" in stale.content.decode()
    assert client.post(url, posted_of(stale.context["form"])).status_code == 302
    assert open_lines(sheet)["A.2"].points == D("0.8")


def test_agreed_points_cost_the_same_whatever_the_number_of_lines(django_assert_max_num_queries):
    spent = []
    for leaves in (2, 30):
        codes = [f"A.{n}" for n in range(1, leaves + 1)]
        sheet = sheet_in_step(criteria_set_of_leaves(leaves), **{code.replace(".", "_"): "2" for code in codes})
        drawn = draw_up(sheet)
        found = {line.pk: Agreed(line.version, D(1), "late") for line in open_lines(sheet).values()}
        with django_assert_max_num_queries(40) as asked:
            minutes_points.agree_points(minutes_id=drawn.pk, agreed=found, actor=SYSTEM, now=LATER)
        spent.append(len(asked))
        assert {line.points for line in open_lines(sheet).values()} == {D(1)}
    assert spent[0] == spent[1]


@pytest.mark.parametrize("end", ["finished", "returned", "outside"])
def test_a_shared_draft_does_not_outlive_its_step(end):
    sheet = sheet_in_step()
    if end == "outside":
        ReviewStep.objects.create(criteria_set=sheet.criteria_set, order=2, name="Xác nhận", role=StepRole.OUTSIDE)
    drawn = draw_up(sheet)
    agree(drawn, A_1="2", A_2="1.5")
    share(drawn)
    assert for_review(SYSTEM).get(pk=sheet.pk).minutes_waiting == drawn.pk
    if end == "returned":
        returns.return_sheet(sheet_id=sheet.pk, remark="Bổ sung", actor=SYSTEM, now=LATER)
    else:
        finalising.finish_step(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)
    assert for_review(SYSTEM).get(pk=sheet.pk).minutes_waiting is None
    meeting = {"minutes_id": drawn.pk, "version": 1, "meeting": MEETING, "actor": SYSTEM, "now": LATER}
    for attempt in (
        lambda: consent(drawn),
        lambda: share(drawn),
        lambda: sign(drawn),
        lambda: minutes.save_minutes(**meeting),
        lambda: minutes_points.agree_points(minutes_id=drawn.pk, agreed={}, actor=SYSTEM, now=LATER),
    ):
        with pytest.raises(MinutesClosed):
            attempt()
    with pytest.raises(NothingToReport):
        find_minutes({"sheet": sheet.pk}, SYSTEM)
    minutes.discard_minutes(minutes_id=drawn.pk, actor=SYSTEM, now=LATER)


def test_the_units_word_stands_for_the_whole_paper_not_for_its_points_alone():
    drawn = draw_up(sheet_in_step())
    agree(drawn, A_1="2", A_2="1.5")
    share(drawn)
    read = mark(drawn)
    consent(drawn)
    for seen in ("", "else"):
        with pytest.raises(ChangedMeanwhile):
            sign(drawn, seen=seen)
    other = replace(MEETING, note="Đơn vị rút kiến nghị.")
    saved = minutes.save_minutes(minutes_id=drawn.pk, version=1, meeting=other, actor=SYSTEM, now=LATER)
    assert (saved.consent, saved.shared_at is None) == (Consent.NONE, False)
    with pytest.raises(ChangedMeanwhile):
        consent(drawn, seen=read)
    with pytest.raises(ConsentMissing):
        sign(drawn)
    consent(drawn)
    assert sign(drawn).note == "Đơn vị rút kiến nghị."


def test_the_second_writer_sees_both_and_saves_over_it(client):
    sheet = sheet_in_step()
    drawn = draw_up(sheet)
    client.force_login(head_of(sheet))
    url = reverse("scoring:minutes-edit", args=[drawn.pk])
    typed = posted_of(client.get(url).context["form"], place="Hội trường lớn", held_on="12/11/2020")
    typed = {name: value for name, value in typed.items() if value not in ("", False)}
    first = replace(MEETING, place="Phòng 101")
    minutes.save_minutes(minutes_id=drawn.pk, version=1, meeting=first, actor=SYSTEM, now=LATER)
    stale = client.post(url, typed)
    text = stale.content.decode()
    assert (stale.status_code, "Phòng 101" in text, "Hội trường lớn" in text) == (422, True, True)
    shown = [(each.stored, each.typed) for each in stale.context["differences"]]
    assert shown == [("Phòng 101", "Hội trường lớn")]
    again = typed | {"version": stale.context["form"]["version"].value()}
    assert client.post(url, again).status_code == 302
    assert VerificationMinutes.objects.get().place == "Hội trường lớn"


@needs_pdf
def test_the_paper_prints_the_same_points_in_all_three_forms():
    drawn = draw_up(sheet_in_step())
    agree(drawn, A_1=("1", "late"), A_2="1.5")
    share(drawn)
    consent(drawn, Consent.RESERVED, "Giữ ý kiến về dòng 1.")
    sign(drawn)
    subject = find_minutes({"sheet": drawn.sheet_id}, SYSTEM)
    data = REPORT.build(subject)
    printing = Printing(Verification("AB12-CD34-EF56", "https://thi-dua.example/verify"), LATER)
    made = {name: render(data, printing) for name, render in REPORT.renderers.items()}
    pdf = subprocess.run(["pdftotext", "-layout", "-", "-"], input=made["pdf"], capture_output=True, check=True)
    printed = " ".join(pdf.stdout.decode().split())
    word = docx.Document(io.BytesIO(made["docx"]))
    cells = [" ".join(cell.text.split()) for table in word.tables for row in table.rows for cell in row.cells]
    for text in (printed, " ".join([*cells, *(each.text for each in word.paragraphs)])):
        for said in (
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "BIÊN BẢN THỐNG NHẤT ĐIỂM",
            "Thời gian: 8 giờ 30, ngày 12/11/2020. Địa điểm: Phòng họp tầng 2.",
            "Bà Trần Thị Thử, ông Lê Văn Mẫu.",
            "Điểm tự chấm: 3,5; điểm thống nhất: 2,5; chênh lệch: -1.",
            "Ý kiến của đơn vị: Bảo lưu ý kiến: Giữ ý kiến về dòng 1.",
            "Biên bản lập thành hai bản có giá trị như nhau, mỗi bên giữ một bản.",
            "AB12-CD34-EF56",
        ):
            assert said in text
    assert re.search(r"Số: +/BB", pdf.stdout.decode())
    assert "ĐẠI DIỆN ĐƠN VỊ THƯ KÝ CHỦ TRÌ" in printed  # the unit at the left, who leads at the right
    [page] = openpyxl.load_workbook(io.BytesIO(made["xlsx"]))
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_col=3, max_col=9)]
    assert rows[-1] == ["Tổng điểm", 4, 3.5, 2.5, 0, 0, 2.5]
