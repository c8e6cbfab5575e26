"""The API: its endpoints, its refusals, and the OpenAPI document that says what every endpoint may answer."""

from django.http import Http404
from django.urls import reverse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer

from apps.api.authentication import BearerToken
from apps.api.endpoints import awards, changes, clusters, decisions, metadata, movements, rankings, units
from apps.api.problems import CONTENT_TYPE, DETAILS, TITLES, Problem, response_of, sentence_of

DESCRIPTION = (
    "API chỉ đọc của Cổng thi đua, khen thưởng ngành Tư pháp. Mỗi người đọc được đúng những gì mình xem được trên "
    "trang; mã truy cập thu hẹp thêm theo phạm vi đã chọn khi tạo mã."
)
PROBLEM = {
    "type": "object",
    "title": "Problem",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["in", "name", "detail"],
                "properties": {name: {"type": "string"} for name in ("in", "name", "detail")},
            },
        },
    },
}
REFUSALS = (400, 401, 403, 404, 422, 429, 500)
TEXT = {"schema": {"type": "string"}}
WHOLE = {"schema": {"type": "integer"}}
RATE_HEADERS = {f"RateLimit-{name}": WHOLE for name in ("Limit", "Remaining", "Reset")}
IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "schema": {"type": "string"},  # any list of tags, weak ones too: one that we do not know changes nothing
    "example": '"6c1f08a3d2b94e7fa1c05b7e9d3f2a44"',
    "description": "ETag của lần đọc trước: không có gì mới thì trả lời 304, không có nội dung",
}


class Renderer(JSONRenderer):
    """Vietnamese letters as they are."""

    json_dumps_params = {"ensure_ascii": False}


class ReadApi(NinjaAPI):
    def get_openapi_schema(self, *, path_prefix=None, path_params=None):
        """The document of django-ninja with what holds for every operation: refusals, headers, If-None-Match."""
        schema = super().get_openapi_schema(path_prefix=path_prefix or reverse("api:guide"), path_params=path_params)
        schema["components"]["schemas"]["Problem"] = PROBLEM
        for path in schema["paths"].values():
            for operation in path.values():
                _complete(operation)
        return schema


def _complete(operation: dict) -> None:
    operation["parameters"] = [*map(_given, operation["parameters"]), IF_NONE_MATCH]
    found = operation["responses"]
    found[200]["headers"] = {"ETag": TEXT, **RATE_HEADERS}
    found[304] = {"description": "Không có gì thay đổi", "headers": {"ETag": TEXT, **RATE_HEADERS}}
    content = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status in REFUSALS:
        found[status] = {"description": f"{TITLES[status]}. {DETAILS[status]}", "content": content}
    found[414] = {"description": "Địa chỉ dài quá giới hạn: máy chủ web trả lời trước khi đến API, không theo mẫu lỗi."}
    found[429]["headers"] = {"Retry-After": WHOLE, **RATE_HEADERS}


def _given(parameter: dict) -> dict:
    """A parameter that may be left out is not one that may be null: an address has no null."""
    schema = parameter["schema"]
    kinds = [kind for kind in schema.get("anyOf", ()) if kind.get("type") != "null"]
    if len(kinds) != 1:
        return parameter
    rest = {name: value for name, value in schema.items() if name != "anyOf"}
    return {**parameter, "schema": {**rest, **kinds[0]}}


api = ReadApi(
    title="API Cổng thi đua, khen thưởng ngành Tư pháp",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    docs_url=None,
    openapi_url="/openapi.json",
    auth=BearerToken(),
    renderer=Renderer(),
)
ROUTERS = (
    (units, "Đơn vị"),
    (clusters, "Cụm thi đua"),
    (movements, "Phong trào thi đua"),
    (rankings, "Xếp hạng"),
    (awards, "Sổ khen thưởng"),
    (decisions, "Quyết định khen thưởng"),
    (metadata, "Thông tin đầu ra của văn bản"),
    (changes, "Thay đổi"),
)
for module, tag in ROUTERS:
    api.add_router("", module.router, tags=[tag])


@api.exception_handler(Problem)
def refused(request, problem: Problem):
    return response_of(problem)


@api.exception_handler(Http404)
def not_there(request, _error):
    return response_of(Problem(404))


@api.exception_handler(ValidationError)
def invalid(request, error: ValidationError):
    """One line for each parameter, in Vietnamese."""
    errors = [
        {"in": each["loc"][0], "name": str(each["loc"][-1]), "detail": sentence_of(each)} for each in error.errors
    ]
    return response_of(Problem(422, errors=errors))
