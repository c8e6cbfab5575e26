"""Pages without sign-in: only what an organiser has put there, and nothing about people beyond the printed list."""

import secrets
from datetime import UTC, date, datetime
from ipaddress import IPv6Address

import pytest
import time_machine
from django.urls import reverse

from apps.accounts.public_pages import PublicPageMixin
from apps.accounts.tests.factories import UserFactory
from apps.clusters.tests.factories import ClusterYearFactory, MemberFactory
from apps.core.actor import system_actor
from apps.core.errors import StaleVersion
from apps.movements.tests.factories import MovementFactory
from apps.periods.domain.years import choose_public
from apps.periods.models import EmulationYear
from apps.periods.tests.factories import EmulationYearFactory
from apps.ranking.models import RankingEntry
from apps.ranking.tests.factories import run_of
from apps.registry.enums import AwardState
from apps.registry.tests.factories import AwardFactory, DecisionFactory, GrantFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def year():
    return EmulationYearFactory(year=2026)


def show(year: EmulationYear, *parts: str) -> None:
    EmulationYear.objects.filter(pk=year.pk).update(public_parts=list(parts))


def page(client, name: str, *args, **query):
    return client.get(reverse(name if ":" in name else f"dashboard:{name}", args=args), query)


def movement_in_force(year, title="Phong trào thử", **fields):
    days = {"starts_on": date(2025, 1, 1), "ends_on": date(2027, 12, 31)}
    told = {"state": "launched", "launched_at": NOW, "title": title, "short_name": title}
    return MovementFactory(organiser=year.organiser, **days | told | fields)


def result(year, **fields):
    cluster_year = ClusterYearFactory(year=year, cluster__organiser=year.organiser, name="Cụm thử")
    run = run_of(cluster_year, **fields)
    units = [MemberFactory(cluster_year=cluster_year).unit for _n in range(2)]
    ranked, left_out = (
        {"rank": 1, "total": 90},
        {"rank": None, "disqualifier": "excluded", "reason": "vì lý do riêng"},
    )
    for order, (unit, told) in enumerate(zip(units, (ranked, left_out), strict=True)):
        RankingEntry.objects.create(run=run, unit=unit, unit_name=unit.name, order=order, **told)
    return run, units


@pytest.mark.parametrize(
    ("parts", "fields", "seen"),
    [
        (("movement",), {}, True),
        ((), {}, False),
        (("ranking", "award"), {}, False),
        (("movement",), {"state": "draft", "launched_at": None}, False),
        (("movement",), {"state": "concluded"}, False),
        (("movement",), {"ends_on": date(2026, 3, 1)}, False),
        (("movement",), {"starts_on": date(2026, 3, 3)}, False),
    ],
)
def test_movements_in_force_are_shown_where_the_organiser_chose_so(client, year, parts, fields, seen):
    show(year, *parts)
    movement_in_force(year, **fields)
    for name in ("public", "public-movements"):
        assert ("Phong trào thử" in page(client, name).content.decode()) is seen


@pytest.mark.parametrize(
    ("parts", "state", "seen"),
    [(("ranking",), "published", True), ((), "published", False), (("ranking",), "computed", False)],
)
def test_results_are_shown_when_published_and_made_public(client, year, parts, state, seen):
    show(year, *parts)
    run, units = result(year, state=state)
    shown = page(client, "public-ranking", run.pk)
    assert shown.status_code == (200 if seen else 404)
    assert ("Cụm thử" in page(client, "public-rankings").content.decode()) is seen
    if seen:
        assert units[0].name in shown.content.decode()
        assert units[1].name not in shown.content.decode(), "why a unit is left out is not for everybody"
        assert "vì lý do riêng" not in shown.content.decode()
        assert "Tỷ lệ (%)" not in shown.content.decode()
        run.entries.filter(unit=units[0]).update(percent="88.125")
        shown = page(client, "public-ranking", run.pk).content.decode()
        for words in ("Tỷ lệ (%)", "88,125", "xếp hạng theo tỷ lệ điểm trên tổng điểm tối đa áp dụng"):
            assert words in shown  # else the order looks wrong


