"""Accounts in bulk, slips printed once and used once, reset."""

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pypdf
import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.urls import reverse

from apps.accounts.domain.slips import (
    AlreadyPrinted,
    Outcome,
    hashed,
    issue_slips,
    print_batch,
    propose_username,
    redeem,
    reset_account,
)
from apps.accounts.domain.users import create_user
from apps.accounts.models import Slip, SlipBatch, User
from apps.accounts.tests.factories import UserFactory
from apps.audit.models import Entry
from apps.core import sheets
from apps.core.actor import system_actor
from apps.core.spreadsheets import Problems
from apps.notifications.models import Notice
from apps.units.account_policies import can_print, can_reset, slip_batches
from apps.units.account_sheets import AccountImport
from apps.units.domain.accounts import NewAccount, UsernameTaken, make_accounts
from apps.units.enums import Role
from apps.units.models import Delegation, RoleAssignment
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory
from apps.units.tests.test_roles import acting

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
SYSTEM = system_actor()
PASSWORD = "mat-khau-rat-dai-17"
pytestmark = pytest.mark.django_db


def made(unit, *accounts, **more):
    return make_accounts(
        title="Cấp tài khoản",
        unit_id=unit.pk,
        accounts=accounts,
        starts_on=date(2026, 3, 2),
        valid_days=3,
        actor=SYSTEM,
        now=NOW,
        **more,
    )


def printed(user=None, now=NOW):
    """One slip of an account that cannot sign in yet, and its code."""
    user = user or UserFactory(password=make_password(None))
    batch = issue_slips(title="Thử", unit_id=1, rows=[(user.pk, "")], valid_days=3, actor=SYSTEM, now=now)
    [slip] = print_batch(batch_id=batch.pk, actor=SYSTEM, now=now)
    return slip


def use(slip, code=None, now=NOW):
    return redeem(username=slip.user.username, code=code or slip.code, password_hash=make_password(PASSWORD), now=now)


@pytest.mark.parametrize(
    ("name", "code", "expected"),
    [("Trần Thị Thử", "VPLQT", "thutt.vplqt"), ("Lê Đức", "STP-LAO-CAI", "ducl.stp-lao-cai"), ("Ánh", "A", "anh.a")],
)
def test_username_is_proposed_from_name_and_unit(name, code, expected):
    taken = set()
    assert propose_username(name, code, taken) == expected
    assert propose_username(name, code, taken) == f"{expected}2"


def test_accounts_come_with_role_and_a_slip_and_cannot_sign_in_before():
    unit = UnitFactory(code="VPLQT")
    batch = made(unit, *(NewAccount("Trần Thị Thử", unit.pk, Role.OFFICER, email="a@b.vn") for _ in range(2)))
    users = list(User.objects.order_by("pk"))
    assert [user.username for user in users] == ["thutt.vplqt", "thutt.vplqt2"]
    assert not any(user.has_usable_password() for user in users)
    assert RoleAssignment.objects.filter(unit=unit, role=Role.OFFICER).count() == batch.slips.count() == 2
    with pytest.raises(UsernameTaken):
        made(unit, NewAccount("Khác", unit.pk, username="thutt.VPLQT"))
    assert User.objects.count() == 2


def test_slip_is_used_once_and_its_code_is_nowhere_stored():
    slip = printed()
    assert slip.code.replace("-", "") not in str(list(Slip.objects.values()))
    assert use(slip, slip.code.lower().replace("-", " ")) is Outcome.DONE
    slip.user.refresh_from_db()
    assert slip.user.check_password(PASSWORD)
    assert use(slip) is Outcome.WRONG
    assert Entry.objects.filter(action="accounts.slip.use").count() == 1
    told = Notice.objects.get(recipient=slip.user)
    assert told.title == "Mật khẩu của bạn đã được đặt bằng phiếu cấp tài khoản"


@pytest.mark.parametrize(("days", "outcome"), [(0, Outcome.DONE), (2, Outcome.DONE), (3, Outcome.EXPIRED)])
def test_slip_ends_with_its_last_day(days, outcome):
    """Three days from 2 March: to the last second of 4 March in Việt Nam."""
    slip = printed()
    assert slip.last_day == date(2026, 3, 4)
    at = datetime(2026, 3, 2, 16, 59, 59, tzinfo=UTC) + timedelta(days=days)
    assert use(slip, now=at) is outcome


