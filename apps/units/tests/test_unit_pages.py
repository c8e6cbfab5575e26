"""Pages of units: list with filters and export, tree, one unit, founding and correcting."""

import io
from datetime import date

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from apps.accounts.tests.factories import UserFactory
from apps.core.sheets import check_file
from apps.units.domain.rearranging import rename_unit
from apps.units.domain.successions import Basis
from apps.units.models import Unit, UnitSuccession
from apps.units.sheets import UnitImport
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory
from apps.units.tests.test_successions import BASIS, JULY, NOW, WHO, department, merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry():
    return UnitFactory(code="BTP", name="Bộ Tư pháp", kind="ministry")


@pytest.fixture
def office(client, ministry):
    """Signed in as the standing office of the ministry."""
    user = RoleAssignmentFactory(unit=ministry, role="standing_office").user
    client.force_login(user)
    return client


def in_province(name: str, **more) -> Unit:
    return UnitFactory(name=f"Sở Tư pháp tỉnh {name}", kind="justice_department", province=name, **more)


def names(response) -> list[str]:
    return [unit.name for unit in response.context["page_obj"]]


def test_list_finds_former_names_and_filters(office, ministry):
    lao_cai, yen_bai = in_province("Lào Cai"), in_province("Yên Bái")
    UnitFactory(name="Thi hành án dân sự tỉnh Lào Cai", kind="enforcement_province", province="Lào Cai")
    merge([yen_bai], lao_cai)
    url = reverse("units:unit-list")
    assert set(names(office.get(url, {"q": "yen bai"}))) == {lao_cai.name, yen_bai.name}
    assert names(office.get(url, {"q": "yen bai", "on": "01/7/2025"})) == [lao_cai.name]
    assert set(names(office.get(url, {"line": "justice", "on": "2025-06-30"}))) == {lao_cai.name, yen_bai.name}
    assert names(office.get(url, {"kind": "ministry"})) == ["Bộ Tư pháp"]
    assert len(names(office.get(url, {"province": "Lào Cai"}))) == 2
    assert names(office.get(url, {"o": "-name"}))[0] == "Thi hành án dân sự tỉnh Lào Cai"


