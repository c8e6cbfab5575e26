"""The history of a record: operations with their rows, field by field, in Vietnamese."""

import ast
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Q

from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from apps.audit.differences import EMPTY, Change, Labels, plain, readable_fields, shown
from apps.audit.queries.moments import Moments
from apps.audit.trail import operation, record
from apps.audit.trail_pages import TrailPage
from apps.audit.words import field_label, key_words
from apps.catalog.models import EligibilityRule
from apps.clusters.enums import HeadRole
from apps.clusters.models import ClusterYear, HeadTerm, Member
from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory, MemberFactory
from apps.core.actor import Actor
from apps.units.models import Unit, UnitName
from apps.units.tests.factories import UnitFactory

NOW = datetime(2090, 11, 12, 9, tzinfo=UTC)  # after whatever the clock of the database says
ACTOR = Actor(7, "Bà Thử")
pytestmark = pytest.mark.django_db

USER = TrailPage(User, scope=None)
UNIT = TrailPage(Unit, scope=None, related={"units.UnitName": "unit"})
CLUSTER = TrailPage(
    ClusterYear, scope=None, related={"clusters.Member": "cluster_year", "clusters.HeadTerm": "cluster_year"}
)


def change(target, action="accounts.user.create", *, at=NOW, reason="", **values):
    with operation():
        type(target).objects.filter(pk=target.pk).update(**values)
        record(action, actor=ACTOR, target=target, at=at, reason=reason)


def moments(page, target, **kwargs):
    return Moments(page, target, ACTOR)[0:50]


def test_operation_shows_who_when_why_and_the_fields_before_and_after():
    user = UserFactory(post="Chuyên viên")
    change(user, reason="Bổ nhiệm", post="Phó Trưởng phòng")
    first = moments(USER, user)[0]
    (entry,) = first.entries
    assert (first.at, first.who, entry.reason) == (NOW, "Bà Thử", "Bổ nhiệm")
    (row,) = first.rows
    assert (row.word, row.title) == ("Sửa", "Tài khoản")
    assert row.changes == [Change("chức vụ", "Chuyên viên", "Phó Trưởng phòng")]


def test_change_past_the_functions_is_shown_without_anybody():
    user = UserFactory(post="Chuyên viên")
    User.objects.filter(pk=user.pk).update(post="Trưởng phòng")
    first, second = moments(USER, user)
    assert (first.entries, first.who) == ([], "")
    assert first.rows[0].changes == [Change("chức vụ", "Chuyên viên", "Trưởng phòng")]
    assert second.rows[0].kind == "insert"


def test_newest_first_by_the_time_of_the_line():
    user = UserFactory()
    change(user, at=NOW, post="a")
    change(user, at=NOW - timedelta(days=9), post="b")
    change(user, at=NOW + timedelta(days=1), post="c")
    shown_posts = [moment.rows[0].changes[0].after for moment in moments(USER, user) if moment.entries]
    assert shown_posts == ["c", "a", "b"]


def test_several_steps_of_one_operation_are_one_difference():
    user = UserFactory(post="a")
    with operation():
        for post in ("b", "c"):
            User.objects.filter(pk=user.pk).update(post=post)
        record("accounts.user.create", actor=ACTOR, target=user, at=NOW)
    assert moments(USER, user)[0].rows[0].changes == [Change("chức vụ", "a", "c")]


def test_rows_that_came_and_went_or_changed_nothing_readable_are_left_out():
    unit = UnitFactory()
    with operation():
        UnitName.objects.create(unit=unit, name="Sở cũ").delete()
        Unit.objects.filter(pk=unit.pk).update(search_text="x")
        record("units.unit.found", actor=ACTOR, target=unit, at=NOW)
    assert moments(UNIT, unit)[0].rows == []


def test_related_rows_stand_in_the_history_of_their_record_removed_ones_too():
    unit, other = UnitFactory.create_batch(2)
    with operation():
        name = UnitName.objects.create(unit=unit, name="Sở Tư pháp cũ", valid_to=date(2025, 6, 30))
        UnitName.objects.create(unit=other, name="Khác")
        record("units.unit.found", actor=ACTOR, target=unit, at=NOW)
    with operation():
        name.delete()
        record("units.unit.found", actor=ACTOR, target=unit, at=NOW + timedelta(hours=1))
    removed, added = moments(UNIT, unit)[:2]
    assert [(row.word, row.name) for row in removed.rows] == [("Xóa", "Sở Tư pháp cũ")]
    assert [(row.word, row.name) for row in added.rows] == [("Thêm", "Sở Tư pháp cũ")]
    assert "30/06/2025" in [each.after for each in added.rows[0].changes]


