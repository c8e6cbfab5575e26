from datetime import UTC, datetime

import factory

from apps.accounts.tests.factories import UserFactory
from apps.notifications.domain.kinds import kind_of
from apps.notifications.enums import Delivery
from apps.notifications.models import Notice, OutboxMail

NOW = datetime(2026, 11, 12, 9, 20, tzinfo=UTC)  # 16:20 in Việt Nam


class ReaderFactory(UserFactory):
    """A person with an e-mail address."""

    email = factory.Sequence(lambda n: f"nguoi{n}@minhhoa.example")


class NoticeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Notice

    recipient = factory.SubFactory(ReaderFactory)
    kind = factory.LazyFunction(lambda: kind_of("scoring.sheet_received"))
    key = factory.Sequence(lambda n: f"test:{n}")
    title = factory.Sequence(lambda n: f"Đã tiếp nhận: Bảng tự chấm điểm {n}")
    path = "/score-sheets/"
    created_at = NOW
    delivery = Delivery.NONE


class MailFactory(factory.django.DjangoModelFactory):
    """A mail that waits in the outbox."""

    class Meta:
        model = OutboxMail

    recipient = factory.SubFactory(ReaderFactory)
    kind = factory.LazyFunction(lambda: kind_of("scoring.sheet_returned"))
    key = factory.Sequence(lambda n: f"test:{n}")
    to = factory.SelfAttribute("recipient.email")
    subject = "Yêu cầu bổ sung: Bảng tự chấm điểm năm 2026"
    text = "Kính gửi Bà Thử,\n\nĐề nghị bổ sung."
    created_at = NOW
    next_try_at = NOW
