"""Who may open which page of the years."""

from apps.accounts.grants import actor_for
from apps.periods.domain.calendar_addresses import make_address
from emulation_portal.tests.matrix import Row
from emulation_portal.tests.matrix_world import NOW


def year(subject) -> list:
    return [subject.cluster_year.year_id]


def secret(subject) -> list:
    return [make_address(actor=actor_for(subject.people["officer"], NOW.date()), now=NOW)]


EVERYBODY = "401 200 200 200 200 200 200 200 200"
OFFICE = "401 403 403 403 403 403 200 403 403"

ROWS = [
    Row("periods:year-list", EVERYBODY),
    Row("periods:year-list", EVERYBODY, query="?format=xlsx"),
    Row("periods:year-first", "401 403 403 403 403 403 200 403 403"),
    Row("periods:year-detail", EVERYBODY, arguments=year),
    Row("periods:year-settings", OFFICE, arguments=year),
    Row("periods:year-public", OFFICE, arguments=year),
    Row("periods:year-next", OFFICE, arguments=year),
    Row("periods:year-open", OFFICE, arguments=year),
    Row("periods:year-start-closing", OFFICE, arguments=year),
    Row("periods:year-close", OFFICE, arguments=year),
    Row("periods:year-reopen", OFFICE, arguments=year),
    Row("periods:calendar", EVERYBODY),
    Row("periods:calendar", EVERYBODY, query="?year=99999999999999999999"),
    Row("periods:calendar-address", EVERYBODY),
    Row("periods:calendar-feed", "200 200 200 200 200 200 200 200 200", arguments=secret),
    Row("periods:holiday-list", EVERYBODY),
    Row("periods:work-field-list", EVERYBODY),
]
