"""Minutes of agreed points, drawn up, agreed, shared and signed, for the tests of the domain and of the pages."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.documents.domain.attachments import store
from apps.documents.domain.signed_copies import PaperCopy
from apps.scoring.domain import lines, minutes, minutes_points
from apps.scoring.domain.inputs import LineInput
from apps.scoring.domain.minutes import (
    Meeting,
)
from apps.scoring.domain.minutes_points import Agreed
from apps.scoring.domain.reviews import start_step
from apps.scoring.enums import BandKind, Consent, Method
from apps.scoring.models import VerificationMinutes
from apps.scoring.reference import load_difference_reasons
from apps.scoring.tests.factories import (
    NOW,
    BandFactory,
    CriterionFactory,
    criteria_set_of_leaves,
    open_sheet,
)
from apps.scoring.tests.review_cases import (
    LATER,
    SYSTEM,
    D,
    open_lines,
    review,
    send,
    type_points,
)

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