def test_personal_data_only_say_that_they_changed(monkeypatch):
    monkeypatch.setattr(User, "PERSONAL", ("phone",), raising=False)
    user = UserFactory(phone="0900 000 001")
    change(user, phone="0900 000 002")
    (row,) = moments(USER, user)[0].rows
    assert [(each.masked, each.before, each.after) for each in row.changes] == [(True, EMPTY, EMPTY)]


def test_conditions_narrow_what_a_reader_sees():
    cluster = ClusterYearFactory()
    MemberFactory(cluster_year=cluster)
    narrow = TrailPage(
        ClusterYear,
        scope=None,
        related={"clusters.Member": "cluster_year"},
        narrowed=lambda actor, obj: {"clusters.Member": Q(pgh_obj_id__in=[])},
    )
    wide = TrailPage(ClusterYear, scope=None, related={"clusters.Member": "cluster_year"})
    assert len(moments(wide, cluster)) == len(moments(narrow, cluster)) + 1


def test_pages_are_cut_in_the_database():
    user = UserFactory()
    for number in range(5):
        change(user, at=NOW + timedelta(minutes=number), post=str(number))
    pages = Paginator(Moments(USER, user, ACTOR), 2)
    assert (pages.count, pages.num_pages) == (6, 3)
    assert [m.rows[0].changes[0].after for m in pages.page(2)] == ["2", "1"]


def test_large_operation_is_shown_in_part_and_counted(monkeypatch):
    monkeypatch.setattr("apps.audit.queries.rows.MOST_ROWS", 2)
    cluster = ClusterYearFactory()
    with operation():
        MemberFactory.create_batch(5, cluster_year=cluster)
        record("clusters.cluster_year.form", actor=ACTOR, target=cluster, at=NOW)
    first = moments(CLUSTER, cluster)[0]
    assert (len(first.rows), first.more) == (2, 3)


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_does_not_grow(count, django_assert_num_queries):
    cluster = ClusterYearFactory()
    with operation():
        MemberFactory.create_batch(count, cluster_year=cluster)
        for _each in range(count):
            HeadTermFactory(cluster_year=cluster, unit=UnitFactory(), role=HeadRole.DEPUTY, decision=None)
        record("clusters.cluster_year.form", actor=ACTOR, target=cluster, at=NOW)
    for number in range(count):
        change(cluster, "clusters.cluster_year.form", name=f"Cụm {number}")
    found = Moments(CLUSTER, ClusterYear.objects.get(pk=cluster.pk), ACTOR)
    # The moments; their lines, own and others'; rows of three histories, earlier ones of one; the names of two models.
    with django_assert_num_queries(9):
        assert found[0:50]


# --- Values ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        (HeadTerm._meta.get_field("starts_on"), date(2026, 2, 1), "01/02/2026"),
        (HeadTerm._meta.get_field("role"), "cluster_head", "Trưởng"),
        (HeadTerm._meta.get_field("ends_on"), None, "–"),
        (User._meta.get_field("is_active"), True, "Có"),
        (User._meta.get_field("is_active"), False, "Không"),
        (User._meta.get_field("date_joined"), datetime(2026, 11, 12, 9, 20, tzinfo=UTC), "12/11/2026 16:20"),
        (Member._meta.get_field("order"), 1200, "1200"),
        (HeadTerm._meta.get_field("unit"), 987, "mã 987 (đã xóa)"),
    ],
)
def test_value_is_written_as_people_read_it(field, value, text):
    assert shown(field, value, Labels()) == text


def test_decimals_have_a_comma():
    from apps.scoring.models import SheetVersion

    assert shown(SheetVersion._meta.get_field("total"), Decimal("1234.500"), Labels()) == "1.234,5"


