"""Who may open which page of accounts."""

from emulation_portal.tests.matrix import Row

ROWS = [
    Row("accounts:sign-in", "200 302 302 302 302 302 302 302 302"),
    Row("accounts:sign-out", "401 401 401 401 401 401 401 401 401", method="post"),
    Row("accounts:language", "302 302 302 302 302 302 302 302 302", method="post"),
]
