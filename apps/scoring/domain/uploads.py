"""Files of a form that came back with an error: stored at once, so that nobody has to choose them again."""

from apps.documents.domain.attachments import kept_upload

__all__ = ["kept_upload"]
