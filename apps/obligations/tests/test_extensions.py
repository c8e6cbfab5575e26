from datetime import date, datetime, timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.audit.models import Entry
from apps.core.actor import Actor, Grant
from apps.obligations.domain.duties import close_unsent, fulfil
from apps.obligations.domain.extensions import AlreadySent, extend
from apps.obligations.domain.later_dates import ExtensionTooEarly
from apps.obligations.domain.requesting import NothingToAsk, ask_for_time, refuse_time
from apps.obligations.domain.waiving import waive
from apps.obligations.domain.withdrawing import ask_no_more
from apps.obligations.forms import ExtensionForm
from apps.obligations.models import Extension, Obligation, TimeRequest
from apps.obligations.policies import can_extend
from apps.obligations.tests.factories import ObligationFactory
from apps.obligations.year_parts import findings_of
from apps.periods.domain.years import YearClosed
from apps.periods.enums import YearState
from apps.periods.models import EmulationYear

CLERK = Actor(user_id=7, label="Bà Trần Thị Thử")


def local(*parts) -> datetime:
    return timezone.make_aware(datetime(*parts))  # noqa: DTZ001 -- made aware here


NOW = local(2020, 11, 14, 8, 0)
DUE_END = local(2020, 11, 15, 23, 59, 59, 999999)


def extended(obligation, until, now=NOW):
    return extend(
        obligation_id=obligation.pk,
        until=until,
        asked_by="Ông Lê Văn Mẫu, Chánh Văn phòng",
        asked_how="telephone",
        reason="Đơn vị chờ số liệu quyết toán",
        actor=CLERK,
        now=now,
    )


@pytest.mark.django_db
def test_extend_moves_the_time_and_keeps_who_asked_how_and_why():
    obligation = ObligationFactory()
    until = local(2020, 11, 20, 17, 0)
    assert extended(obligation, until).extended_to == until
    kept = Extension.objects.get()
    assert (kept.until, kept.asked_by, kept.asked_how, kept.reason) == (
        until,
        "Ông Lê Văn Mẫu, Chánh Văn phòng",
        "telephone",
        "Đơn vị chờ số liệu quyết toán",
    )
    entry = Entry.objects.get()
    assert (entry.action, entry.actor_label, entry.reason) == (
        "obligations.obligation.extend",
        "Bà Trần Thị Thử",
        "Đơn vị chờ số liệu quyết toán",
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("until", "allowed"),
    [
        (DUE_END - timedelta(seconds=1), False),
        (DUE_END, False),
        (DUE_END + timedelta(seconds=1), True),
    ],
)
def test_extend_must_lie_after_the_present_time(until, allowed):
    obligation = ObligationFactory()
    if allowed:
        assert extended(obligation, until).due_at == until
        return
    with pytest.raises(ExtensionTooEarly) as error:
        extended(obligation, until)
    assert error.value.field == "until_on"
    assert not Extension.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_extend_into_the_past_is_refused():
    with pytest.raises(ExtensionTooEarly, match="sau lúc này"):
        extended(ObligationFactory(), local(2020, 11, 20, 17, 0), now=local(2020, 11, 20, 17, 0))


@pytest.mark.django_db
def test_extend_again_is_allowed_and_both_are_kept():
    obligation = ObligationFactory()
    extended(obligation, local(2020, 11, 20, 17, 0))
    extended(obligation, local(2020, 11, 25, 17, 0))
    assert Extension.objects.count() == 2
    assert Obligation.objects.get().extended_to == local(2020, 11, 25, 17, 0)


@pytest.mark.django_db
def test_extend_after_sending_is_refused():
    obligation = ObligationFactory()
    fulfil(year_id=obligation.duty.year_id, code="score_sheet", unit_id=obligation.unit_id, at=NOW)
    with pytest.raises(AlreadySent):
        extended(obligation, local(2020, 11, 20, 17, 0))


def _waive(owed):
    waive(obligation_id=owed.pk, reason="Đơn vị mới thành lập", actor=CLERK, now=NOW)


def _close_unsent(owed):
    close_unsent(year_id=owed.duty.year_id, code="score_sheet", unit_id=owed.unit_id, now=NOW)


def _withdraw(owed):
    ask_no_more(year_id=owed.duty.year_id, codes=["score_sheet"], actor=CLERK, now=NOW)


def _send(owed):
    fulfil(year_id=owed.duty.year_id, code="score_sheet", unit_id=owed.unit_id, at=NOW)


def _close_year(owed):
    EmulationYear.objects.update(state=YearState.CLOSED)


def _launch(owed, days):
    until = UNTIL + timedelta(days=days)
    extend(
        obligation_id=owed.pk,
        until=until,
        asked_by="Bộ",
        asked_how="letter",
        reason="Phát động thêm",
        actor=CLERK,
        now=NOW,
        answers=False,
    )


