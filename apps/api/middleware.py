"""What holds for every address of the API: read only, no cookies, Vietnamese, problem+json, ETag and rate headers."""

import hashlib

from django.utils.cache import get_conditional_response, patch_vary_headers

from apps.api.problems import CONTENT_TYPE, TITLES, Problem, response_of

ROOT = "/api/v1/"


class ApiMiddleware:
    """Stands outside of everything that might answer with a page; the guide at ROOT itself is a page and is left alone.

    Without the cookies nobody has a session here: a page of another site that a signed-in person opens reads nothing.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        path = request.path_info
        if not path.startswith(ROOT) or path == ROOT:
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return response_of(Problem(405, headers={"Allow": "GET, HEAD"}))
        headers_only, request.method = request.method == "HEAD", "GET"
        response = self.answer(request)
        if headers_only:
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response

    def answer(self, request):
        request.META.pop("HTTP_COOKIE", None)
        request.api_headers = {}
        response = self.get_response(request)
        if response.status_code >= 400 and not response.headers.get("Content-Type", "").startswith(CONTENT_TYPE):  # noqa: PLR2004
            response = response_of(Problem(response.status_code if response.status_code in TITLES else 500))
        for name, value in request.api_headers.items():
            response.headers[name] = value
        patch_vary_headers(response, ["Authorization"])
        if response.status_code == 200:  # noqa: PLR2004 -- HTTP
            etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
            response.headers["ETag"] = etag
            response = get_conditional_response(request, etag=etag, response=response)
            for name, value in request.api_headers.items():  # a 304 is a new answer
                response.headers[name] = value
        return response
