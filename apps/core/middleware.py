"""Clock and language of a request, and the last net for domain refusals."""

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone, translation

from apps.core.errors import DomainError, NotAllowed


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
        status = 403 if isinstance(exception, NotAllowed) else 409
        return render(request, "core/refusal.html", {"reason": exception.message, "status": status}, status=status)
