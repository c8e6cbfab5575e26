"""Shape, clock and language of a request, caching of its answer, and the last net for domain refusals."""

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django_htmx.http import reswap, retarget

from apps.core.errors import DomainError, NotAllowed


class ShapeMiddleware:
    """Refuses what no page could read, before anything reads it: 413 for too much, 400 for a NUL character.

    PostgreSQL takes no NUL in a text. Forms refuse it beside their field; here are the address and the cookies.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.REQUEST_MAX_BYTES:
            raise RequestDataTooBig
        typed = (value for values in request.GET.lists() for value in (values[0], *values[1]))
        if any("\0" in text for text in (request.path_info, *typed, *request.COOKIES.values())):
            raise BadRequest
        return self.get_response(request)


class CacheMiddleware:
    """Pages show what people may see now: nobody else keeps them, and the browser asks again before it shows one.

    Not ``no-store``: going back to a form would lose what was typed. Signing out empties the browser's cache.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response


class ReceivedAtMiddleware:
    """Sets ``request.received_at`` once: the time that counts for every deadline, whatever the work takes."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.received_at = timezone.now()
        return self.get_response(request)


class LanguageMiddleware:
    """Vietnamese unless the person chose English: the browser's own preference is not asked."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class DomainErrorMiddleware:
    """A refusal that no view caught is still shown as a page with its reason, never as a 500."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, DomainError):
            return None
        if request.htmx:
            return _said_in_place(exception)
        status = 403 if isinstance(exception, NotAllowed) else 409
        return render(request, "core/refusal.html", {"reason": exception.message, "status": status}, status=status)


def _said_in_place(refusal: DomainError) -> HttpResponse:
    """For htmx: the reason goes to the line where the page speaks; what was typed stays. A page would land in a row."""
    response = HttpResponse(str(refusal.message), content_type="text/plain; charset=utf-8", status=409)
    return reswap(retarget(response, "#live"), "textContent")
