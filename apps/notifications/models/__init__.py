from apps.notifications.models.kind import NoticeKind
from apps.notifications.models.mail import OutboxMail
from apps.notifications.models.notice import Notice
from apps.notifications.models.preference import Preference
from apps.notifications.models.template import MailTemplate

__all__ = ["MailTemplate", "Notice", "NoticeKind", "OutboxMail", "Preference"]
