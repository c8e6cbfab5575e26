"""Who may open the pages that belong to no app's own addresses."""

from emulation_portal.tests.matrix import Row, code

ROWS = [
    Row("robots", "200 200 200 200 200 200 200 200 200"),
    Row("verify-index", "200 200 200 200 200 200 200 200 200"),
    Row("verify", "200 200 200 200 200 200 200 200 200", "final", arguments=code),
    Row("administration-password", "302 302 302 302 302 302 302 302 302"),
    Row("administration-sign-in", "401 403 403 403 403 403 403 403 302"),
    Row("healthz", "200 200 200 200 200 200 200 200 200"),
    Row("readyz", "200|503 200|503 200|503 200|503 200|503 200|503 200|503 200|503 200|503"),
]
