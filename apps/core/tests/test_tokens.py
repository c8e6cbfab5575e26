import threading
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from apps.core import tokens
from apps.core.models import FormToken

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)


@pytest.mark.parametrize("value", ["", None, "x", "12345"])
def test_parse_of_a_mangled_token_is_none(value):
    assert tokens.parse(value) is None


@pytest.mark.django_db
def test_second_use_is_told_where_the_first_led():
    token = uuid.uuid4()
    tokens.use(token, user_id=1, now=NOW)
    tokens.remember(token, "/done/")
    with pytest.raises(tokens.AlreadyDone) as done:
        tokens.use(token, user_id=1, now=NOW)
    assert done.value.url == "/done/"


@pytest.mark.django_db(transaction=True)
def test_token_of_a_failed_call_may_be_used_again():
    token = uuid.uuid4()

    @transaction.atomic
    def broken():
        tokens.use(token, user_id=1, now=NOW)
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        broken()
    tokens.use(token, user_id=1, now=NOW)
    assert FormToken.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_one_wins():
    token = uuid.uuid4()
    barrier = threading.Barrier(2)
    outcomes = []

    def send():
        try:
            barrier.wait(timeout=5)
            with transaction.atomic():
                tokens.use(token, user_id=1, now=NOW)
                tokens.remember(token, "/won/")
            outcomes.append("done")
        except tokens.AlreadyDone as done:
            outcomes.append(done.url)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["/won/", "done"]


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
def test_sweep_forgets_tokens_that_no_open_tab_can_send(days, left):
    tokens.use(uuid.uuid4(), user_id=1, now=NOW)
    tokens.sweep(NOW + timedelta(days=days))
    assert FormToken.objects.count() == left
