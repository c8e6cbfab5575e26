"""Autosave of a whole draft: what the button saves is saved while people type (static/js/draft-autosave.js).

The page posts the same form with ``autosave=1``. The answer is JSON: ``text`` to show; ``fields``: new values of hidden
fields (the version); ``renamed``: new names of rows that were stored for the first time; ``waiting``: how many rows
typed into are not stored yet, so that the page still asks before it is left.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from apps.core.dates import format_time
from apps.core.errors import DomainError, StaleVersion
from apps.core.views import CONFLICT, INVALID


def is_autosave(request: HttpRequest) -> bool:
    return request.POST.get("autosave") == "1"


def saved(
    at: datetime, *, fields: Mapping[str, object], renamed: Mapping[str, str] | None = None, waiting: int = 0
) -> JsonResponse:
    text = _("Đã lưu lúc %(time)s.") % {"time": format_time(at)}
    if waiting:
        text = f"{text} {_('Còn %(count)s dòng chưa lưu, bấm “Lưu” để xem.') % {'count': waiting}}"
    told = {"text": text, "fields": dict(fields), "renamed": dict(renamed or {}), "waiting": waiting}
    return JsonResponse(told)


def not_saved(error: DomainError | None = None) -> JsonResponse:
    """Nothing was written; the button shows everything beside its field. After a conflict the page stops trying."""
    is_conflict = isinstance(error, StaleVersion)
    told = str(error.message) if error else _("có ô cần sửa.")
    text = _("Chưa tự lưu: %(why)s Bấm “Lưu” để xem.") % {"why": told}
    return JsonResponse({"text": text}, status=CONFLICT if is_conflict else INVALID)


class DraftAutosaveMixin:
    """Put before a TransitionView whose form is a draft: ``autosaved_fields(form)`` after ``call(form)``."""

    def autosaved_fields(self, form) -> Mapping[str, object]:
        raise NotImplementedError

    def form_valid(self, form):
        if not is_autosave(self.request):
            return super().form_valid(form)
        try:
            with transaction.atomic():
                self.result = self.call(form)
                fields = self.autosaved_fields(form)
        except DomainError as error:
            return not_saved(error)
        return saved(self.request.received_at, fields=fields)

    def form_invalid(self, form):
        return not_saved() if is_autosave(self.request) else super().form_invalid(form)
