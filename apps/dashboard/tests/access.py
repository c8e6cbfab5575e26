"""Who may open which page of dashboard."""

from emulation_portal.tests.matrix import Row, cluster, extension

ROWS = [
    Row("dashboard:home", "401 200 200 200 200 200 200 200 200"),
    Row("dashboard:unit-situation", "401 200 200 200 200 403 403 403 403"),
    Row("dashboard:working-year-choose", "401 404 404 404 404 404 404 404 404", method="post"),
    Row("dashboard:working-role-choose", "401 404 404 404 404 404 404 404 404", method="post"),
    Row("dashboard:board-list", "401 403 403 403 403 200 200 200 403"),
    Row("dashboard:board-detail", "401 404 403 403 403 200 200 200 404", arguments=cluster),
    Row("dashboard:board-reminder", "401 404 403 403 403 200 200 403 404", arguments=cluster),
    Row("dashboard:board-extend", "401 404 403 403 403 200 200 403 404", arguments=extension),
    Row("dashboard:paper-list", "401 200 200 200 200 200 200 200 200"),
    Row("dashboard:paper-list", "401 200 200 200 200 200 200 200 200", query="?format=xlsx"),
    Row("dashboard:cluster-paper-list", "401 404 200 200 200 200 200 200 404", arguments=cluster),
    Row("dashboard:cluster-paper-list", "401 404 200 200 200 200 200 200 404", arguments=cluster, query="?format=xlsx"),
    Row("dashboard:trail-list", "401 403 403 403 403 403 403 200 403"),
    Row("dashboard:styleguide", "401 403 403 403 403 403 403 403 200"),
]
