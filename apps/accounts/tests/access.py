"""Who may open which page of accounts. Sessions of these tests are stale: a fresh proof is asked for first (302)."""

from emulation_portal.tests.matrix import Row, Subject

EVERYBODY = "401 200 200 200 200 200 200 200 200"
ON_THE_WAY = "401 302 302 302 302 302 302 302 302"
NOT_THERE = "404 404 404 404 404 404 404 404 404"
ADMINISTRATORS = "401 403 403 403 403 403 403 403 302"


def person(subject: Subject) -> list:
    return [subject.people["officer"].pk]


def nothing(subject: Subject) -> list:
    return [0]


ROWS = [
    Row("accounts:sign-in", "200 302 302 302 302 302 302 302 302"),
    Row("accounts:second-factor", "401 401 401 401 401 401 401 401 401"),
    Row("accounts:passkey-sign-in", "401 302 302 302 302 302 302 302 302", method="post"),
    Row("accounts:passkey-options", "200 200 200 200 200 200 200 200 200", method="post"),
    Row("accounts:provider-sign-in", NOT_THERE),
    Row("accounts:provider-callback", NOT_THERE),
    Row("accounts:provider-signed-out", NOT_THERE),
    Row("accounts:activate", "200 200 200 200 200 200 200 200 200"),
    Row("accounts:sign-out", "401 401 401 401 401 401 401 401 401", method="post"),
    Row("accounts:language", "302 302 302 302 302 302 302 302 302", method="post"),
    Row("accounts:profile", EVERYBODY),
    Row("accounts:confirm-identity", EVERYBODY),
    Row("accounts:password-change", EVERYBODY),
    Row("accounts:session-list", EVERYBODY),
    Row("accounts:session-end-others", ON_THE_WAY, method="post"),
    Row("accounts:session-end", "401 404 404 404 404 404 404 404 404", arguments=nothing, method="post"),
    Row("accounts:factor-list", EVERYBODY),
    Row("accounts:totp-set-up", ON_THE_WAY),
    Row("accounts:passkey-add", ON_THE_WAY),
    Row("accounts:passkey-add-options", ON_THE_WAY, method="post"),
    Row("accounts:factor-remove", ON_THE_WAY, arguments=nothing),
    Row("accounts:recovery-codes", ON_THE_WAY),
    Row("accounts:recovery-codes-renew", ON_THE_WAY, method="post"),
    Row("accounts:saved-view-list", EVERYBODY),
    Row("accounts:saved-view-create", EVERYBODY),
    Row(
        "accounts:saved-view-edit",
        "401 404 404 404 404 404 404 404 404",
        arguments=lambda subject: ["00000000-0000-0000-0000-000000000000"],
    ),
    Row(
        "accounts:saved-view-remove",
        ON_THE_WAY,
        arguments=lambda subject: ["00000000-0000-0000-0000-000000000000"],
        method="post",
    ),
    Row("accounts:token-list", EVERYBODY),
    Row("accounts:token-create", ON_THE_WAY),
    Row("accounts:token-revoke", "401 404 404 404 404 404 404 404 404", arguments=nothing, method="post"),
    Row("accounts:support-list", "401 403 403 403 403 403 403 403 200"),
    Row("accounts:support-list", "401 403 403 403 403 403 403 403 200", query="?format=xlsx"),
    Row("accounts:impersonate", ADMINISTRATORS, arguments=person),
    Row("accounts:factor-reset", ADMINISTRATORS, arguments=person),
    Row("accounts:impersonation-end", ON_THE_WAY, method="post"),
]