UNTIL = local(2020, 11, 20, 17, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("happened", "state", "standing", "waits", "extends"),
    [
        (_waive, "lapsed", "lapsed", False, NothingToAsk),
        (_withdraw, "lapsed", "lapsed", False, NothingToAsk),
        (_close_unsent, "lapsed", "lapsed", False, NothingToAsk),
        (_send, "lapsed", "lapsed", False, AlreadySent),
        (_close_year, "waiting", "lapsed", False, YearClosed),
        (partial(_launch, days=-1), "waiting", "waiting", True, None),
        (partial(_launch, days=0), "lapsed", "lapsed", False, None),
    ],
)
def test_a_request_waits_as_long_as_somebody_has_to_answer_it(happened, state, standing, waits, extends):
    obligation = ObligationFactory()
    ask_for_time(obligation_id=obligation.pk, until=UNTIL, reason="Chờ số liệu", actor=CLERK, now=NOW)
    assert [finding.blocks for finding in findings_of(obligation.duty.year)] == [False, False]
    happened(obligation)
    found = TimeRequest.objects.with_standing().get()
    assert (found.state, found.standing, TimeRequest.objects.waiting().exists()) == (state, standing, waits)
    if extends is None:
        extended(obligation, UNTIL + timedelta(days=5))
        assert TimeRequest.objects.get().state == ("granted" if waits else "lapsed")
        return
    with pytest.raises(extends):
        extended(obligation, UNTIL + timedelta(days=5))


@pytest.mark.django_db
def test_extend_in_a_closed_year_is_refused():
    obligation = ObligationFactory(duty__year__state=YearState.CLOSED)
    with pytest.raises(YearClosed):
        extended(obligation, local(2020, 11, 20, 17, 0))


def actor(*grants) -> Actor:
    return Actor(user_id=1, label="", grants=tuple(grants))


@pytest.mark.django_db
def test_can_extend_is_for_the_organiser_and_the_heads_of_the_unit():
    obligation = ObligationFactory()
    organiser = obligation.duty.year.organiser_id
    unit = obligation.unit_id
    assert can_extend(actor(Grant("standing_office", organiser, "")), obligation)
    assert can_extend(actor(Grant("cluster_head", 5, "", 9)), obligation, cluster_year_ids=[9])
    assert can_extend(actor(Grant("cluster_deputy", 5, "", 9)), obligation, cluster_year_ids=[9])
    assert not can_extend(actor(Grant("cluster_head", 5, "", 8)), obligation, cluster_year_ids=[9])
    assert not can_extend(actor(Grant("standing_office", unit, "")), obligation)
    for role in ("officer", "leader"):
        refusal = can_extend(actor(Grant(role, unit, "")), obligation, cluster_year_ids=[9])
        assert str(refusal.reason) == "Chỉ Trưởng, Phó Trưởng Cụm, Khu vực hoặc Thường trực Hội đồng được gia hạn."


def typed(**changes) -> dict:
    return {
        "until_on": "20/11/2020",
        "until_time": "17h30",
        "asked_by": "Ông Lê Văn Mẫu",
        "asked_how": "letter",
        "reason": "Chờ số liệu quyết toán",
    } | changes


def test_form_reads_day_and_hour_as_one_local_moment():
    form = ExtensionForm(typed())
    assert form.is_valid()
    assert form.asked["until"] == form.cleaned_data["until"] == local(2020, 11, 20, 17, 30)
    assert form.cleaned_data["until_on"] == date(2020, 11, 20)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"until_on": "31/02/2020"}, "until_on"),
        ({"until_time": "chiều"}, "until_time"),
        ({"asked_how": "zalo"}, "asked_how"),
        ({"asked_by": ""}, "asked_by"),
        ({"reason": "ngắn"}, "reason"),
    ],
)
def test_form_refuses_bad_input_beside_its_field(changes, field):
    form = ExtensionForm(typed(**changes))
    assert list(form.errors) == [field]


@pytest.mark.django_db
def test_the_obligation_is_locked_before_its_request():
    """The order of whoever extends, reopens, sends: so no two of them wait for each other."""
    obligation = ObligationFactory()
    made = ask_for_time(obligation_id=obligation.pk, until=UNTIL, reason="Chờ số liệu", actor=CLERK, now=NOW)
    with CaptureQueriesContext(connection) as found:
        refuse_time(request_id=made.pk, reason="Đã gia hạn hai lần", actor=CLERK, now=NOW)
    locks = [each["sql"] for each in found if "FOR NO KEY UPDATE" in each["sql"]]
    tables = ["obligations_obligation", "obligations_timerequest"]
    assert [next(name for name in tables if f'FROM "{name}"' in sql) for sql in locks][:2] == tables
