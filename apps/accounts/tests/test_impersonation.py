"""Xem với tư cách: who may, of whom, how long, and what is left behind."""

from datetime import timedelta

import pytest
import time_machine

from apps.accounts import policies
from apps.accounts.domain.impersonation import standing_in
from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from apps.accounts.tests.steps import NOW, actor_of, code_at, signed_in, with_totp
from apps.audit.models import Entry
from apps.core.verdict import in_person
from apps.notifications.models import Notice

pytestmark = pytest.mark.django_db
REASON = "Người dùng báo không thấy bảng điểm"
END = "/accounts/impersonation/end/"
NAMES = "Quản trị Đỗ Văn Quản thay mặt Bà Trần Thị Thử"


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def person():
    return UserFactory(full_name="Trần Thị Thử", honorific="Bà")


@pytest.fixture
def administrator(clock):
    return with_totp(is_staff=True, full_name="Đỗ Văn Quản", honorific="Ông")


@pytest.fixture
def client(administrator):
    return signed_in(administrator)


def start(client, person, reason=REASON):
    return client.post(f"/accounts/users/{person.pk}/impersonate/", {"reason": reason})


def actions():
    found = Entry.objects.filter(action__startswith="accounts.impersonation").order_by("pk")
    return [entry.action.removeprefix("accounts.impersonation.") for entry in found]


def test_every_page_says_so_and_is_the_persons_own(client, person):
    assert start(client, person).headers["Location"] == "/"
    for address in ("/", "/jobs/", "/accounts/me/"):
        page = client.get(address)
        assert "Bạn đang xem với tư cách <b>Bà Trần Thị Thử</b>, đến 09:30" in page.content.decode()
        assert page.wsgi_request.user == person
    assert client.get("/styleguide/").status_code == 403


def test_start_is_told_to_the_person_and_recorded_with_its_reason(client, administrator, person):
    start(client, person)
    entry = Entry.objects.get(action="accounts.impersonation.start")
    assert (entry.actor_id, entry.reason) == (str(administrator.pk), REASON)
    assert entry.target_key == f"accounts.user:{person.pk}"
    notice = Notice.objects.get(recipient=person)
    assert notice.title == "Quản trị Ông Đỗ Văn Quản xem hệ thống với tư cách của bạn"
    assert REASON in notice.body


def test_reading_and_writing_bear_both_names(client, person):
    start(client, person)
    client.get("/jobs/?page=1")
    client.post("/accounts/language/", {"language": "vi"})
    read, write = Entry.objects.filter(action__in=["accounts.impersonation.read", "accounts.impersonation.write"])[::-1]
    assert (read.actor_label, read.after) == (NAMES, {"path": "/jobs/?page=1", "status": 200})
    assert (write.actor_label, write.after) == (NAMES, {"path": "/accounts/language/", "status": 302})


def test_a_page_of_another_tab_is_not_taken_for_the_others(client, person):
    """Its form bears the token of the name before."""
    tokens = [client.cookies["csrftoken"].value]
    start(client, person)
    tokens.append(client.cookies["csrftoken"].value)
    client.post(END)
    tokens.append(client.cookies["csrftoken"].value)
    assert len(set(tokens)) == 3


def test_ends_by_the_button(client, administrator, person):
    start(client, person)
    client.post(END)
    assert client.get("/jobs/").wsgi_request.user == administrator
    assert actions() == ["start", "end", "write"]
    client.post(END)
    assert actions() == ["start", "end", "write"]


@pytest.mark.parametrize(("minutes", "still"), [(29, True), (30, False)])
def test_ends_after_half_an_hour(clock, client, administrator, person, minutes, still):
    start(client, person)
    token = client.cookies["csrftoken"].value
    clock.shift(timedelta(minutes=minutes))
    assert client.get("/jobs/").wsgi_request.user == (person if still else administrator)
    assert (client.cookies["csrftoken"].value == token) is still
    assert ("end" in actions()) is not still
    client.get("/jobs/")
    assert actions().count("end") == (0 if still else 1)


