"""Ballots over real HTTP: the server is killed between mark and envelope, and between opening and writing slips; with
``--full`` five hundred vote within half a minute.
"""

import http.client
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.audit.models import Entry
from apps.ballots.domain import casting, closing, outcome, telling
from apps.ballots.models import Ballot, Receipt, Slip, Voter
from apps.clusters.tests.factories import MemberFactory
from apps.conferences.domain import attending, running, voting
from apps.conferences.tests.world import NOW, SYSTEM, build
from apps.core.actor import Actor
from apps.jobs.tests.workers import wait_until
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory
from emulation_portal.tests.test_crash_web import CSRF, kill, post, web_server

pytestmark = pytest.mark.django_db(transaction=True)
MANY, SECONDS, AT_ONCE, TWICE = 500, 30, 40, 25
MORE = {"actor": SYSTEM, "now": NOW}


class OnScreen:
    """An open ballot on screen among ``size`` units; ``sessions`` of the first ``voters`` leaders, in order."""

    def __init__(self, size: int, voters: int):
        world = build()
        for order in range(len(world.units), size):
            world.units.append(UnitFactory())
            MemberFactory(cluster_year=world.closing, unit=world.units[-1], order=order + 1)
        self.conference = world.held()
        call = {"conference_id": self.conference.pk}
        everybody = set(self.conference.attendees.values_list("pk", flat=True))
        attending.tick(present=everybody, seen=set(), **call, **MORE)
        running.open_conference(**call, **MORE)
        asked = voting.Vote("Cờ thi đua", 2, tuple(unit.pk for unit in world.units[2:6]))
        self.ballot = voting.prepare_ballot(title="Bình xét", votes=[asked], mode="screen", **call, **MORE)
        users = [self.of(unit, Role.OFFICER) for unit in world.units[:2]]
        pairs = [(user.pk, unit.pk) for user, unit in zip(users, world.units, strict=False)]
        voting.approve_tellers(ballot_id=self.ballot.pk, tellers=pairs, **call, **MORE)
        self.codes = {
            teller.pk: telling.take_key(teller_id=teller.pk, actor=SYSTEM, now=NOW)
            for teller in self.ballot.tellers.order_by("order")
        }
        self.teller = Actor(users[0].pk, users[0].label)
        self.teller_session = session_of(users[0])
        voting.open_ballot(ballot_id=self.ballot.pk, actor=self.teller, now=NOW, **call)
        self.question = self.ballot.questions.get()
        self.sessions = [session_of(self.of(unit, Role.LEADER)) for unit in world.units[:voters]]
        pks = dict(self.ballot.voters.values_list("party", "pk"))
        self.voters = [pks[voting.party_of(unit.pk)] for unit in world.units[:voters]]

    def of(self, unit, role):
        return RoleAssignmentFactory(unit=unit, role=role, starts_on=NOW.date()).user

    def url(self, number: int) -> str:
        return reverse("ballots:vote", args=[self.ballot.pk, self.voters[number]])

    def cast(self, port: int, number: int) -> int:
        """Votes over HTTP; answers the status."""
        fields = {f"question-{self.question.pk}": 1 + number % 4, "step": "cast"}
        return post(port, self.url(number), self.sessions[number], fields)[0]


def session_of(user) -> str:
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def blocked() -> bool:
    """Whether a connection stands before a table that we hold."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'relation'")
        return cursor.fetchone()[0] > 0


def killed_at(table: str, send) -> None:
    """Let the server run into ``table``, where it may read and not write, and kill it there."""
    with web_server() as (process, port):
        sender = threading.Thread(target=send, args=(port,))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
            sender.start()
            wait_until(blocked)
            kill(process)
        sender.join()


def test_killed_between_mark_and_envelope_neither_stays_and_between_opening_and_slips_the_ballot_is_open():
    found = OnScreen(18, 4)
    # The row is written, the trail is not: the vote has not happened, and can be cast again.
    killed_at(Entry._meta.db_table, lambda port: found.cast(port, 0))
    assert not Voter.objects.filter(has_voted=True).exists()
    assert not Voter.objects.exclude(envelope=None).exists()
    for voter_id in found.voters[:4]:
        casting.cast(voter_id=voter_id, marks={found.question.pk: [1]}, actor=SYSTEM, now=timezone.now())
    close = reverse("ballots:ballot-close", args=[found.ballot.pk])
    codes = {f"code-{pk}": code for pk, code in found.codes.items()}
    # The envelopes are open in memory, no slip is written: all of them are still there.
    killed_at(Slip._meta.db_table, lambda port: post(port, close, found.teller_session, codes))
    assert Ballot.objects.get().state == "open"
    assert (Slip.objects.count(), Voter.objects.exclude(envelope=None).count()) == (0, 4)
    closing.close_ballot(ballot_id=found.ballot.pk, codes=found.codes, actor=found.teller, now=timezone.now())
    assert (Slip.objects.count(), Receipt.objects.count()) == (4, 4)


@pytest.mark.full
def test_five_hundred_vote_within_half_a_minute_all_counted_none_twice(capsys):
    found = OnScreen(MANY, MANY)
    with web_server("--worker-class", "gthread", "--workers", "2", "--threads", "4") as (_process, port):
        started = time.perf_counter()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            # Some press the button on two devices at once.
            numbers = [number for number in range(MANY) for _device in range(1 + (number < TWICE))]
            answers = list(pool.map(lambda number: timed(lambda: visit(found, port, number)), numbers))
        seconds = time.perf_counter() - started
    statuses = [status for status, _seconds in answers]
    slowest = sorted(took for _status, took in answers)
    with capsys.disabled():
        print(f"\n{MANY} voters in {seconds:.1f} s; median {slowest[len(slowest) // 2]:.2f} s, 95% "  # noqa: T201
              f"{slowest[len(slowest) * 95 // 100]:.2f} s, slowest {slowest[-1]:.2f} s")  # fmt: skip
    assert (statuses.count(200), statuses.count(409), len(statuses)) == (MANY, TWICE, MANY + TWICE)
    closing.close_ballot(ballot_id=found.ballot.pk, codes=found.codes, actor=found.teller, now=timezone.now())
    question = Ballot.objects.get().questions.select_related("ballot").get()
    result = outcome.tally(question)
    assert result.cast == Receipt.objects.count() == MANY
    assert set(result.votes.values()) == {MANY // 4}
    assert seconds < SECONDS


def visit(found: OnScreen, port: int, number: int) -> int:
    """Opens the slip and casts it."""
    call = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    cookie = f"{settings.SESSION_COOKIE_NAME}={found.sessions[number]}; {settings.CSRF_COOKIE_NAME}={CSRF}"
    fields = {f"question-{found.question.pk}": 1 + number % 4, "step": "cast", "csrfmiddlewaretoken": CSRF}
    headers = {"Cookie": cookie}
    try:
        call.request("GET", found.url(number), headers=headers)
        call.getresponse().read()
        call.request("POST", found.url(number), urlencode(fields), headers | {"Content-Type": FORM})
        answer = call.getresponse()
        answer.read()
        return answer.status
    finally:
        call.close()


FORM = "application/x-www-form-urlencoded"


def timed(work) -> tuple[int, float]:
    started = time.perf_counter()
    return work(), time.perf_counter() - started