def test_awards_are_public_from_their_day_as_printed_and_unless_the_year_hides_them(client, year):
    paper = DecisionFactory(symbol="77/QĐ-BTP", issued_on=date(2026, 2, 1))
    grant = GrantFactory(keeper=year.organiser, document=paper, published_on=date(2026, 3, 2))
    held = AwardFactory(grant=grant, recipient_name="Trần Thị In Đúng", post="Chuyên viên")
    AwardFactory(grant=grant, recipient_name="Lê Thị Hủy Bỏ", state=AwardState.CANCELLED)
    AwardFactory(grant=GrantFactory(keeper=year.organiser, published_on=date(2026, 3, 3)), recipient_name="Hồ Thị Mai")
    AwardFactory(grant=GrantFactory(keeper=year.organiser), recipient_name="Vũ Thị Chưa")

    def names(**query):
        return [award.recipient_name for award in page(client, "registry:public-list", **query).context["page_obj"]]

    assert names() == names(decision="77-QĐ-BTP") == names(grant=grant.pk) == [held.recipient_name]
    assert names(level="province") == names(decided=2025) == []
    assert page(client, "public").context["parts"]["awards"].count == 1
    show(year)
    assert names() == []
    assert page(client, "public").context["parts"]["awards"].count == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_cost_does_not_depend_on_what_is_shown(client, count, django_assert_num_queries):
    for _n in range(count):
        year = EmulationYearFactory(year=2026)
        show(year, "movement", "ranking", "award")
        movement_in_force(year)
        result(year)
        AwardFactory(grant=GrantFactory(keeper=year.organiser, published_on=date(2026, 3, 1)))
    with django_assert_num_queries(8):  # count and rows of four parts
        assert len(page(client, "public").context["parts"]["rankings"].rows) == count
    for name, cost in (("public-movements", 2), ("public-rankings", 2), ("registry:public-list", 3)):
        with django_assert_num_queries(cost):
            assert len(page(client, name).context["page_obj"]) == count


def test_what_is_public_is_chosen_also_in_a_closed_year_once_and_by_nobody_unseen(year):
    EmulationYear.objects.filter(pk=year.pk).update(state="closed")
    who = {"year_id": year.pk, "actor": system_actor(), "now": NOW}
    chosen = choose_public(public_parts=["ranking", "movement"], version=1, **who)
    assert chosen.public_parts == ["movement", "ranking"]
    with pytest.raises(StaleVersion):
        choose_public(public_parts=[], version=1, **who)
    assert choose_public(public_parts=["ranking", "movement"], version=2, **who).version == 2


def test_public_pages_say_how_long_they_are_kept_and_who_may_index_them(client):
    landing = page(client, "public")
    assert landing["Cache-Control"] == "private, max-age=60"
    assert "X-Robots-Tag" not in landing
    assert 'href="#main"' in landing.content.decode()
    for name in ("registry:public-list", "awards:public-comment-list", "verify-index"):
        assert client.get(reverse(name))["X-Robots-Tag"] == "noindex"
    robots = client.get("/robots.txt").content.decode()
    assert "Allow: /public/\n" in robots
    assert robots.endswith("Disallow: /\n")
    client.force_login(UserFactory())
    assert "max-age" not in page(client, "public")["Cache-Control"]


def test_nobody_reads_it_all_by_machine(client, settings):
    settings.PUBLIC_REQUESTS_PER_MINUTE = 3
    where = str(IPv6Address(secrets.randbits(128)))
    names = ("dashboard:public", "registry:public-list", "awards:public-comment-list", "dashboard:public")
    answers = [client.get(reverse(name), REMOTE_ADDR=where).status_code for name in names]
    assert answers == [200, 200, 200, 429]


def test_files_of_public_lists_are_small_and_counted_apart(client, settings, year, monkeypatch):
    settings.PUBLIC_FILES_PER_MINUTE = 2
    monkeypatch.setattr(PublicPageMixin, "most_exported", 1)
    show(year, "movement", "ranking")
    movement_in_force(year)
    where = str(IPv6Address(secrets.randbits(128)))

    def asked(name, *args, **query):
        return client.get(reverse(name, args=args), query, REMOTE_ADDR=where)

    assert asked("dashboard:public-movements", format="csv").status_code == 200
    movement_in_force(year, "Phong trào thứ hai")
    refused = asked("dashboard:public-movements", format="xlsx")
    assert (refused.status_code, refused["Location"]) == (302, reverse("dashboard:public-movements") + "?")
    for name in ("dashboard:public-rankings", "registry:public-list"):
        assert [asked(name, format="csv").status_code, asked(name).status_code] == [429, 200], name
