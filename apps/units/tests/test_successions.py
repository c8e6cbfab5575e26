"""Renaming, moving, splitting, dissolving, merging: what stays on record and what is refused."""

from datetime import UTC, date, datetime

import pytest

from apps.audit.models import Entry
from apps.core.actor import system_actor
from apps.core.errors import StaleVersion
from apps.units.domain.merging import NewUnit, merge_units
from apps.units.domain.rearranging import dissolve_unit, move_unit, rename_unit, split_unit
from apps.units.domain.successions import Basis, SuccessionRefused
from apps.units.domain.tree import UnitCycle
from apps.units.domain.units import CodeTaken, UnitFields, WrongPeriod, edit_unit, found_unit
from apps.units.history_queries import record_names, successions_of
from apps.units.models import Unit, UnitName, UnitSuccession
from apps.units.tests.factories import UnitFactory

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
JULY = date(2025, 7, 1)
BASIS = Basis(text="Nghị quyết 202/2025/QH15")
WHO = {"actor": system_actor(), "now": NOW}
pytestmark = pytest.mark.django_db


def department(province: str, **more) -> Unit:
    return UnitFactory(name=f"Sở Tư pháp tỉnh {province}", kind="justice_department", **more)


def merge(units, into, on=JULY, **more):
    return merge_units(unit_ids=[u.pk for u in units], into_id=into.pk, on=on, basis=BASIS, **WHO, **more)


@pytest.fixture
def lao_cai():
    return department("Lào Cai")


@pytest.fixture
def yen_bai():
    return department("Yên Bái")


def test_history_of_yen_bai_is_found_from_lao_cai(lao_cai, yen_bai, django_assert_num_queries):
    van_phong = UnitFactory(name="Ban Tư pháp Nghĩa Lộ")
    merge([van_phong], yen_bai, on=date(1976, 1, 1))
    merge([yen_bai], lao_cai)
    other = department("Yên Định")

    for query in ("Yên Bái", "yen bai", "YÊN BÁI  "):
        assert set(Unit.objects.search(query)) == {lao_cai, yen_bai}
    assert set(Unit.objects.search("nghia lo")) == {lao_cai, yen_bai, van_phong}
    assert other not in Unit.objects.search("lao cai")
    with django_assert_num_queries(2):
        pairs = successions_of(lao_cai.pk)
    assert [(str(pair), pair.succession.effective_on) for pair in pairs] == [
        ("Ban Tư pháp Nghĩa Lộ → Sở Tư pháp tỉnh Yên Bái", date(1976, 1, 1)),
        ("Sở Tư pháp tỉnh Yên Bái → Sở Tư pháp tỉnh Lào Cai", JULY),
    ]
    assert successions_of(yen_bai.pk) == successions_of(van_phong.pk) == pairs
    yen_bai.refresh_from_db()
    assert yen_bai.valid_to == date(2025, 6, 30)


def test_records_keep_the_name_valid_on_their_date(lao_cai, yen_bai, django_assert_num_queries):
    old = UnitFactory(name="Cục Thi hành án dân sự tỉnh Lào Cai")
    rename_unit(unit_id=old.pk, name="Thi hành án dân sự tỉnh Lào Cai", on=JULY, basis=BASIS, **WHO)
    merge([yen_bai], lao_cai)
    records = [(unit.pk, date(2025, 6, 30)) for unit in (old, yen_bai, lao_cai)] + [(old.pk, JULY)]
    with django_assert_num_queries(3):
        names = [str(name) for name in record_names(records).values()]
    assert names == [
        "Cục Thi hành án dân sự tỉnh Lào Cai (nay là Thi hành án dân sự tỉnh Lào Cai)",
        "Sở Tư pháp tỉnh Yên Bái (nay là Sở Tư pháp tỉnh Lào Cai)",
        "Sở Tư pháp tỉnh Lào Cai",
        "Thi hành án dân sự tỉnh Lào Cai",
    ]


@pytest.mark.parametrize(
    ("on", "name"),
    [
        (date(2024, 12, 31), "Sở Tư pháp tỉnh Thừa Thiên Huế"),
        (date(2025, 1, 1), "Sở Tư pháp thành phố Huế"),
        (date(2025, 6, 30), "Sở Tư pháp thành phố Huế"),
        (date(2025, 7, 1), "Sở Tư pháp Huế"),
    ],
)
def test_name_on_a_day_in_python_and_in_the_database(on, name):
    unit = UnitFactory(name="Sở Tư pháp tỉnh Thừa Thiên Huế")
    for new, since in (("Sở Tư pháp thành phố Huế", date(2025, 1, 1)), ("Sở Tư pháp Huế", JULY)):
        rename_unit(unit_id=unit.pk, name=new, on=since, basis=BASIS, **WHO)
    unit.refresh_from_db()
    assert unit.name_on(on) == name
    assert Unit.objects.with_name_on(on).get().name_then == name


