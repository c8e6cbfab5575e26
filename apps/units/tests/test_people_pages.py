"""Pages of people: who sees what, masks, the list and its export, forms that keep what was typed."""

import io
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from apps.audit.models import AccessEntry, Entry
from apps.units.enums import Role, UnitKind
from apps.units.models import Discipline, Person, Posting, QualityRating, TrainingRecord, Unit
from apps.units.tests.factories import PersonFactory, PostingFactory, RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db
SECRETS = ("02/01/1980", "MS-777", "0900 111")
INVALID = 422


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-26 10:00+07:00", tick=False):
        yield


@pytest.fixture
def tree():
    """The ministry, a unit with a division below, another unit; one person in the division, lent to the other unit."""

    class Tree:
        ministry = UnitFactory(kind=UnitKind.MINISTRY, name="Bộ Thử nghiệm")
        unit = UnitFactory(parent=ministry, name="Cục Thử nghiệm A")
        division = UnitFactory(parent=unit, name="Phòng Thử nghiệm 1")
        receiving = UnitFactory(parent=ministry, name="Vụ Thử nghiệm B")
        former = UnitFactory(parent=ministry, name="Vụ Thử nghiệm C")
        outside = UnitFactory(parent=ministry, name="Vụ Thử nghiệm D")
        person = PersonFactory(
            full_name="Lê Thị Mẫu", birth_date=date(1980, 1, 2), code="MS-777", private_phone="0900 111", phone="024 5"
        )

    PostingFactory(person=Tree.person, unit=Tree.division, starts_on=date(2022, 1, 1))
    PostingFactory(person=Tree.person, unit=Tree.former, starts_on=date(2018, 1, 1), ends_on=date(2021, 12, 31))
    PostingFactory(person=Tree.person, unit=Tree.receiving, kind="seconded", starts_on=date(2026, 1, 1))
    Discipline.objects.create(person=Tree.person, form="reprimand", starts_on=date(2024, 3, 1))
    return Tree


def sign_in(client, unit, role=Role.OFFICER):
    client.force_login(RoleAssignmentFactory(unit=unit, role=role).user)


@pytest.mark.parametrize(
    ("place", "role", "file", "personal", "discipline", "edit"),
    [
        ("division", Role.OFFICER, 200, 200, True, True),
        ("unit", Role.OFFICER, 200, 200, True, True),
        ("unit", Role.LEADER, 200, 200, True, True),
        ("receiving", Role.OFFICER, 200, 200, False, True),
        ("receiving", Role.LEADER, 200, 200, False, True),
        ("former", Role.OFFICER, 200, 403, False, False),
        ("outside", Role.OFFICER, 404, 404, False, False),
        ("outside", Role.LEADER, 404, 404, False, False),
        ("outside", Role.STANDING_OFFICE, 404, 404, False, False),
        ("unit", Role.STANDING_OFFICE, 200, 200, True, True),
        ("unit", Role.AUDITOR, 200, 200, True, False),
        ("ministry", Role.STANDING_OFFICE, 200, 200, True, True),
        ("ministry", Role.AUDITOR, 200, 200, True, False),
    ],
)
def test_who_sees_what_of_a_person(client, tree, place, role, file, personal, discipline, edit):
    sign_in(client, getattr(tree, place), role)
    page = client.get(tree.person.get_absolute_url())
    assert page.status_code == file
    text = page.content.decode()
    assert not any(secret in text for secret in SECRETS), "masked at first for everybody"
    assert ("Khiển trách" in text) is discipline
    opened = client.post(reverse("units:person-personal-data", args=[tree.person.pk]), {"reason": "Lập hồ sơ khen"})
    assert opened.status_code == personal
    assert all(secret in opened.content.decode() for secret in SECRETS) is (personal == 200)
    assert AccessEntry.objects.count() == (personal == 200)
    edited = client.get(reverse("units:person-edit", args=[tree.person.pk]))
    assert edited.status_code == (file if file == 404 else 200 if edit else 403)
    assert not any(secret in edited.content.decode() for secret in SECRETS)
    listed = client.get(reverse("units:person-list"), {"q": "le thi mau"})
    assert ("Lê Thị Mẫu" in listed.content.decode()) is (file == 200)


