"""A program reads exactly what its owner's pages list, less what its token leaves out."""

from django.test import Client

from apps.api.tests.world import program
from apps.ranking.enums import RunState


def runs_of(page) -> set[int]:
    return {
        run.pk
        for cluster_year in page.context["page_obj"].paginator.object_list
        for run in cluster_year.seen_runs
        if run.state == RunState.PUBLISHED
    }


def rows_of(page) -> set[int]:
    return {row.pk for row in page.context["page_obj"].paginator.object_list}


LISTS = {
    "units": ("/units/", rows_of),
    "clusters": ("/clusters/", rows_of),
    "movements": ("/movements/?state=all", rows_of),
    "rankings?state=published": ("/rankings/", runs_of),
    "awards": ("/registry/", rows_of),
    "decisions": ("/registry/decisions/", rows_of),
}
PEOPLE = ("officer", "leader", "head", "office", "auditor", "stranger", "staff")


def test_every_list_shows_everybody_the_rows_of_the_page(world):
    sizes = {}
    for name in PEOPLE:
        asks, browser = program(world.people[name]), Client()
        browser.force_login(world.people[name])
        for path, (page, listed) in LISTS.items():
            found = {row["id"] for row in asks.all(path, limit=200)}
            assert found == listed(browser.get(page)), (name, path)
            sizes[name, path.split("?")[0]] = len(found)
    # Not an agreement of empty lists: the office finds some of everything, the stranger nothing of this cluster.
    assert all(sizes["office", path.split("?")[0]] for path in LISTS)
    assert (sizes["stranger", "awards"], sizes["stranger", "rankings"], sizes["officer", "awards"]) == (0, 0, 2)


def test_a_row_outside_the_scope_is_not_there(world):
    office, stranger = program(world.people["office"]), program(world.people["stranger"])
    for path in ("clusters", "movements", "rankings", "awards", "decisions"):
        pk = office.all(path)[0]["id"]
        assert (office.get(f"{path}/{pk}").status_code, stranger.get(f"{path}/{pk}").status_code) == (200, 404), path
    assert office.get("units/0").status_code == 422


def test_a_ranking_that_is_not_published_is_nowhere(world):
    office = program(world.people["office"])
    assert {row["state"] for row in office.all("rankings")} == {"published", "superseded"}


def test_a_token_without_the_scope_reads_nothing_of_it(world):
    codes = ("units", "clusters", "movements", "rankings", "awards", "decisions")
    for path in codes:
        asks = program(world.people["office"], [code for code in codes if code != path])
        refused = asks.get(path)
        assert (refused.status_code, asks.get(f"{path}/1").status_code) == (403, 403)
        assert f"“{path}”" in refused.json()["detail"]


def test_a_session_opens_nothing(world):
    browser = Client()
    browser.force_login(world.people["office"])
    assert browser.get("/api/v1/units").status_code == 401
    assert browser.get("/api/v1/").status_code == 200