def test_former_name_without_an_end_is_found_but_printed_nowhere():
    unit = UnitFactory(name="Vụ Pháp luật quốc tế")
    UnitName.objects.create(unit=unit, name="Vụ Luật quốc tế")
    assert list(Unit.objects.search("vu luat quoc te")) == [unit]
    assert unit.name_on(date(1999, 1, 1)) == "Vụ Pháp luật quốc tế"


def test_asking_again_changes_nothing(lao_cai, yen_bai):
    first = merge([yen_bai], lao_cai)
    before = (Entry.objects.count(), Unit.objects.get(pk=yen_bai.pk).version)
    assert merge([yen_bai], lao_cai) == first
    assert (Entry.objects.count(), Unit.objects.get(pk=yen_bai.pk).version) == before
    renamed = {"unit_id": lao_cai.pk, "name": "Sở Tư pháp Lào Cai", "on": JULY, "basis": BASIS}
    rename_unit(**renamed, **WHO)
    entries = Entry.objects.count()
    rename_unit(**renamed, **WHO)
    assert Entry.objects.count() == entries


def test_merge_into_a_new_unit_asked_twice_founds_it_once(lao_cai, yen_bai):
    new = NewUnit("STP-M", UnitFields("Sở Tư pháp tỉnh Mới", "justice_department", aliases=("STP Mới",)))
    for _ in range(2):
        merge_units(unit_ids=[lao_cai.pk, yen_bai.pk], new=new, on=JULY, basis=BASIS, **WHO)
    founded = Unit.objects.get(code="STP-M")
    assert founded.valid_from == JULY
    assert {pair.predecessor for pair in successions_of(founded.pk)} == {lao_cai, yen_bai}
    assert list(Unit.objects.search("stp moi lao cai")) == [founded]
    with pytest.raises(CodeTaken):
        merge_units(unit_ids=[department("Hà Giang").pk], new=new, on=JULY, basis=BASIS, **WHO)


def refusals():
    """(what is wrong, ends of the units, day, field) of merges that change nothing."""
    yield "into itself", {}, {}, "same", JULY, "into"
    yield "into a dissolved unit", {}, {"valid_to": date(2025, 6, 30)}, "", JULY, "into"
    yield "before its foundation", {"valid_from": JULY}, {}, "", JULY, "on"
    yield "before the successor's foundation", {}, {"valid_from": date(2025, 7, 2)}, "", JULY, "on"
    yield "already ended", {"valid_to": date(2025, 6, 30)}, {}, "", date(2025, 8, 1), "units"
    yield "in the future", {}, {}, "", date(2027, 1, 1), "on"
    yield "into a unit below it", {}, {}, "below", JULY, "into"


@pytest.mark.parametrize(
    ("name", "old", "new", "shape", "on", "field"), list(refusals()), ids=lambda v: v if isinstance(v, str) else ""
)
def test_merge_is_refused_and_changes_nothing(name, old, new, shape, on, field):
    unit = department("Yên Bái", **old)
    into = unit if shape == "same" else department("Lào Cai", **new, **({"parent": unit} if shape == "below" else {}))
    entries = Entry.objects.count()
    with pytest.raises(SuccessionRefused) as error:
        merge([unit], into, on=on)
    assert error.value.field == field
    assert not UnitSuccession.objects.exists()
    assert Entry.objects.count() == entries


def test_unit_that_was_merged_is_not_merged_again_nor_back(lao_cai, yen_bai):
    merge([yen_bai], lao_cai)
    with pytest.raises(SuccessionRefused, match="đã kết thúc"):
        merge([yen_bai], department("Hà Giang"), on=date(2025, 8, 1))
    with pytest.raises(SuccessionRefused, match="đã kết thúc"):
        merge([lao_cai], yen_bai, on=date(2025, 8, 1))


def test_merge_of_a_unit_somebody_changed_meanwhile_is_told(lao_cai, yen_bai):
    with pytest.raises(StaleVersion):
        merge([yen_bai], lao_cai, expected_versions={yen_bai.pk: 7})
    assert not UnitSuccession.objects.exists()


