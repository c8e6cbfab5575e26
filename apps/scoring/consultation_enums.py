"""What a comment on a draft is about, how it is answered, how far a reply is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CommentTarget(models.TextChoices):
    """One criterion, or a part of the annex on how to score."""

    CRITERION = "criterion", _("Tiêu chí")
    GENERAL_RULE = "general_rule", _("Phụ lục: quy tắc chấm điểm chung")
    CLASS_RULE = "class_rule", _("Phụ lục: quy tắc xếp hạng, xếp loại")
    WHOLE = "whole", _("Toàn bộ dự thảo")

    @classmethod
    def annex(cls) -> tuple[str, ...]:
        """Those about what stands beside the table."""
        return cls.GENERAL_RULE, cls.CLASS_RULE


class AnswerKind(models.TextChoices):
    """Glossary 47."""

    ACCEPTED = "accepted", _("Tiếp thu")
    EXPLAINED = "explained", _("Giải trình")


class ReplyState(models.TextChoices):
    DRAFT = "draft", _("Đang soạn")
    SENT = "sent", _("Đã gửi")
