"""Who may open which page of reports."""

from emulation_portal.tests.matrix import Row, issued, report

ROWS = [
    Row("reports:report-list", "401 200 200 200 200 200 200 200 200", "final"),
    Row("reports:catalogue", "401 200 200 200 200 200 200 200 200", "final"),
    Row("reports:file-list", "401 200 200 200 200 200 200 200 200", "final"),
    Row("reports:file-detail", "401 404 404 200 404 404 404 404 404", "final", arguments=issued),
    Row("reports:file", "401 404 404 200 404 404 404 404 404", "final", arguments=issued),
    Row("reports:request", "401 200 200 200 200 200 200 200 200", "final", arguments=report),
]
