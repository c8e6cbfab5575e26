"""Expected refusals. A DomainError is fit to show to people; anything else is a bug and must surface."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A refusal with a Vietnamese message; ``field`` names the form field beside which it belongs."""

    default_message = _("Không thực hiện được thao tác này.")

    def __init__(self, message=None, *, field: str | None = None, code: str = ""):
        self.message = message or self.default_message
        self.field = field
        self.code = code
        super().__init__(message)

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(DomainError):
    """The policy refused; the message is the Verdict's reason."""

    default_message = _("Bạn không có quyền thực hiện thao tác này.")


class TransitionNotAllowed(DomainError):
    """The Flow has no such step from the present state."""

    default_message = _("Trạng thái hiện tại không cho phép bước này.")


class LinesRefused(DomainError):
    """Some lines of one post were refused, so none was saved. ``errors``: line id → DomainError."""

    default_message = _("Chưa lưu: có dòng cần sửa.")

    def __init__(self, errors: Mapping[int, DomainError]):
        super().__init__(code="lines")
        self.errors = dict(errors)


class StaleVersion(DomainError):
    """Somebody else saved first. ``who`` and ``at`` are shown; the caller keeps what was typed."""

    def __init__(self, *, who: str, at: datetime, field: str | None = None):
        from apps.core.dates import format_time  # late: dates imports the errors of its own fields

        super().__init__(
            _("%(who)s đã sửa lúc %(time)s. Nội dung của bạn vẫn còn ở dưới.") % {"who": who, "time": format_time(at)},
            field=field,
            code="stale",
        )
        self.who = who
        self.at = at