def test_units_below_go_along_and_papers_of_ended_ones_do_not(lao_cai, yen_bai):
    room = UnitFactory(parent=yen_bai, name="Phòng Hành chính")
    below = UnitFactory(parent=room, name="Tổ Lưu trữ")
    ended = UnitFactory(parent=yen_bai, valid_to=date(2020, 1, 1))
    merge([yen_bai], lao_cai)
    assert set(Unit.objects.get_descendants(Unit.objects.get(pk=lao_cai.pk))) == {room, below}
    assert list(Unit.objects.get_children(Unit.objects.get(pk=yen_bai.pk))) == [ended]
    assert Unit.objects.find_problems() == ([], [], [], [], [])


def test_moving_below_itself_is_refused_and_elsewhere_is_kept_in_the_history():
    ministry, bureau = UnitFactory(), UnitFactory()
    office = UnitFactory(parent=bureau)
    room = UnitFactory(parent=office)
    with pytest.raises(UnitCycle):
        move_unit(unit_id=office.pk, parent_id=room.pk, on=JULY, basis=BASIS, **WHO)
    for _ in range(2):
        move_unit(unit_id=office.pk, parent_id=ministry.pk, on=JULY, basis=BASIS, **WHO)
    assert set(Unit.objects.get_descendants(Unit.objects.get(pk=ministry.pk))) == {office, room}
    (pair,) = successions_of(office.pk)
    assert pair.succession.note == f"Từ “{bureau.name}” sang “{ministry.name}”."
    assert list(Unit.objects.search(bureau.name)) == [bureau], "a move is no predecessor"


def test_dissolving_waits_for_the_units_below():
    office = UnitFactory()
    room = UnitFactory(parent=office, name="Phòng Còn Lại")
    with pytest.raises(SuccessionRefused, match="Phòng Còn Lại"):
        dissolve_unit(unit_id=office.pk, on=JULY, basis=BASIS, **WHO)
    for unit in (room, room, office):
        dissolve_unit(unit_id=unit.pk, on=JULY, basis=BASIS, **WHO)
    assert set(Unit.objects.values_list("valid_to", flat=True)) == {date(2025, 6, 30)}
    assert UnitSuccession.objects.count() == 2


@pytest.mark.parametrize(("lives_on", "ends"), [(True, None), (False, date(2025, 6, 30))])
def test_splitting_founds_the_parts_beside_the_unit(lives_on, ends):
    parent = UnitFactory()
    unit = UnitFactory(parent=parent, name="Vụ Chung")
    parts = [(code, UnitFields(f"Vụ {code}", "ministry_unit")) for code in ("A", "B")]
    for _ in range(2):
        split_unit(unit_id=unit.pk, parts=parts, on=JULY, basis=BASIS, lives_on=lives_on, **WHO)
    founded = Unit.objects.filter(code__in=["A", "B"])
    assert {Unit.objects.get_parent(each) for each in founded} == {parent}
    assert {each.valid_from for each in founded} == {JULY}
    assert Unit.objects.get(pk=unit.pk).valid_to == ends
    assert set(Unit.objects.search("vu chung")) == {unit, *founded}


def test_editing_tells_the_second_writer_and_keeps_the_trail():
    unit = found_unit(code="A", fields=UnitFields("Vụ A", "ministry_unit"), parent=None, **WHO)
    fields = UnitFields("Vụ A", "ministry_unit", province="Lào Cai", aliases=("Vụ Á",))
    edit_unit(unit_id=unit.pk, expected_version=1, fields=fields, **WHO)
    with pytest.raises(StaleVersion):
        edit_unit(unit_id=unit.pk, expected_version=1, fields=fields, **WHO)
    entry = Entry.objects.get(action="units.unit.edit")
    assert (entry.before, entry.after) == (
        {"province": "", "aliases": []},
        {"province": "Lào Cai", "aliases": ["Vụ Á"]},
    )
    with pytest.raises(WrongPeriod):
        edit_unit(
            unit_id=unit.pk,
            expected_version=2,
            fields=UnitFields("Vụ A", "ministry_unit", valid_from=JULY, valid_to=date(2025, 6, 30)),
            **WHO,
        )
    with pytest.raises(CodeTaken):
        found_unit(code="A", fields=fields, parent=None, **WHO)


def test_units_are_listed_in_vietnamese_order():
    names = [
        "Sở Tư pháp tỉnh Đắk Lắk",
        "Sở Tư pháp tỉnh Điện Biên",
        "Sở Tư pháp tỉnh An Giang",
        "Sở Tư pháp tỉnh Bắc Ninh",
    ]
    for name in names:
        UnitFactory(name=name)
    assert [unit.name.rsplit("tỉnh ")[1] for unit in Unit.objects.in_order()] == [
        "An Giang",
        "Bắc Ninh",
        "Đắk Lắk",
        "Điện Biên",
    ]
