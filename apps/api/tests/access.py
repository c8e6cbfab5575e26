"""Who may open what of the API without a token: the guide whoever signed in, the OpenAPI document everybody."""

from emulation_portal.tests.matrix import Row, Subject

TOKEN_ONLY = "401 401 401 401 401 401 401 401 401"


def some_id(subject: Subject) -> list:
    return [1]


LISTS = ("unit", "cluster", "movement", "ranking", "award", "decision")
ROWS = [
    Row("api:guide", "401 200 200 200 200 200 200 200 200"),
    Row("api:openapi-json", "200 200 200 200 200 200 200 200 200"),
    *(Row(f"api:{name}-list", TOKEN_ONLY) for name in LISTS),
    *(Row(f"api:{name}", TOKEN_ONLY, arguments=some_id) for name in LISTS),
    *(Row(f"api:{name}", TOKEN_ONLY) for name in ("metadata", "metadata-xml", "changes")),
]