def test_keys_codes_and_days_of_json_are_said_as_people_read_them():
    """What the model calls its own field, what a later row tells, what the choices of any field call a code."""
    from apps.registrations.models import TitleRegistration

    sent = {"way": "paper", "state": "submitted", "received_on": "2026-11-19", "receipt": "XN-DK-2026-000042"}
    assert plain(sent, model=TitleRegistration) == (
        "cách ký: Ký trên giấy; trạng thái: Đã gửi; ngày tính: 19/11/2026; mã biên nhận: XN-DK-2026-000042"
    )
    rule = {"kinds": ["ministry_unit", "division"], "points": "171.350", "number": "4.10", "path": "/x/"}
    assert plain(rule) == "loại đơn vị: Đơn vị thuộc Bộ; Phòng, ban của đơn vị; điểm: 171,35; số thứ tự: 4.10"
    assert plain(
        {"until": "2026-12-03T17:00:00+07:00", "source": "days_late:report:six_months", "part:2": "Phòng A"}
    ) == ("đến: 03/12/2026 17:00; nguồn: Số ngày chậm của văn bản phải gửi; phần 2: Phòng A")
    codes = {"changed": ["1.1", "1.10"], "added": ["2.1"], "removed": ["2.10"], "parent_code": "1.10", "total": "9.50"}
    assert plain(codes) == "thay đổi: 1.1; 1.10; thêm: 2.1; bớt: 2.10; mã nhóm tiêu chí: 1.10; tổng điểm: 9,5"
    assert plain({"actual": 100.0, "wanted": 2.5}) == "hiện có: 100; yêu cầu: 2,5"
    rule = EligibilityRule._meta.get_field("fact")
    assert shown(rule, "held_consecutive_years:CSTDCS", Labels()) == "số năm đạt liên tục: CSTDCS"


def test_the_fact_and_the_sign_of_a_rule_are_told_a_finding_says_them_in_its_label():
    rule = {"fact": "held_any:CSTĐCS", "comparison": "ge", "label": "Hai lần", "value": 2}
    assert plain({"comparison": "le"}, model=EligibilityRule) == "so sánh: không quá …"
    assert plain(rule, model=EligibilityRule) == (
        "dữ kiện: số lần đã được tặng: CSTĐCS; so sánh: từ … trở lên; điều kiện: Hai lần; giá trị: 2"
    )
    assert plain({**rule, "outcome": 0}) == "nội dung: Hai lần; giá trị: 2; kiểm tra điều kiện: Đủ điều kiện"


def test_rows_below_a_record_are_named_by_their_own_fields_and_older_votes_read_as_words():
    from apps.awards.models import Council, CouncilSession

    member = {"name": "Bà Thử", "position": "secretary", "starts_on": "2024-01-01", "ends_on": None}
    assert plain(member, model=Council).startswith("họ và tên: Bà Thử; ")
    assert plain({"name": "Hội đồng Thử"}, model=Council) == "tên Hội đồng: Hội đồng Thử"
    votes = {"Bà A": "7/8 recommended", "Ông B": "2/8 not_recommended"}
    assert plain(votes, model=CouncilSession) == "Bà A: 7/8, Hội đồng đề nghị; Ông B: 2/8, Hội đồng không đề nghị"


def test_every_key_that_the_trail_is_told_has_a_name():
    """Of the calls that write their values down; what a function puts together is seen on the page only."""
    root = Path(settings.BASE_DIR) / "apps"
    told = [each for path in root.glob("*/domain/*.py") for each in keys_told(ast.parse(path.read_text("utf-8")))]
    assert len(told) > 100
    assert sorted({key for key in told if key_words(key) == key}) == []


def keys_told(module: ast.Module):
    """Keys of the mappings given to ``record`` as ``before`` and ``after``."""
    for call in ast.walk(module):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "record":
            given = [each.value for each in call.keywords if each.arg in {"before", "after"}]
            keys = [key for each in given if isinstance(each, ast.Dict) for key in each.keys]
            yield from (key.value for key in keys if isinstance(key, ast.Constant))


def test_json_is_written_in_words():
    assert plain({"mức": "Tốt", "số": [1, 2], "đạt": True, "trống": None}) == "mức: Tốt; số: 1; 2; đạt: Có; trống: –"
    assert plain(list(range(20))).endswith("11; và 8 mục khác")


def test_rows_written_by_raw_sql_are_in_the_history():
    user = UserFactory()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET post = 'Khác' WHERE id = %s", [user.pk])
    assert moments(USER, user)[0].rows[0].changes[0].after == "Khác"


def test_every_readable_field_has_a_vietnamese_name():
    from django.apps import apps as registry

    from apps.audit import trail_pages

    models = {page.model for page in trail_pages.pages()}
    models |= {registry.get_model(label) for page in trail_pages.pages() for label in page.related}
    unnamed = [
        f"{model._meta.label}.{field.name}"
        for model in models
        for field in readable_fields(model)
        if field_label(field) in (field.name, field.name.replace("_", " "))
    ]
    assert sorted(unnamed) == []
