"""A merge on 1/7 in a running year, across all apps: open duties, sent sheets, membership, heads, roles, ranking."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.accounts.grants import actor_for
from apps.audit.models import Entry
from apps.clusters.models import HeadTerm
from apps.clusters.queries import members_in_order
from apps.dashboard.tests.world import SYSTEM, World, build
from apps.obligations.domain.duties import ask
from apps.obligations.models import Obligation
from apps.scoring.enums import SheetState
from apps.scoring.models import ScoreSheet
from apps.units.domain.merging import NewUnit, merge_units
from apps.units.domain.successions import Basis
from apps.units.domain.units import UnitFields
from apps.units.models import RoleAssignment, Unit
from apps.units.tests.factories import PersonFactory, PostingFactory

pytestmark = pytest.mark.django_db
JULY = date(2025, 7, 1)
NOW = datetime(2025, 7, 1, 3, tzinfo=UTC)
BASIS = Basis(text="Nghị quyết 202/2025/QH15")


@pytest.fixture
def world() -> World:
    """Four units in 2025: the first one leads; the self-score is owed by 15/11, a report was owed by 15/6."""
    world = build(4, year=2025, due_on=date(2025, 11, 15))
    ask(
        year_id=world.cluster_year.year_id,
        code="report",
        label="Báo cáo sơ kết",
        due_on=date(2025, 6, 15),
        unit_ids=[unit.pk for unit in world.units[:2]],
        actor=SYSTEM,
        now=NOW,
    )
    return world


def merge(world, old: list[int], into: int, **more):
    return merge_units(
        unit_ids=[world.units[index].pk for index in old],
        into_id=world.units[into].pk,
        on=JULY,
        basis=BASIS,
        actor=SYSTEM,
        now=NOW,
        **more,
    )


def owed(unit) -> dict[str, Obligation]:
    return {each.duty.code: each for each in Obligation.objects.filter(unit=unit).open().select_related("duty")}


def test_open_duties_go_to_the_successor_once_and_lateness_is_not_charged(world):
    lao_cai, yen_bai = world.units[2], world.units[1]
    merge(world, [1], 2, overdue_until=date(2025, 7, 20))
    assert owed(yen_bai) == {}
    mine = owed(lao_cai)
    assert set(mine) == {"score_sheet", "report"}
    assert mine["score_sheet"].duty.due_on == mine["score_sheet"].last_day == date(2025, 11, 15)
    assert mine["report"].last_day == date(2025, 7, 20)
    assert mine["report"].days_late(timezone.make_aware(datetime(2025, 7, 20, 23))) == 0  # noqa: DTZ001
    assert mine["report"].days_late(timezone.make_aware(datetime(2025, 7, 21, 1))) == 1  # noqa: DTZ001
    assert all(each.days_late(NOW) == 0 for each in Obligation.objects.filter(unit=yen_bai))
    (extension,) = mine["report"].extensions.all()
    assert yen_bai.name in extension.reason


def test_sent_sheet_stays_and_the_successor_has_one_sheet_for_the_year(world):
    world.send(1, at=datetime(2025, 6, 20, 3, tzinfo=UTC))
    merge(world, [1, 3], 2)
    sheets = {sheet.unit_id: sheet for sheet in ScoreSheet.objects.filter(cluster_year=world.cluster_year)}
    assert sheets[world.units[1].pk].state == SheetState.SELF_SUBMITTED
    assert sheets[world.units[3].pk].state == SheetState.NOT_SUBMITTED
    assert world.units[2].name in sheets[world.units[3].pk].remark
    assert sheets[world.units[2].pk].state == SheetState.SELF_SCORING
    assert ScoreSheet.objects.filter(unit=world.units[2]).count() == 1
    members = members_in_order(world.cluster_year.pk)
    assert [member.unit for member in members] == [world.units[0], world.units[2]]
    assert world.cluster_year.members.filter(left_on=JULY).count() == 2


def test_new_unit_takes_the_place_the_head_term_the_duties_and_gets_a_sheet(world):
    world.send(0, at=datetime(2025, 6, 20, 3, tzinfo=UTC))
    first = world.units[0]
    new = NewUnit("MOI", UnitFields("Sở Tư pháp tỉnh Mới", first.kind))
    for _ in range(2):
        merge_units(unit_ids=[first.pk, world.units[1].pk], new=new, on=JULY, basis=BASIS, actor=SYSTEM, now=NOW)
    unit = Unit.objects.get(code="MOI")
    place = members_in_order(world.cluster_year.pk)[0]
    assert (place.unit, place.unit_name, place.order) == (unit, "Sở Tư pháp tỉnh Mới", world.sheet(0).order)
    assert ScoreSheet.objects.get(unit=unit).state == SheetState.SELF_SCORING
    assert set(owed(unit)) == {"score_sheet", "report"}
    terms = HeadTerm.objects.filter(cluster_year=world.cluster_year).order_by("starts_on")
    assert [(term.unit, term.starts_on, term.ends_on) for term in terms] == [
        (first, date(2020, 1, 1), date(2025, 6, 30)),
        (unit, JULY, None),
    ]
    assert Entry.objects.filter(action="units.unit.merge").count() == 1


def test_officers_go_along_leaders_need_a_decision_and_people_keep_their_post(world):
    old, into = world.units[1], world.units[2]
    posting = PostingFactory(unit=old, person=PersonFactory(), post="Chuyên viên", starts_on=date(2019, 1, 1))
    merge(world, [1], 2)
    officer = actor_for(world.officers[1], date(2025, 7, 2))
    assert officer.unit_ids("officer") == {old.pk, into.pk}, "reads the old papers until the end of the year"
    assert actor_for(world.officers[1], date(2026, 1, 1)).unit_ids("officer") == {into.pk}
    assert actor_for(world.leaders[1], date(2025, 7, 2)).grants == ()
    assert actor_for(world.leaders[1], date(2025, 6, 30)).unit_ids("leader") == {old.pk}
    assert RoleAssignment.objects.filter(unit=into, role="leader").count() == 1
    held = posting.person.postings.order_by("starts_on")
    assert [(each.unit, each.post, each.starts_on, each.ends_on) for each in held] == [
        (old, "Chuyên viên", date(2019, 1, 1), date(2025, 6, 30)),
        (into, "Chuyên viên", JULY, None),
    ]


def test_past_years_are_left_as_they_were(world):
    past = build(2, year=2024)
    past.cluster_year.members.create(unit=world.units[1], unit_name="Tên năm 2024", order=9)
    merge(world, [1], 2)
    assert past.cluster_year.members.get(unit=world.units[1]).left_on is None
    assert not past.cluster_year.members.filter(unit=world.units[2]).exists()


def test_merge_on_screen_shows_everything_first_and_does_it_once(world, client):
    world.ministry.kind = "ministry"
    world.ministry.save()
    client.force_login(world.standing_office)
    url = reverse("units:unit-merge")
    old, into = world.units[1], world.units[2]
    page = client.get(url, {"units": old.code, "into": into.code})
    assert page.context["form"]["units"].value() == old.code
    typed = {
        "form_token": page.context["form_token"],
        "units": old.code,
        "successor": "existing",
        "into": into.code,
        "on": "01/7/2025",
        "basis_text": "Nghị quyết 202/2025/QH15",
        "counts_achievements": "on",
        "overdue_until": "20/07/2025",
    }
    preview = client.post(url, typed)
    assert preview.status_code == 200
    lines = {(str(line.label), line.count) for line in preview.context["lines"]}
    assert {
        ("Việc phải làm", 1),
        ("Bảng chấm điểm", 1),
        ("Thành viên Cụm thi đua", 1),
        ("Phân công cán bộ", 1),
    } <= lines
    assert owed(old), "nothing was written"
    confirmed = typed | {"confirm": "1", "versions": preview.context["versions"]}
    for _ in range(2):
        done = client.post(url, confirmed)
        assert (done.status_code, done.headers["Location"]) == (302, into.get_absolute_url())
    assert Entry.objects.filter(action="units.unit.merge").count() == 1
    refused = client.post(url, typed | {"form_token": ""})
    assert refused.status_code == 422
    assert "đã kết thúc hoạt động" in refused.content.decode()


def test_merge_on_screen_tells_of_a_change_since_the_preview(world, client):
    world.ministry.kind = "ministry"
    world.ministry.save()
    client.force_login(world.standing_office)
    old, into = world.units[1], world.units[2]
    typed = {"units": old.code, "successor": "existing", "into": into.code, "on": "01/7/2025", "basis_text": "QĐ"}
    url = reverse("units:unit-merge")
    versions = client.post(url, typed).context["versions"]
    Unit.objects.filter(pk=old.pk).update(version=5, saved_by_label="Bà Trần Thị Thử", saved_at=NOW)
    answer = client.post(url, typed | {"confirm": "1", "versions": versions})
    assert answer.status_code == 422
    assert "Bà Trần Thị Thử đã sửa" in answer.content.decode()
    assert owed(old)