def test_opening_personal_data_needs_a_reason_and_leaves_a_line(client, tree):
    sign_in(client, tree.unit)
    url = reverse("units:person-personal-data", args=[tree.person.pk])
    assert client.post(url, {"reason": "  "}).status_code == INVALID
    assert not AccessEntry.objects.exists()
    client.post(url, {"reason": "Kiểm tra hồ sơ khen thưởng"})
    line = AccessEntry.objects.get()
    assert (line.kind, line.target_label, line.reason) == ("view", "Lê Thị Mẫu", "Kiểm tra hồ sơ khen thưởng")
    assert line.fields == ["birth_date", "code", "private_phone"]


def rows_of(response) -> list[list]:
    assert response.status_code == 200
    return CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()


def test_an_export_is_masked_unless_asked_for_with_a_reason(client, tree):
    sign_in(client, tree.unit)
    url = reverse("units:person-list")
    plain = rows_of(client.get(url, {"format": "xlsx", "q": "mau"}))[-1]
    assert plain[0] == "Lê Thị Mẫu"
    assert [plain[3], plain[4], plain[12]] == ["***"] * 3
    assert not AccessEntry.objects.exists()
    personal = reverse("units:person-personal-export") + "?q=mau"
    assert client.post(personal, {"reason": ""}).status_code == INVALID
    opened = rows_of(client.post(personal, {"reason": "Báo cáo theo yêu cầu"}))[-1]
    assert [opened[3], opened[4], opened[12]] == list(SECRETS)
    assert AccessEntry.objects.get().kind == "export"


def test_the_former_unit_exports_what_it_may_not_open_only_masked(client, tree):
    sign_in(client, tree.former)
    opened = rows_of(client.post(reverse("units:person-personal-export"), {"reason": "Báo cáo theo yêu cầu"}))[-1]
    assert opened[0] == "Lê Thị Mẫu"
    assert opened[3] == "***"
    assert not AccessEntry.objects.exists()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"unit": "cuc thu nghiem a"}, {"An", "Ân"}),
        ({"unit": "Phòng Thử nghiệm 1"}, {"Ân"}),
        ({"kind": "seconded"}, {"Cúc"}),
        ({"leader": "1"}, {"An"}),
        ({"state": "former"}, {"Dung"}),
        ({"state": "active", "unit": "vu thu nghiem b"}, {"Cúc"}),
        ({"year": "2025"}, {"An", "Ân"}),
        ({"year": "2025", "level": "excellent"}, {"Ân"}),
        ({"q": "cuc"}, {"Cúc"}),
        ({"unit": "khong co don vi nay"}, set()),
    ],
)
def test_filters_ask_one_and_the_same_posting(client, tree, query, found):
    Person.objects.filter(pk=tree.person.pk).update(merged_into=PersonFactory())
    names = {}
    for name, unit, more in (
        ("An", tree.unit, {"is_leader": True}),
        ("Ân", tree.division, {}),
        ("Cúc", tree.receiving, {"kind": "seconded"}),
        ("Dung", tree.receiving, {"ends_on": date(2026, 6, 30)}),
    ):
        names[name] = PostingFactory(person__full_name=f"Trần Thị {name}", unit=unit, **more).person
    QualityRating.objects.create(person=names["An"], year=2025, level="good")
    QualityRating.objects.create(person=names["Ân"], year=2025, level="excellent")
    sign_in(client, tree.ministry, Role.STANDING_OFFICE)
    page = client.get(reverse("units:person-list"), query)
    assert {person.full_name.split()[-1] for person in page.context["object_list"]} == found


@pytest.mark.parametrize(("route", "own"), [("units:person-list", 4), ("units:directory", 3)])
def test_lists_ask_the_same_number_of_queries_for_one_and_for_three_rows(client, route, own):
    """``own``: queries of the list itself; the rest belongs to session, rights and the frame of every page."""
    unit = UnitFactory()

    def one_more():
        posting = PostingFactory(unit=unit)
        QualityRating.objects.create(person=posting.person, year=2025, level="good")
        TrainingRecord.objects.create(person=posting.person, course="A", held_on=date(2024, 1, 1))
        Person.objects.filter(pk=posting.person_id).update(user=RoleAssignmentFactory(unit=unit).user)
        return Person.objects.get(pk=posting.person_id).user

    def asked(url):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url)
        return page, len(queries)

    client.force_login(one_more())
    page, for_one = asked(reverse(route))
    assert len(page.context["object_list"]) == 1
    _page, of_the_frame = asked(reverse("jobs:job-list"))
    one_more(), one_more()
    page, for_three = asked(reverse(route))
    assert len(page.context["object_list"]) == 3
    assert for_three == for_one
    assert for_one - (of_the_frame - 1) == own


