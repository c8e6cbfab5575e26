"""Who may open which page of ranking."""

from emulation_portal.tests.matrix import Row, cluster, entry, run


def year(subject) -> list:
    return [subject.cluster_year.year_id]


ROWS = [
    Row("ranking:year-compute", "401 403 403 403 403 403 200 403 403", "final", arguments=year),
    Row("ranking:run-list", "401 200 200 200 200 200 200 200 200", "final"),
    Row("ranking:cluster-year", "401 404 403 403 403 200 200 200 404", "final", arguments=cluster),
    Row("ranking:cluster-year-progress", "401 404 403 403 403 200 200 200 404", "final", arguments=cluster),
    Row("ranking:run-compute", "401 404 403 403 403 200 200 403 404", "final", arguments=cluster),
    Row("ranking:run-detail", "401 404 404 404 404 200 200 200 404", "final", arguments=run),
    Row("ranking:run-publish", "401 404 404 404 404 403 200 403 404", "final", arguments=run),
    Row("ranking:entry-explain", "401 404 404 404 404 200 200 200 404", "final", arguments=entry),
]