def test_exported_list_is_a_unit_file_that_changes_nothing(office, ministry):
    unit = in_province("Lào Cai", parent=ministry, legal_person=True, valid_from=date(1991, 10, 1))
    unit.aliases.create(name="STP Lào Cai")
    response = office.get(reverse("units:unit-list"), {"format": "xlsx", "q": "lao cai"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    table = [row for row in rows if row[0] in {"Mã đơn vị", unit.code}]
    assert [(row[0], row[3], row[10]) for row in table] == [
        ("Mã đơn vị", "Loại đơn vị", "Có tư cách pháp nhân"),
        (unit.code, "Sở Tư pháp", "có"),
    ]
    checked = check_file(UnitImport(), response.content, "don-vi.xlsx", actor=WHO["actor"], now=NOW)
    assert (checked.created, checked.updated, checked.unchanged) == (0, 0, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_query_counts_do_not_grow(office, ministry, count, django_assert_max_num_queries):
    for number in range(count):
        unit = department(f"Số {number}", parent=ministry)
        rename_unit(unit_id=unit.pk, name=f"Sở mới {number}", on=JULY, basis=BASIS, **WHO)
        RoleAssignmentFactory(unit=ministry)
    with django_assert_max_num_queries(14) as listed:
        assert len(names(office.get(reverse("units:unit-list"), {"kind": "justice_department"}))) == count
    with django_assert_max_num_queries(16) as branch:
        office.get(reverse("units:unit-branch", args=[ministry.pk]))
    with django_assert_max_num_queries(22) as detail:
        office.get(ministry.get_absolute_url())
    counted = test_query_counts_do_not_grow.__dict__.setdefault("seen", {})
    counted[count] = (len(listed), len(branch), len(detail))
    assert len(set(counted.values())) == 1


def test_page_of_a_unit_tells_its_names_successions_and_people(office):
    lao_cai, yen_bai = department("Lào Cai"), department("Yên Bái")
    merge([yen_bai], lao_cai)
    rename_unit(unit_id=lao_cai.pk, name="Sở Tư pháp Lào Cai", on=date(2026, 1, 1), basis=Basis(text="QĐ 1"), **WHO)
    officer = RoleAssignmentFactory(unit=lao_cai, user__full_name="Trần Thị Thử", user__phone="024 0000")
    page = office.get(lao_cai.get_absolute_url())
    assert [(entry.at, entry.title) for entry in page.context["timeline"]] == [
        (date(2026, 1, 1), "Đổi tên thành Sở Tư pháp Lào Cai"),
        (date(2025, 12, 31), "Sở Tư pháp tỉnh Lào Cai"),
        (JULY, "Sáp nhập, tổ chức lại: Sở Tư pháp tỉnh Yên Bái → Sở Tư pháp Lào Cai"),
    ]
    assert officer.user.label in page.content.decode()
    old = office.get(yen_bai.get_absolute_url())
    assert ("Nay là", "Sở Tư pháp Lào Cai") in [(fact.label, fact.value) for fact in old.context["facts"]]
    assert "kết thúc hoạt động sau ngày 30/06/2025" in old.content.decode()


def test_founding_correcting_and_the_second_writer(office, ministry):
    page = office.get(reverse("units:unit-create"), {"parent": "BTP"})
    typed = {
        "form_token": page.context["form_token"],
        "code": "VMOI",
        "name": "Vụ Mới",
        "kind": "ministry_unit",
        "parent": "bo tu phap",
        "legal_person": "False",
        "valid_from": "10/1/2026",
    }
    assert office.post(reverse("units:unit-create"), typed | {"code": ""}).status_code == 422
    for _ in range(2):
        done = office.post(reverse("units:unit-create"), typed)
    unit = Unit.objects.get(code="VMOI")
    assert done.headers["Location"] == unit.get_absolute_url()
    assert (Unit.objects.get_parent(unit), unit.legal_person, unit.valid_from) == (ministry, False, date(2026, 1, 10))
    taken = office.post(reverse("units:unit-create"), typed | {"form_token": ""})
    assert "đã dùng cho “Vụ Mới”" in taken.content.decode()

    url = reverse("units:unit-edit", args=[unit.pk])
    edited = {"name": "Vụ Mới", "kind": "ministry_unit", "province": "Hà Nội", "version": unit.version}
    assert office.post(url, edited).status_code == 302
    second = office.post(url, edited | {"province": "Huế"})
    assert second.status_code == 422
    assert second.context["form"]["province"].value() == "Huế", "what was typed is kept"
    unit.refresh_from_db()
    assert unit.province == "Hà Nội"


def test_renaming_moving_splitting_and_dissolving_on_screen(office, ministry):
    unit, other = UnitFactory(parent=ministry, code="VA", name="Vụ A"), UnitFactory(code="BKHAC", name="Bộ Khác")
    common = {"on": "01/07/2025", "basis_text": "Nghị định 1"}

    def act(verb, **typed):
        version = Unit.objects.get(pk=unit.pk).version
        response = office.post(reverse(f"units:unit-{verb}", args=[unit.pk]), common | typed | {"version": version})
        assert response.status_code == 302, response.context["form"].errors

    act("rename", name="Cục A")
    act("move", parent="BKHAC")
    act("split", parts="VA1; Phòng Một; P.1\nVA2; Phòng Hai", lives_on="True")
    act("dissolve")
    assert {unit.code for unit in Unit.objects.get_children(Unit.objects.get(pk=other.pk))} == {"VA", "VA1", "VA2"}
    assert list(UnitSuccession.objects.order_by("pk").values_list("kind", flat=True)) == [
        "rename",
        "move",
        "split",
        "dissolve",
    ]
    unit.refresh_from_db()
    assert (unit.name, unit.valid_to) == ("Cục A", date(2025, 6, 30))


def test_unit_is_chosen_by_words_and_many_matches_ask_for_the_code(office, ministry):
    department("Lào Cai", code="STP-LC"), department("Lai Châu", code="STP-LCH")
    unit = UnitFactory(parent=ministry)
    url = reverse("units:unit-move", args=[unit.pk])
    typed = {"on": "01/07/2025", "basis_text": "QĐ", "version": 1}
    answer = office.post(url, typed | {"parent": "so tu phap"})
    assert answer.status_code == 422
    assert "STP-LC – Sở Tư pháp tỉnh Lào Cai" in str(answer.context["form"].errors["parent"])
    assert "Không tìm thấy" in str(office.post(url, typed | {"parent": "xyz"}).context["form"].errors["parent"])
    assert office.post(url, typed | {"parent": "so lao cai"}).status_code == 302


def test_organisers_office_edits_its_own_part_of_the_tree_only(client, ministry):
    own = department("Lào Cai", parent=ministry)
    below = UnitFactory(parent=own, kind="commune_office")
    client.force_login(RoleAssignmentFactory(unit=own, role="standing_office").user)
    assert client.get(reverse("units:unit-edit", args=[below.pk])).status_code == 200
    refused = client.get(reverse("units:unit-edit", args=[ministry.pk]))
    assert refused.status_code == 403
    assert "Thường trực Hội đồng" in refused.content.decode()
    typed = {"code": "X", "name": "Phòng X", "kind": "division", "parent": "BTP"}
    assert client.post(reverse("units:unit-create"), typed).status_code == 403
    assert not Unit.objects.filter(code="X").exists()


def test_empty_portal_offers_the_catalogue_to_its_administrator(client):
    client.force_login(UserFactory(is_staff=True))
    page = client.get(reverse("units:unit-list")).content.decode()
    assert "Nạp danh mục đơn vị ngành Tư pháp" in page
    done = client.post(reverse("units:unit-catalogue"), follow=True)
    assert Unit.objects.filter(code="STP-LAO-CAI").exists()
    assert "Đã nạp" in done.content.decode()
    unit = client.get(reverse("units:unit-detail", args=[Unit.objects.get(code="STP-LAO-CAI").pk])).content.decode()
    assert "/registry/units/" not in unit, "without a role in the portal the page of awards is refused"
    assert client.post(reverse("units:unit-catalogue")).status_code == 403, "afterwards the standing office keeps it"


def test_tree_goes_down_level_by_level_with_the_way_back(office, ministry):
    room = UnitFactory(parent=ministry, name="Vụ A")
    below = UnitFactory(parent=room, name="Phòng B")
    assert names(office.get(reverse("units:unit-tree"))) == ["Bộ Tư pháp"]
    assert names(office.get(reverse("units:unit-branch", args=[ministry.pk]))) == ["Vụ A"]
    page = office.get(reverse("units:unit-branch", args=[room.pk]))
    assert (names(page), page.context["way"]) == (["Phòng B"], [ministry])
    assert office.get(reverse("units:unit-branch", args=[below.pk])).status_code == 200