@pytest.mark.parametrize(
    "change",
    [("person", {"is_staff": True}), ("person", {"is_active": False}), ("administrator", {"is_staff": False})],
)
def test_ends_when_one_of_the_two_changes(client, administrator, person, change):
    start(client, person)
    who = {"person": person, "administrator": administrator}[change[0]]
    User.objects.filter(pk=who.pk).update(**change[1])
    assert client.get("/jobs/").wsgi_request.user == administrator
    assert actions() == ["start", "end"]


def test_signing_out_ends_it_too(client, person):
    start(client, person)
    client.post("/accounts/sign-out/")
    assert "end" in actions()
    assert client.get("/jobs/").status_code == 302


@pytest.mark.parametrize(
    ("fields", "may"),
    [({}, True), ({"is_staff": True}, False), ({"is_superuser": True}, False), ({"is_active": False}, False)],
)
def test_never_of_another_administrator_nor_of_a_locked_account(administrator, fields, may):
    assert bool(policies.can_impersonate(actor_of(administrator), UserFactory(**fields))) is may


def test_never_of_oneself_nor_by_others(administrator, person):
    assert not policies.can_impersonate(actor_of(administrator), administrator)
    assert not policies.can_impersonate(actor_of(person), UserFactory())


def test_needs_a_reason_and_a_fresh_proof(clock, client, person):
    assert start(client, person, reason="vì thế").status_code == 422
    clock.shift(timedelta(minutes=16))
    answer = start(client, person)
    assert answer.headers["Location"].startswith("/accounts/me/confirm/")
    client.post(answer.headers["Location"], {"code": code_at(NOW + timedelta(minutes=16))})
    assert start(client, person).headers["Location"] == "/"


@pytest.mark.parametrize(
    "address",
    [
        *("/accounts/me/password/", "/accounts/me/sessions/", "/accounts/me/second-factor/"),
        *("/accounts/me/second-factor/app/", "/accounts/me/second-factor/recovery-codes/", "/accounts/me/confirm/"),
    ],
)
def test_the_account_itself_is_out_of_reach(client, person, address):
    start(client, person)
    assert client.get(address).status_code == 403
    assert client.post(address).status_code == 403
    assert client.post("/accounts/me/", {"phone": "1"}).status_code == 403
    assert client.post("/accounts/sign-in/passkey/options/").status_code == 403


def test_signatures_and_votes_are_refused(administrator, person):
    actor = standing_in(actor_of(person), administrator)
    assert (actor.user_id, actor.label, actor.impersonated_by) == (person.pk, NAMES, administrator.pk)
    assert not in_person(actor)
    assert actor.limited_to(()).impersonated_by == administrator.pk
    assert in_person(actor_of(person))


def test_ordinary_pages_leave_no_line(administrator, person):
    signed_in(administrator).get("/jobs/")
    assert actions() == []


# --- The list from which it starts --------------------------------------------------------------------

SUPPORT = "/accounts/users/"


def test_list_offers_only_what_may_be_done(client, administrator, person):
    other = UserFactory(is_staff=True)
    page = client.get(SUPPORT).content.decode()
    assert f"{SUPPORT}{person.pk}/impersonate/" in page
    assert f"{SUPPORT}{person.pk}/second-factor/reset/" not in page
    assert f"{SUPPORT}{other.pk}/impersonate/" not in page
    assert f"{SUPPORT}{administrator.pk}/second-factor/reset/" not in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=tran+thu", ["Bà Trần Thị Thử"]),
        ("factor=True", ["Ông Đỗ Văn Quản"]),
        ("open=False", ["Bà Lê Thị Khóa"]),
        ("", ["Bà Lê Thị Khóa", "Ông Đỗ Văn Quản", "Bà Trần Thị Thử"]),
        ("o=-name", ["Bà Trần Thị Thử", "Ông Đỗ Văn Quản", "Bà Lê Thị Khóa"]),
    ],
)
def test_list_finds_without_diacritics_and_sorts_by_given_name(client, person, query, names):
    UserFactory(full_name="Lê Thị Khóa", is_active=False)
    page = client.get(f"{SUPPORT}?{query}")
    assert [row.label for row in page.context["page_obj"]] == names
    assert client.get(f"{SUPPORT}?{query}&format=xlsx").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_however_many_accounts(client, count, django_assert_num_queries):
    for _each in range(count):
        with_totp()
    client.get(SUPPORT)
    with django_assert_num_queries(6):
        client.get(SUPPORT)
