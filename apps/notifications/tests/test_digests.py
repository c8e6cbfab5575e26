from datetime import timedelta

import pytest
from django.db import connection
from django.utils import translation

from apps.core.actor import Actor
from apps.notifications.domain.digests import make_digest, make_digests
from apps.notifications.domain.kinds import load_kinds
from apps.notifications.domain.outbox import new_mail
from apps.notifications.domain.preferences import save_preferences
from apps.notifications.enums import Delivery
from apps.notifications.models import Notice, OutboxMail
from apps.notifications.tests.factories import NOW, NoticeFactory, ReaderFactory

pytestmark = pytest.mark.django_db

NEXT_DAY = NOW + timedelta(days=1)


def waiting(recipient, **values):
    return NoticeFactory(recipient=recipient, delivery=Delivery.DIGEST, **values)


def digests():
    return list(OutboxMail.objects.filter(key__startswith="digest:").order_by("pk"))


def test_one_mail_a_day_lists_what_is_unread():
    reader = ReaderFactory()
    waiting(reader, title="Đã tiếp nhận: bảng A")
    waiting(reader, title="Đã chốt: bảng B", created_at=NOW + timedelta(minutes=1))
    waiting(reader, title="Đọc rồi", read_at=NOW)
    NoticeFactory(recipient=reader, title="Không vào thư gộp")
    assert make_digests(now=NOW) == 1
    (mail,) = digests()
    assert (mail.recipient, mail.subject) == (reader, "2 thông báo mới, ngày 12/11/2026")
    lines = [line for line in mail.text.splitlines() if line.startswith("- ")]
    assert lines == [
        "- Đã tiếp nhận: bảng A (16:20 ngày 12/11/2026)",
        "- Đã chốt: bảng B (16:21 ngày 12/11/2026)",
    ]
    assert not Notice.objects.awaiting_digest().exists()


def test_what_comes_after_todays_mail_goes_into_tomorrows():
    reader = ReaderFactory()
    waiting(reader)
    make_digests(now=NOW)
    waiting(reader, title="Sau thư hôm nay")
    assert make_digests(now=NOW + timedelta(hours=2)) == 0
    assert not make_digest(user_id=reader.pk, now=NOW + timedelta(hours=2))
    assert make_digests(now=NEXT_DAY) == 1
    assert "Sau thư hôm nay" in digests()[1].text


def test_nothing_before_the_set_hour(settings):
    settings.MAIL_DIGEST_HOUR = 17
    waiting(ReaderFactory())
    assert make_digests(now=NOW) == 0  # 16:20
    assert make_digests(now=NOW + timedelta(minutes=40)) == 1


def test_days_without_the_scheduler_are_made_up_in_one_mail():
    reader = ReaderFactory()
    for days in range(3):
        waiting(reader, created_at=NOW + timedelta(days=days))
    assert make_digests(now=NOW + timedelta(days=5)) == 1
    assert digests()[0].subject == "3 thông báo mới, ngày 17/11/2026"


def test_choice_of_today_counts_and_not_that_of_the_day_it_happened():
    load_kinds()
    reader = ReaderFactory()
    waiting(reader)
    save_preferences(choices={"scoring.sheet_received": "none"}, actor=Actor(reader.pk, reader.label), now=NOW)
    assert make_digests(now=NOW) == 0
    assert not Notice.objects.awaiting_digest().exists()


def test_people_locked_or_without_an_address_get_none():
    waiting(ReaderFactory(is_active=False))
    waiting(ReaderFactory(email=""))
    assert make_digests(now=NOW) == 0
    assert Notice.objects.unread().count() == 2


def test_a_fault_of_one_person_stops_nobody_else(caplog):
    first, second = ReaderFactory(), ReaderFactory()
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE notifications_outboxmail ADD CONSTRAINT nobody CHECK (recipient_id <> {first.pk})")
    waiting(first)
    waiting(second)
    assert make_digests(now=NOW) == 1
    assert [mail.recipient for mail in digests()] == [second]
    assert Notice.objects.awaiting_digest().get().recipient == first
    assert f"user {first.pk}" in caplog.text


def test_what_is_wrong_with_an_address_is_kept_in_vietnamese():
    with translation.override("en"):
        mail = new_mail(
            key="k", kind_code="x", recipient=ReaderFactory(email="khong-phai"), subject="a", text="b", now=NOW
        )
    assert mail.last_error == "Địa chỉ thư của người nhận không hợp lệ."
