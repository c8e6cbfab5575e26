"""Refusals of the API: always application/problem+json (RFC 9457), always with a Vietnamese sentence."""

import json
from collections.abc import Mapping, Sequence

from django.http import HttpResponse

CONTENT_TYPE = "application/problem+json"

TITLES = {
    400: "Yêu cầu không đọc được",
    401: "Chưa xác thực",
    403: "Không có quyền",
    404: "Không tìm thấy",
    405: "Phương thức không được phép",
    413: "Yêu cầu quá lớn",
    422: "Tham số không hợp lệ",
    429: "Quá nhiều yêu cầu",
    500: "Lỗi hệ thống",
}
DETAILS = {
    400: "Địa chỉ hoặc tiêu đề của yêu cầu có ký tự không đọc được.",
    401: "Gửi mã truy cập API còn hiệu lực trong tiêu đề Authorization: Bearer <mã>.",
    403: "Bạn không có quyền xem nội dung này.",
    404: "Không có nội dung này, hoặc nó nằm ngoài phạm vi bạn được xem.",
    405: "API chỉ đọc: chỉ nhận phương thức GET và HEAD.",
    413: "Yêu cầu gửi lên quá lớn.",
    422: "Có tham số không hợp lệ; xem mục errors.",
    429: "Mã này đã dùng hết số yêu cầu của phút hiện tại. Hãy chờ rồi gửi lại.",
    500: "Hệ thống gặp lỗi và đã ghi lại. Hãy thử lại sau; nếu vẫn lỗi, báo cho quản trị.",
}


# By kind of error of pydantic, with what the error says of itself.
NO_NUMBER = "Phải là một số nguyên."
SENTENCES = {
    "missing": "Thiếu tham số này.",
    "int_parsing": NO_NUMBER,
    "int_type": NO_NUMBER,
    "int_from_float": NO_NUMBER,
    "int_parsing_size": NO_NUMBER,
    "greater_than_equal": "Phải từ %(ge)s trở lên.",
    "less_than_equal": "Phải không quá %(le)s.",
    "enum": "Phải là một trong: %(expected)s.",
    "literal_error": "Phải là một trong: %(expected)s.",
    "string_too_long": "Dài nhất %(max_length)s ký tự.",
    "value_error": "%(error)s",
}


class Problem(Exception):
    """A refusal with its status; raised anywhere below an endpoint. ``errors``: one for each wrong parameter."""

    def __init__(
        self,
        status: int,
        detail: str = "",
        *,
        errors: Sequence[dict] = (),
        headers: Mapping[str, str] | None = None,
    ):
        self.status = status
        self.detail = detail or DETAILS[status]
        self.errors = list(errors)
        self.headers = dict(headers or {})
        super().__init__(self.detail)


def wrong(name: str, detail: str, place: str = "query") -> Problem:
    """422 about one parameter."""
    return Problem(422, errors=[{"in": place, "name": name, "detail": detail}])


def response_of(problem: Problem) -> HttpResponse:
    """The refusal as it is sent."""
    body = {"type": "about:blank", "title": TITLES[problem.status], "status": problem.status, "detail": problem.detail}
    if problem.errors:
        body["errors"] = problem.errors
    headers = dict(problem.headers)
    if problem.status == 401:  # noqa: PLR2004 -- HTTP
        headers.setdefault("WWW-Authenticate", 'Bearer realm="api"')
    content = json.dumps(body, ensure_ascii=False)
    return HttpResponse(content, status=problem.status, content_type=CONTENT_TYPE, headers=headers)


def sentence_of(error: Mapping) -> str:
    """What pydantic found, in Vietnamese."""
    return SENTENCES.get(error["type"], "Giá trị không hợp lệ.") % _Words(error.get("ctx", {}))


class _Words(dict):
    """What an error says of itself; nothing where it does not."""

    def __missing__(self, key: str) -> str:
        return ""
