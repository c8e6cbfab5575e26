import json

import pytest
from django.db import transaction
from django.utils.translation import override

from apps.accounts.tests.factories import UserFactory
from apps.core.actor import Actor
from apps.notifications.domain.kinds import DATA, UnknownKind, load_kinds
from apps.notifications.domain.outbox import SubjectHasLines, new_mail
from apps.notifications.domain.preferences import save_preferences
from apps.notifications.domain.sending import notify
from apps.notifications.models import Notice, NoticeKind, OutboxMail
from apps.notifications.placeholders import DIGEST_KIND, placeholders_of, unknown_names
from apps.notifications.tests.factories import NOW, ReaderFactory
from apps.periods.domain.years import YearClosed
from apps.units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db


def actor_of(user) -> Actor:
    return Actor(user.pk, user.label)


def test_compulsory_kind_makes_a_notice_and_a_mail():
    reader, doer, unit = ReaderFactory(), ReaderFactory(), UnitFactory(name="Vụ Minh họa")
    told = notify(
        "scoring.sheet_returned",
        to=[reader.pk],
        about=unit,
        body="Thiếu minh chứng.",
        path="/score-sheets/7/",
        actor=actor_of(doer),
        now=NOW,
    )
    notice, mail = Notice.objects.get(), OutboxMail.objects.get()
    assert told == 1
    assert (notice.recipient, notice.title) == (reader, "Yêu cầu bổ sung: Vụ Minh họa")
    assert (notice.about_key, notice.about_label) == (f"units.unit:{unit.pk}", "Vụ Minh họa")
    assert (notice.path, notice.actor_label, notice.read_at) == ("/score-sheets/7/", doer.label, None)
    assert (mail.to, mail.subject, mail.state) == (reader.email, "Yêu cầu bổ sung: Vụ Minh họa", "queued")
    assert mail.text.startswith(f"Kính gửi {reader.label},\n\nYêu cầu bổ sung: Vụ Minh họa\n\nThiếu minh chứng.\n\nXem")
    assert f"/notifications/{notice.pk}/" in mail.text


def test_same_key_twice_is_told_once():
    reader, other = ReaderFactory.create_batch(2)
    for people, told in (([reader.pk], 1), ([reader.pk, other.pk], 1), ([reader.pk, other.pk], 0)):
        assert notify("scoring.sheet_returned", to=people, title="Một việc", key="việc:1", now=NOW) == told
    assert (Notice.objects.count(), OutboxMail.objects.count()) == (2, 2)


def test_a_refused_domain_call_tells_nobody():
    reader = ReaderFactory()

    @transaction.atomic
    def refused_call():
        notify("scoring.sheet_returned", to=[reader.pk], title="Một việc", now=NOW)
        raise YearClosed

    with pytest.raises(YearClosed):
        refused_call()
    assert (Notice.objects.count(), OutboxMail.objects.count()) == (0, 0)


def test_sender_is_woken_after_the_commit_once_for_all(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        notify("scoring.sheet_returned", to=[p.pk for p in ReaderFactory.create_batch(3)], title="Việc", now=NOW)
    assert len(callbacks) == 1
    assert OutboxMail.objects.count() == 3


def test_locked_accounts_and_the_actor_are_left_out():
    doer, locked = ReaderFactory(), ReaderFactory(is_active=False)
    told = notify("scoring.sheet_final", to=[doer.pk, locked.pk], title="Việc", actor=actor_of(doer), now=NOW)
    assert told == 0
    assert notify("accounts.security", to=[doer.pk], title="Việc", actor=actor_of(doer), now=NOW) == 1


@pytest.mark.parametrize(
    ("choices", "delivery", "mails"),
    [
        ({}, "at_once", 1),
        ({None: "digest"}, "digest", 0),
        ({None: "none", "ranking.published": "at_once"}, "at_once", 1),
        ({None: "at_once", "ranking.published": "none"}, "none", 0),
        ({"scoring.sheet_final": "none"}, "at_once", 1),
    ],
)
def test_own_choice_goes_before_the_general_one_and_the_default(choices, delivery, mails):
    load_kinds()
    reader = ReaderFactory()
    save_preferences(choices=choices, actor=actor_of(reader), now=NOW)
    notify("ranking.published", to=[reader.pk], title="Công bố", now=NOW)
    assert (Notice.objects.get().delivery, OutboxMail.objects.count()) == (delivery, mails)


def test_general_choice_does_not_touch_compulsory_kinds():
    load_kinds()
    reader = ReaderFactory()
    save_preferences(choices={None: "none"}, actor=actor_of(reader), now=NOW)
    notify("obligations.extended", to=[reader.pk], title="Gia hạn", now=NOW)
    assert OutboxMail.objects.count() == 1


def test_without_an_address_the_notice_stays_and_no_mail_is_made():
    notify("scoring.sheet_returned", to=[UserFactory(email="").pk], title="Việc", now=NOW)
    assert (Notice.objects.count(), OutboxMail.objects.count()) == (1, 0)


def test_an_impossible_address_is_kept_for_somebody_to_see():
    notify("scoring.sheet_returned", to=[UserFactory(email="a@b@c").pk], title="Việc", now=NOW)
    mail = OutboxMail.objects.get()
    assert (mail.state, mail.last_error) == ("dead", "Địa chỉ thư của người nhận không hợp lệ.")


def test_line_breaks_of_names_never_reach_the_subject():
    notify("scoring.sheet_returned", to=[ReaderFactory().pk], title="Một\r\nBcc: kẻ lạ", now=NOW)
    assert OutboxMail.objects.get().subject == "Một Bcc: kẻ lạ"


@pytest.mark.parametrize("subject", ["a\nBcc: b@c.example", "a\r\nb", "a\rb", "a\u2028b"])
def test_subject_of_more_than_one_line_is_refused(subject):
    with pytest.raises(SubjectHasLines):
        new_mail(
            key="k", kind_code="scoring.sheet_returned", recipient=ReaderFactory(), subject=subject, text="", now=NOW
        )


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_does_not_grow_with_the_receivers(count, django_assert_num_queries):
    load_kinds()
    people = [person.pk for person in ReaderFactory.create_batch(count)]
    with django_assert_num_queries(9):  # kind, people, savepoint, choices, notices in and out, template, mails, release
        notify("ranking.published", to=people, title="Công bố", now=NOW)


def test_unknown_kind_is_a_mistake_of_the_caller():
    with pytest.raises(UnknownKind):
        notify("nothing.such", to=[ReaderFactory().pk], title="Việc", now=NOW)


def test_kinds_are_loaded_once_and_retired_when_they_left():
    NoticeKind.objects.create(code="old.kind", group="Cũ", label="Cũ", title="t", subject="s", body="b")
    count = len(json.loads(DATA.read_text(encoding="utf-8")))
    assert load_kinds() == count + 1
    assert load_kinds() == 0
    assert NoticeKind.objects.get(code="old.kind").retired
    kind = NoticeKind.objects.get(code="accounts.security")
    with override("en"):
        english = str(kind), kind.group_name, kind.reason
    assert english == (
        "Sign-in, security of the account",
        "Account, roles",
        "You need to know when somebody uses your account.",
    )


def test_shipped_texts_know_their_placeholders():
    for row in json.loads(DATA.read_text(encoding="utf-8")):
        allowed = placeholders_of(row["code"])
        assert unknown_names(row["subject"] + row["body"] + row["title"], allowed) == [], row["code"]
        assert row["code"] == DIGEST_KIND or row["listed"]
