"""import_people: good and bad rolls, old unit names, twins that are asked about, the same content again."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.audit.models import Entry
from apps.audit.trail import operation
from apps.core.actor import Actor, Grant, system_actor
from apps.core.sheets import check_file, import_file
from apps.core.spreadsheets import Problems
from apps.units.domain.successions import Basis, write_succession
from apps.units.models import Person, Posting
from apps.units.person_sheets import PeopleImport
from apps.units.tests.factories import PersonFactory, PostingFactory, UnitFactory

NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)
SYSTEM = system_actor()
HEAD = "code,full_name,honorific,sex,birth_date,unit,post,kind,from,to,phone,email,leader,rating_year,rating"
pytestmark = pytest.mark.django_db


def roll(*rows, head=HEAD):
    return "\n".join([head, *rows]).encode()


def taken(*rows, answers=None, head=HEAD, actor=SYSTEM):
    return import_file(PeopleImport(), roll(*rows, head=head), "roll.csv", actor=actor, now=NOW, answers=answers)


def asked(*rows, answers=None):
    return check_file(PeopleImport(), roll(*rows), "roll.csv", actor=SYSTEM, now=NOW, answers=answers).doubts


@pytest.fixture(autouse=True)
def units():
    UnitFactory(code="A", name="Cục Thử nghiệm A")
    UnitFactory(code="B", name="Vụ Thử nghiệm B")


FULL = (
    "M1,Trần Thị Thử,Bà,Nữ,08/4/1985,A,Trưởng phòng,Chính thức,01-07-2020,,024 1,thu@x.vn,có,2025,Xuất sắc",
    "M1,Trần Thị Thử,,,,vu thu nghiem b,Giảng viên,Kiêm nhiệm,1/9/2022,,,,,,",
    ",Lê Văn Mẫu,Ông,Nam,,Cục Thử nghiệm A,Chuyên viên,,,,,,,,",
)


def test_a_good_roll_is_written_once_and_says_unchanged_the_second_time():
    assert str(taken(*FULL)) == "created 2, updated 1, unchanged 0"
    person = Person.objects.get(code="M1")
    assert (person.label, person.birth_date, person.email) == ("Bà Trần Thị Thử", date(1985, 4, 8), "thu@x.vn")
    assert [(p.unit.code, p.kind, p.is_leader) for p in person.postings.order_by("pk")] == [
        ("A", "official", True),
        ("B", "concurrent", False),
    ]
    assert person.ratings.get().level == "excellent"
    other = Person.objects.get(full_name="Lê Văn Mẫu")
    assert (other.folded_name, other.postings.get().starts_on) == ("le van mau", None)
    copied = (other.name_sort_key, other.search_text)
    other.save()
    assert (other.name_sort_key, other.search_text) == copied, "what COPY wrote is what save() would write"
    entry = Entry.objects.get()
    assert (entry.action, entry.after["created"]) == ("units.person.import", 2)
    assert str(taken(*FULL)) == "unchanged 3"
    assert Entry.objects.count() == 1


def test_history_rows_of_a_roll_carry_its_operation():
    from apps.units.models import PersonEvent  # made by pghistory

    taken(*FULL)
    assert {event.pgh_context_id for event in PersonEvent.objects.all()} == {Entry.objects.get().operation_id}


def test_what_changed_is_updated_and_empty_cells_leave_what_is_stored():
    taken(*FULL)
    assert str(taken("M1,Trần Thị Thử,,,,A,Phó Cục trưởng,,01/07/2020,,,,,2025,Tốt")) == (
        "created 0, updated 1, unchanged 0"
    )
    person = Person.objects.get(code="M1")
    assert (person.phone, person.postings.get(kind="official").post) == ("024 1", "Phó Cục trưởng")
    assert person.ratings.get().level == "good"


@pytest.mark.parametrize(
    ("row", "column", "text"),
    [
        (",Lê Văn Mẫu,,,27/11/2026,A,,,,,,,,,", "birth_date", "sau hôm nay"),
        (",Lê Văn Mẫu,,,,KHONG-CO,,,,,,,,,", "unit", "Không có đơn vị"),
        (",,,,,A,,,,,,,,,", "full_name", "Chưa nhập"),
        (",Lê Văn Mẫu,,,,A,,,31/02/2020,,,,,,", "from", "không có ngày"),
        (",Lê Văn Mẫu,,,,A,,,01/02/2020,01/01/2020,,,,,", "to", "trước ngày bắt đầu"),
        (",Lê Văn Mẫu,,,,A,,,,,,,,,Tốt", "rating_year", "Nhập năm"),
        (",Lê Văn Mẫu,,,,A,,,,,,,,2027,Tốt", "rating_year", "chưa đến"),
        (",Lê Văn Mẫu,,,,A,,gì đó,,,,,,,", "kind", "không có trong danh sách"),
    ],
)
def test_mistakes_are_told_at_their_cell_and_nothing_is_written(row, column, text):
    with pytest.raises(Problems) as error:
        taken(FULL[0], row)
    problem = next(iter(error.value))
    assert problem.row == 3
    assert problem.column.endswith(column)
    assert text in problem.message
    assert not Person.objects.exists()


def test_a_posting_lies_within_its_units_life_and_official_ones_do_not_overlap():
    UnitFactory(code="OLD", name="Vụ cũ", valid_to=date(2022, 12, 31))
    with pytest.raises(Problems, match="chỉ hoạt động đến ngày 31/12/2022"):
        taken(",Lê Văn Mẫu,,,,OLD,,,01/01/2020,,,,,,")
    with pytest.raises(Problems, match="Trùng thời gian"):
        taken("M1,Lê Văn Mẫu,,,,A,,,01/01/2020,,,,,,", "M1,Lê Văn Mẫu,,,,B,,,01/01/2021,,,,,,")
    assert not Person.objects.exists()


def test_whoever_moved_ends_the_old_official_posting_the_day_before():
    taken(*FULL)
    taken("M1,Trần Thị Thử,,,,B,Vụ trưởng,,01/10/2026,,,,,,")
    person = Person.objects.get(code="M1")
    old = person.postings.get(unit__code="A")
    assert (old.ends_on, old.end_reason) == (date(2026, 9, 30), "Chuyển công tác")
    assert person.postings.get(unit__code="B", kind="official").post == "Vụ trưởng"
    with pytest.raises(Problems, match="Trùng thời gian"):
        taken("M1,Trần Thị Thử,,,,A,Cục trưởng,,01/10/2026,,,,,,")


def test_an_old_unit_name_leads_to_the_heir_with_a_note():
    old = UnitFactory(code="YB", name="Sở Tư pháp tỉnh Yên Bái", valid_to=date(2025, 6, 30))
    new = UnitFactory(code="LC", name="Sở Tư pháp tỉnh Lào Cai")
    with operation():
        write_succession("merge", date(2025, 7, 1), [(old, new)], Basis(), actor=SYSTEM, now=NOW)
    row = ",Lê Văn Mẫu,,,,so tu phap tinh yen bai,Chuyên viên,,01/01/2020,,,,,,"
    checked = check_file(PeopleImport(), roll(row), "roll.csv", actor=SYSTEM, now=NOW)
    assert ["nay là Sở Tư pháp tỉnh Lào Cai" in str(note) for note in checked.notes] == [True]
    assert str(taken(row)) == "created 1, updated 0, unchanged 0"
    assert [(p.unit, p.starts_on, p.ends_on) for p in Posting.objects.order_by("starts_on")] == [
        (old, date(2020, 1, 1), date(2025, 6, 30)),
        (new, date(2025, 7, 1), None),
    ]
    assert str(taken(row)) == "unchanged 1"


def test_a_name_that_fits_two_units_is_asked_once():
    UnitFactory(code="A2", name="Cục Thử nghiệm A")
    rows = (",Lê Văn Mẫu,,,,Cục Thử nghiệm A,,,,,,,,,", ",Vũ Thị Mẫu,,,,cuc thu nghiem a,,,,,,,,,")
    doubts = asked(*rows)
    assert [dict(doubt.options).keys() for doubt in doubts] == [{"A", "A2", "stop"}]
    with pytest.raises(Problems, match="Cần trả lời"):
        taken(*rows)
    taken(*rows, answers={doubts[0].key: "A2"})
    assert set(Posting.objects.values_list("unit__code", flat=True)) == {"A2"}


def test_twins_are_asked_about_and_never_joined_by_a_name_without_diacritics():
    stored = PostingFactory(person__full_name="Trần Thị Thử", unit__code="C", starts_on=date(2015, 1, 1)).person
    row = ",Tran Thi Thu,,,,C,Chuyên viên,,01/01/2024,,,,,,"
    doubt = asked(row)[0]
    assert [value for value, _label in doubt.options] == [str(stored.pk), "other"]
    with pytest.raises(Problems, match="Cần trả lời"):
        taken(row)
    assert Person.objects.count() == 1
    taken(row, answers={doubt.key: "other"})
    assert Person.objects.count() == 2
    assert str(taken(row)) == "unchanged 1", "the same content again finds what it wrote"
    assert not asked(",Trần Thị Thử,,,,A,,,,,,,,,"), "the same name elsewhere is somebody else"


def test_the_same_name_twice_in_a_unit_of_one_file_is_asked():
    rows = (",Lê Văn Mẫu,,,,A,,,,,,,,,", ",Lê Văn Mậu,,,,A,,,,,,,,,")
    doubt = asked(*rows)[0]
    taken(*rows, answers={doubt.key: "other"})
    assert Person.objects.count() == 2


def test_a_code_with_another_name_is_asked_and_the_old_name_kept():
    PersonFactory(full_name="Trần Thị Thử", code="M1")
    row = "M1,Lê Thị Mẫu,,,,A,,,,,,,,,"
    doubt = asked(row)[0]
    with pytest.raises(Problems, match="của người khác"):
        taken(row, answers={doubt.key: "stop"})
    taken(row, answers={doubt.key: "same"})
    person = Person.objects.get()
    assert person.full_name == "Lê Thị Mẫu"
    assert Person.objects.filter(search_text__matches="tran thi thu").exists()


def test_an_officer_takes_people_only_into_the_own_branch():
    own = Posting(unit=UnitFactory(code="OWN")).unit
    actor = Actor(1, "Bà Thử", (Grant("officer", own.pk, own.path),), date(2026, 11, 26))
    assert str(taken(",Lê Văn Mẫu,,,,OWN,,,,,,,,,", actor=actor)).startswith("created 1")
    with pytest.raises(Problems, match="phạm vi quản lý"):
        taken(",Vũ Văn Mẫu,,,,A,,,,,,,,,", actor=actor)


def test_the_command_tells_in_one_line_and_ends_with_one_for_a_bad_file(tmp_path):
    good, bad, out = tmp_path / "a.csv", tmp_path / "b.csv", StringIO()
    good.write_bytes(roll(*FULL))
    call_command("import_people", good, stdout=out, stderr=StringIO())
    call_command("import_people", good, stdout=out, stderr=StringIO())
    assert out.getvalue().splitlines() == ["people: created 2, updated 1, unchanged 0", "people: unchanged 3"]
    bad.write_bytes(roll(",Lê Văn Mẫu,,,,KHONG-CO,,,,,,,,,"))
    with pytest.raises(CommandError, match="dòng 2, cột F – unit"):
        call_command("import_people", bad)
    bad.write_bytes(b"\x00\x01\x02")
    with pytest.raises(CommandError):
        call_command("import_people", bad)
    assert Person.objects.count() == 2


KEPT_ELSEWHERE = "ngoài phạm vi của bạn; đề nghị đơn vị đó"


@pytest.fixture
def officer():
    own = UnitFactory(code="OWN", name="Sở Thử nghiệm")
    return Actor(1, "Bà Thử", (Grant("officer", own.pk, own.path),), date(2026, 11, 26))


@pytest.mark.parametrize("row", ["M9,Vũ Văn Xa,,,,OWN,,,01/10/2026,,,,,,", "M9,Tên Khác,,,,OWN,,,,,,,,,"])
def test_a_file_kept_by_other_units_is_neither_touched_nor_told(officer, row):
    PostingFactory(person__full_name="Vũ Văn Xa", person__code="M9", unit__code="FAR", post="Vụ trưởng xa")
    with pytest.raises(Problems) as error:
        taken(row, actor=officer)
    [problem] = error.value
    assert (problem.row, problem.column.endswith("full_name")) == (2, True)
    assert KEPT_ELSEWHERE in problem.message
    assert not any(told in str(problem) for told in ("Vũ Văn Xa", "Vụ trưởng xa", "FAR"))
    assert Posting.objects.count() == 1


def test_a_stranger_with_the_same_name_and_birth_date_stays_a_stranger(officer):
    born = date(1985, 4, 8)
    stranger = PostingFactory(person__full_name="Vũ Văn Xa", person__birth_date=born, post="Vụ trưởng xa").person
    with pytest.raises(Problems, match=KEPT_ELSEWHERE):
        taken(",Vũ Văn Xa,,,08/04/1985,OWN,,,,,,,,,", actor=officer)
    unsure = ",Vu Van Xa,,,08/04/1985,OWN,,,,,,,,,"
    [doubt] = check_file(PeopleImport(), roll(unsure), "roll.csv", actor=officer, now=NOW).doubts
    assert [value for value, _label in doubt.options] == ["stop", "other"]
    assert "Vụ trưởng xa" not in str(doubt)
    with pytest.raises(Problems, match=KEPT_ELSEWHERE):
        taken(unsure, actor=officer, answers={doubt.key: "stop"})
    taken(unsure, actor=officer, answers={doubt.key: "other"})
    assert stranger.postings.count() == 1


def test_where_a_person_is_only_seconded_the_official_posting_stays_with_its_unit(officer):
    person = PostingFactory(person__full_name="Vũ Văn Xa", person__code="M9").person
    PostingFactory(person=person, unit_id=officer.grants[0].unit_id, kind="seconded")
    with pytest.raises(Problems, match=KEPT_ELSEWHERE):
        taken("M9,Vũ Văn Xa,,,,OWN,,,01/10/2026,,,,,,", actor=officer)
    assert str(taken("M9,Vũ Văn Xa,,,,OWN,Chuyên viên chính,Kiêm nhiệm,01/10/2026,,,,,,", actor=officer))