def test_a_hundred_wrong_codes_lock_the_slip():
    """Not a handful: anybody who knows a user name could shut the slip of a colleague."""
    slip = printed()
    found = [use(slip, "AAAA-AAAA-AAAA") for _ in range(100)]
    assert found == [Outcome.WRONG] * 99 + [Outcome.LOCKED]
    assert use(slip) is Outcome.LOCKED
    slip.user.refresh_from_db()
    assert not slip.user.has_usable_password()


def test_newer_slip_takes_the_place_of_the_older():
    first = printed()
    second = printed(first.user)
    assert use(first) is Outcome.WRONG
    assert use(second) is Outcome.DONE


def test_batch_is_printed_once():
    batch = issue_slips(title="Thử", unit_id=1, rows=[(UserFactory().pk, "")], valid_days=3, actor=SYSTEM, now=NOW)
    print_batch(batch_id=batch.pk, actor=SYSTEM, now=NOW)
    before = Slip.objects.get().code_hash
    with pytest.raises(AlreadyPrinted):
        print_batch(batch_id=batch.pk, actor=SYSTEM, now=NOW)
    assert Slip.objects.get().code_hash == before


def both_at_once(call) -> list:
    barrier, found = Barrier(2), []

    def act():
        barrier.wait()
        try:
            found.append(call())
        except AlreadyPrinted:
            found.append(None)
        finally:
            connection.close()

    threads = [Thread(target=act) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.django_db(transaction=True)
def test_of_two_who_print_at_once_one_gets_the_codes():
    batch = issue_slips(title="Thử", unit_id=1, rows=[(UserFactory().pk, "")], valid_days=3, actor=SYSTEM, now=NOW)
    found = both_at_once(lambda: print_batch(batch_id=batch.pk, actor=SYSTEM, now=NOW))
    [codes] = [each for each in found if each]
    slip = Slip.objects.get()
    assert hashed(codes[0].code, slip.salt) == slip.code_hash


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_one_code_at_once_one_gets_in():
    slip = printed()
    assert sorted(outcome.value for outcome in both_at_once(lambda: use(slip))) == ["done", "wrong"]


def test_reset_stops_the_old_password_and_the_sessions(client):
    unit = UnitFactory()
    leader = RoleAssignmentFactory(unit=unit, role=Role.LEADER).user
    officer = RoleAssignmentFactory(unit=unit, user__password=make_password(PASSWORD)).user
    client.force_login(officer)
    assert client.get("/").status_code == 200
    batch = reset_account(
        user_id=officer.pk, unit_id=unit.pk, note="", reason="Quên mật khẩu", actor=acting(leader), now=NOW
    )
    officer.refresh_from_db()
    assert not officer.has_usable_password()
    assert client.get("/").status_code == 302
    assert batch.slips.get().user == officer
    assert Entry.objects.get(action="accounts.password.reset").reason == "Quên mật khẩu"


def test_who_may_reset_whom():
    ministry = UnitFactory()
    unit = UnitFactory(parent=ministry)
    leader = RoleAssignmentFactory(unit=unit, role=Role.LEADER).user
    officer = RoleAssignmentFactory(unit=unit).user
    office = RoleAssignmentFactory(unit=ministry, role=Role.STANDING_OFFICE).user
    assert can_reset(acting(leader), officer)
    assert can_reset(acting(office), leader)
    assert not can_reset(acting(officer), leader)
    assert not can_reset(acting(leader), leader)
    assert not can_reset(acting(leader), office)
    RoleAssignmentFactory(user=officer, unit=ministry, role=Role.AUDITOR)
    assert not can_reset(acting(leader), officer), "the person holds more than the leader may give"
    assert can_reset(acting(office), officer)
    technical = UserFactory(is_staff=True)
    assert not can_reset(acting(office), technical)


def test_pages_make_print_and_activate(client):
    unit = UnitFactory(code="VPLQT", name="Vụ Pháp luật quốc tế")
    client.force_login(RoleAssignmentFactory(unit=unit, role=Role.LEADER).user)
    answer = client.post(
        reverse("units:unit-accounts", args=[unit.pk]),
        {
            "full_name": "Trần Thị Thử",
            "honorific": "Bà",
            "role": "officer",
            "starts_on": "01/01/2026",
            "valid_days": 14,
        },
    )
    batch = SlipBatch.objects.get()
    assert answer.headers["Location"] == reverse("units:slip-batch", args=[batch.pk])
    assert "thutt.vplqt" in client.get(answer.headers["Location"]).content.decode()
    pdf = client.post(reverse("units:slip-print", args=[batch.pk]))
    assert (pdf.headers["Content-Type"], pdf.headers["Cache-Control"]) == ("application/pdf", "no-store")
    assert len(pypdf.PdfReader(io.BytesIO(pdf.content)).pages) == 1
    again = client.post(reverse("units:slip-print", args=[batch.pk]))
    assert again.status_code == 302
    client.logout()

    slip = printed(User.objects.get(username="thutt.vplqt"), now=datetime.now(UTC))
    url = reverse("accounts:activate")
    data = {"username": "thutt.vplqt", "code": slip.code, "password": PASSWORD, "again": PASSWORD}
    for changed, text in (
        ({"again": "khác"}, "không giống nhau"),
        ({"code": "AAAA-AAAA-AAAA"}, "không đúng"),
        ({"password": "123", "again": "123"}, "quá ngắn|10 ký tự"),
    ):
        refused = client.post(url, {**data, **changed})
        assert refused.status_code == 422
        assert re.search(text, refused.content.decode())
    assert client.post(url, data).headers["Location"] == reverse("accounts:sign-in")
    assert client.post(url, data).status_code == 422


def test_guessing_codes_locks_name_and_address_like_the_sign_in_page(client, settings):
    url = reverse("accounts:activate")
    data = {"username": "ai-do", "code": "X", "password": PASSWORD, "again": PASSWORD}
    codes = [client.post(url, data).status_code for _ in range(settings.AXES_FAILURE_LIMIT + 1)]
    assert codes == [422] * (settings.AXES_FAILURE_LIMIT - 1) + [429] * 2


def test_guessing_under_other_spellings_of_the_name_counts_as_one(client, settings):
    url, code = reverse("accounts:activate"), {"code": "X", "password": PASSWORD, "again": PASSWORD}
    names = (["ai-do", "AI-DO", " Ai-Do "] * settings.AXES_FAILURE_LIMIT)[: settings.AXES_FAILURE_LIMIT]
    assert [client.post(url, {"username": name, **code}).status_code for name in names][-1] == 429


def test_locked_slip_reads_like_a_wrong_name(client):
    slip = printed()
    Slip.objects.update(failures=100)
    data = {"code": "X", "password": PASSWORD, "again": PASSWORD}
    said = [
        client.post(reverse("accounts:activate"), {"username": name, **data}).context["form"].errors["code"]
        for name in (slip.user.username, "khong-co-ai")
    ]
    assert said[0] == said[1]


def roll(text: str, actor, **more):
    return sheets.import_file(AccountImport(), text.encode(), "tk.csv", actor=actor, now=NOW, **more)


def test_file_of_accounts_makes_them_once_and_names_every_mistake():
    ministry = UnitFactory(code="BTP")
    unit = UnitFactory(parent=ministry, code="VPLQT")
    UnitFactory(code="NGOAI")
    actor = acting(RoleAssignmentFactory(unit=ministry, role=Role.STANDING_OFFICE).user)
    good = "full_name,unit,role\nTrần Thị Thử,VPLQT,officer\nLê Văn Mẫu,VPLQT,leader\n"
    assert roll(good, actor).created == 2
    assert SlipBatch.objects.get().slips.count() == 2
    assert SlipBatch.objects.get().unit_id == unit.pk
    assert roll(good, actor).unchanged == 2
    with pytest.raises(Problems) as error:
        roll("full_name,unit,role\nMột Người,NGOAI,officer\nHai Người,KHONG-CO,officer\n,VPLQT,officer\n", actor)
    assert {problem.row for problem in error.value.problems} == {2, 3, 4}
    assert User.objects.filter(full_name="Một Người").count() == 0


def test_rights_that_are_only_delegated_reset_nobody_and_later_roles_count():
    unit = UnitFactory()
    leader = RoleAssignmentFactory(unit=unit, role=Role.LEADER)
    officer = RoleAssignmentFactory(unit=unit).user
    days = {"starts_on": date(2026, 3, 1), "ends_on": date(2026, 3, 9)}
    stand_in = Delegation.objects.create(assignment=leader, user=UserFactory(), reason="Nghỉ phép", **days).user
    assert can_reset(acting(leader.user), officer)
    assert not can_reset(acting(stand_in), officer)
    later = RoleAssignmentFactory(user=officer, role=Role.AUDITOR, starts_on=date(2026, 6, 1))
    assert not can_reset(acting(leader.user), officer), "a role that only begins in June"
    later.delete()
    away = RoleAssignmentFactory(role=Role.STANDING_OFFICE)
    Delegation.objects.create(assignment=away, user=officer, reason="Nghỉ phép", **days)
    assert not can_reset(acting(leader.user), officer), "stands in for a standing office"


def test_who_prints_a_batch():
    ministry = UnitFactory()
    unit, other = UnitFactory(parent=ministry), UnitFactory(parent=ministry)
    maker = RoleAssignmentFactory(unit=unit, role=Role.LEADER).user
    second = acting(RoleAssignmentFactory(unit=unit, role=Role.LEADER).user)
    office = acting(RoleAssignmentFactory(unit=ministry, role=Role.STANDING_OFFICE).user)
    officer = RoleAssignmentFactory(unit=unit).user
    batch = issue_slips(
        title="Thử", unit_id=unit.pk, rows=[(officer.pk, "")], valid_days=3, actor=acting(maker), now=NOW
    )
    for actor in (acting(maker), second, office, acting(UserFactory(is_staff=True)), SYSTEM):
        assert can_print(actor, batch)
    assert not can_print(replace(acting(maker), impersonated_by=1), batch)
    RoleAssignmentFactory(user=officer, unit=other, role=Role.LEADER, starts_on=date(2027, 1, 1))
    assert not can_print(second, batch), "the person will hold a role elsewhere"
    assert can_print(office, batch)
    RoleAssignmentFactory(user=officer, role=Role.AUDITOR)
    assert not can_print(office, batch)


def test_print_page_refuses_whoever_may_not_and_shows_no_button(client):
    unit = UnitFactory()
    officer = RoleAssignmentFactory(unit=unit).user
    RoleAssignmentFactory(user=officer, role=Role.AUDITOR)
    batch = issue_slips(title="Thử", unit_id=unit.pk, rows=[(officer.pk, "")], valid_days=3, actor=SYSTEM, now=NOW)
    client.force_login(RoleAssignmentFactory(unit=unit, role=Role.LEADER).user)
    address = reverse("units:slip-print", args=[batch.pk])
    page = client.get(reverse("units:slip-batch", args=[batch.pk])).content.decode()
    assert address not in page
    assert "ngoài phạm vi của bạn" in page
    assert client.post(address).status_code == 403
    batch.refresh_from_db()
    assert batch.printed_at is None


def test_a_file_over_several_trees_belongs_to_its_maker():
    first, second = UnitFactory(code="A-1"), UnitFactory(code="B-1")
    staff = acting(UserFactory(is_staff=True))
    roll("full_name,unit\nTrần Thị Thử,A-1\nLê Văn Mẫu,B-1\n", staff)
    batch = SlipBatch.objects.get()
    assert batch.unit_id == 0
    for unit in (first, second):
        leader = acting(RoleAssignmentFactory(unit=unit, role=Role.STANDING_OFFICE).user)
        assert not slip_batches(leader).exists()


def test_a_user_name_is_never_taken_from_somebody_who_was_quicker():
    known = UserFactory(username="thutt.vplqt")
    with pytest.raises(UsernameTaken):
        create_user(username="Thutt.vplqt", full_name="Khác", actor=SYSTEM, now=NOW)
    assert User.objects.get() == known


def test_cells_that_are_too_long_are_told_at_their_place():
    UnitFactory(code="A-1")
    staff = acting(UserFactory(is_staff=True))
    text = f"full_name,unit,phone,email,username\n{'x' * 201},A-1,{'1' * 31},{'e' * 250}@a.vn,{'u' * 151}\n"
    with pytest.raises(Problems) as error:
        roll(text, staff)
    assert [problem.column[-5:] for problem in error.value] == ["_name", "phone", "email", "rname"]
    assert "nhiều nhất 200" in str(error.value)
