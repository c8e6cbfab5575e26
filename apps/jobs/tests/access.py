"""Who may open which page of jobs."""

from emulation_portal.tests.matrix import Row, job

ROWS = [
    Row("jobs:job-list", "401 200 200 200 200 200 200 200 200"),
    Row("jobs:job-detail", "401 404 404 200 404 404 404 404 404", arguments=job),
    Row("jobs:job-progress", "401 404 404 200 404 404 404 404 404", arguments=job),
    Row("jobs:job-cancel", "401 404 404 302 404 404 404 404 404", arguments=job, method="post"),
]