NEW = {
    "full_name": "Trần Thị Thử Mới",
    "honorific": "Bà",
    "kind": "official",
    "post": "Chuyên viên",
    "starts_on": "1/3/2024",
    "form_token": "0" * 32,
}


def test_a_new_file_is_made_once_and_only_in_the_own_branch(client, tree):
    sign_in(client, tree.unit)
    url = reverse("units:person-create")
    assert 'value="' + tree.unit.code in client.get(url).content.decode(), "the own unit stands there already"
    refused = client.post(url, NEW | {"unit": tree.outside.code})
    assert refused.status_code == INVALID
    assert "phạm vi quản lý" in refused.content.decode()
    for _time in range(2):
        answer = client.post(url, NEW | {"unit": "phong thu nghiem 1"})
        person = Person.objects.get(full_name="Trần Thị Thử Mới")
        assert answer.headers["Location"] == person.get_absolute_url()
    assert person.postings.get().starts_on == date(2024, 3, 1)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"birth_date": "27/11/2026"}, "birth_date"),
        ({"birth_date": "31/02/1980"}, "birth_date"),
        ({"unit": "khong co"}, "unit"),
        ({"unit": "vu thu nghiem"}, "unit"),
        ({"ends_on": "01/01/2020"}, "ends_on"),
        ({"full_name": ""}, "full_name"),
        ({"basis_symbol": "1/QĐ"}, "basis_issued_on"),
        ({"email": "abc"}, "email"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_kept(client, tree, typed, field):
    sign_in(client, tree.ministry, Role.STANDING_OFFICE)
    page = client.post(reverse("units:person-create"), NEW | {"unit": tree.unit.code} | typed)
    assert page.status_code == INVALID
    form = page.context["form"]
    assert form.errors[field]
    assert all(form.data[key] == value for key, value in typed.items())
    assert not Person.objects.filter(full_name="Trần Thị Thử Mới").exists()


def test_a_possible_twin_is_shown_and_a_new_file_made_only_on_the_persons_word(client, tree):
    sign_in(client, tree.unit)
    url, typed = reverse("units:person-create"), NEW | {"unit": tree.division.code, "full_name": "Le Thi Mau"}
    page = client.post(url, typed)
    assert page.status_code == INVALID
    assert tree.person.get_absolute_url() in page.content.decode()
    assert client.post(url, typed | {"is_somebody_else": "on"}).status_code == 302
    new = Person.objects.get(full_name="Le Thi Mau")
    hint = client.get(new.get_absolute_url()).content.decode()
    assert reverse("units:person-merge", args=[new.pk, tree.person.pk]) in hint


def test_merging_asks_for_the_word_and_leads_the_old_address_to_the_kept_file(client, tree):
    twin = PostingFactory(
        person__full_name="Lê Thị Mẫu", unit=tree.unit, starts_on=date(2010, 1, 1), ends_on=date(2011, 1, 1)
    )
    sign_in(client, tree.unit)
    url = reverse("units:person-merge", args=[tree.person.pk, twin.person_id])
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": "Nhập trùng hai lần"}).status_code == INVALID
    assert client.post(url, {"reason": "Nhập trùng hai lần", "is_same_person": "on"}).status_code == 302
    old = client.get(reverse("units:person-detail", args=[twin.person_id]))
    assert old.headers["Location"] == tree.person.get_absolute_url()


def test_the_second_writer_keeps_what_was_typed_and_masked_data_stay(client, tree):
    sign_in(client, tree.unit)
    url = reverse("units:person-edit", args=[tree.person.pk])
    typed = client.get(url).context["form"].initial
    assert typed["birth_date"] == typed["code"] == typed["private_phone"] == "***"
    assert client.post(url, typed | {"phone": "024 6"}).status_code == 302
    stale = client.post(url, typed | {"phone": "024 7"})
    assert stale.status_code == INVALID
    assert "024 7" in stale.content.decode()
    person = Person.objects.get(pk=tree.person.pk)
    assert (person.phone, person.code, person.birth_date) == ("024 6", "MS-777", date(1980, 1, 2))
    assert Entry.objects.get().after == {"fields": ["phone"]}


def test_posting_pages_do_what_they_say(client, tree):
    sign_in(client, tree.unit)
    person = [tree.person.pk]
    moved = {
        "unit": "vu thu nghiem d",
        "post": "Trưởng phòng",
        "starts_on": "01/12/2026",
        "reason": "Điều động theo QĐ",
    }
    assert client.post(reverse("units:person-transfer", args=person), moved).status_code == 302
    assert tree.person.postings.get(unit=tree.division).ends_on == date(2026, 11, 30)
    rated = {"year": "2025", "level": "good"}
    assert client.post(reverse("units:rating-create", args=person), rated).status_code == 302
    future = client.post(reverse("units:rating-create", args=person), rated | {"year": "2027"})
    assert future.context["form"].errors["year"]
    noted = {"course": "Bồi dưỡng nghiệp vụ", "held_on": "02/03/2026"}
    assert client.post(reverse("units:training-create", args=person), noted).status_code == 302
    measure = {"form": "warning", "starts_on": "01/02/2026"}
    url = reverse("units:discipline-create", args=person)
    assert client.post(url, measure).context["form"].errors["basis_symbol"], "a decision has to be named"
    basis = {"basis_symbol": "5/QĐ-BTP", "basis_issued_on": "1/2/2026"}
    assert client.post(url, measure | basis).status_code == 302
    warning = tree.person.disciplines.get(form="warning")
    clear = reverse("units:discipline-clear", args=[warning.pk])
    early = client.post(clear, {"cleared_on": "01/02/2026", "reason": "Hết thời hạn kỷ luật"})
    assert early.context["form"].errors["cleared_on"]
    assert client.post(clear, {"cleared_on": "01/02/2027", "reason": "Hết thời hạn kỷ luật"}).status_code == 302
    sign_in(client, tree.receiving)
    assert client.get(clear).status_code == 404, "who may not see discipline does not learn of it"


def test_many_postings_end_from_the_list(client, tree):
    people = [PostingFactory(unit=tree.unit).person_id for _number in range(2)]
    sign_in(client, tree.unit)
    url = reverse("units:person-end-many")
    asked = {"ids": people, "counted": "2", "ends_on": "30/11/2026", "reason": "Nghỉ hưu theo chế độ"}
    assert "Áp dụng cho 2 dòng" in client.get(url, {"ids": people}).content.decode()
    assert client.post(url, asked).status_code == 302
    assert Posting.objects.filter(person__in=people, ends_on=date(2026, 11, 30)).count() == 2


def test_directory_shows_whoever_is_in_charge_today(client, tree):
    Unit.objects.filter(pk=tree.unit.pk).update(province="Lào Cai")
    UnitFactory(kind=UnitKind.DISTRICT_JUSTICE, province="Yên Bái")
    officer = RoleAssignmentFactory(unit=tree.unit, user__full_name="Trần Thị Thử", user__phone="024 1")
    leader = RoleAssignmentFactory(unit=tree.unit, role=Role.LEADER, user__full_name="Lê Văn Mẫu")
    RoleAssignmentFactory(unit=tree.unit, ends_on=date(2026, 11, 25), user__full_name="Đã Nghỉ")
    RoleAssignmentFactory(unit=tree.unit, role=Role.AUDITOR, user__full_name="Kiểm Tra")
    person = PersonFactory(full_name="Trần Thị Thử", user=officer.user, phone="024 9")
    TrainingRecord.objects.create(person=person, course="Lớp cũ", held_on=date(2020, 1, 1))
    TrainingRecord.objects.create(person=person, course="Lớp mới", held_on=date(2025, 1, 1))
    sign_in(client, tree.outside)
    page = client.get(reverse("units:directory"), {"q": "thu nghiem a"})
    rows = {row.name: row for row in page.context["object_list"]}
    assert set(rows) == {"Trần Thị Thử", "Lê Văn Mẫu"}
    assert (rows["Trần Thị Thử"].phone, rows["Trần Thị Thử"].course) == ("024 9", "Lớp mới")
    assert rows["Lê Văn Mẫu"].phone == leader.user.phone
    found = client.get(reverse("units:directory"), {"q": "tran thu"}).context["object_list"]
    assert [row.name for row in found] == ["Trần Thị Thử"]
    fields = page.context["filter"].form.fields
    offered = [[value for value, _label in fields[name].choices] for name in ("unit_kind", "province")]
    assert offered == [["", tree.unit.kind], ["", "Lào Cai"]]  # nobody is in charge of a former kind or province
    exported = rows_of(client.get(reverse("units:directory"), {"format": "xlsx", "q": "tran thu"}))
    assert exported[-1][0] == "Trần Thị Thử"


def test_directory_finds_accounts_without_a_file_without_diacritics(client, tree):
    row = RoleAssignmentFactory(user__full_name="Đỗ Thị Ánh")
    client.force_login(row.user)
    assert list(client.get(reverse("units:directory"), {"q": "do thi anh"}).context["object_list"]) == [row]
