"""Phiên đăng nhập của tôi, the notice of another device, the password."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import translation

from apps.accounts.devices import device_label
from apps.accounts.domain import housekeeping
from apps.accounts.domain.factors import give_totp, reset_factors
from apps.accounts.domain.impersonation import standing_in
from apps.accounts.domain.own_account import change_password
from apps.accounts.domain.sign_ins import end_others
from apps.accounts.models import SignIn
from apps.accounts.tests.steps import CHROME, NOW, PASSWORD, SECRET, actor_of, sign_in, signed_in, with_password
from apps.audit.models import Entry
from apps.notifications.models import Notice

pytestmark = pytest.mark.django_db
SESSIONS, CHANGE = "/accounts/me/sessions/", "/accounts/me/password/"
NEW = "một câu dài dễ nhớ"


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def user():
    return with_password()


@pytest.mark.parametrize(
    ("user_agent", "label"),
    [
        (CHROME, "Chrome trên Windows"),
        (f"{CHROME} Edg/140.0", "Edge trên Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox trên Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari trên iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) coc_coc_browser/120 Chrome/114 Safari/537.36", "Cốc Cốc trên Windows"),
        ("", "Trình duyệt khác"),
    ],
)
def test_device_in_words(user_agent, label):
    assert device_label(user_agent) == label


def test_sign_in_page_asks_the_database_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/accounts/sign-in/").status_code == 200


def test_session_is_listed_with_device_address_and_times(clock, user):
    client = signed_in(user)
    row = SignIn.objects.get()
    assert (row.device, row.address, row.way) == ("Chrome trên Windows", "127.0.0.1", "password")
    assert (row.signed_in_at, row.last_seen_at) == (NOW, NOW)
    page = client.get(SESSIONS).content.decode()
    assert "Phiên này" in page
    assert "Kết thúc mọi phiên khác" not in page


def test_first_sign_in_and_the_same_browser_again_tell_nobody(clock, user):
    client = signed_in(user)
    client.post("/accounts/sign-out/")
    sign_in(client, user)
    assert not Notice.objects.exists()


def test_second_device_is_told_and_never_refused(clock, user):
    first, second = signed_in(user), Client()
    answer = second.post("/accounts/sign-in/", {"username": user.username, "password": PASSWORD}, follow=True)
    assert "Tài khoản của bạn đang mở ở thiết bị khác: Chrome trên Windows" in answer.content.decode()
    notice = Notice.objects.get()
    assert (notice.recipient, notice.path) == (user, SESSIONS)
    assert notice.title == "Đăng nhập từ một thiết bị khác: Trình duyệt khác"
    assert [client.get("/jobs/").status_code for client in (first, second)] == [200, 200]


def test_new_browser_is_told_though_nothing_else_is_open(clock, user):
    first = signed_in(user)
    first.post("/accounts/sign-out/")
    second = Client()
    assert "lần đầu bạn đăng nhập từ trình duyệt này" in sign_in_and_follow(second, user)
    assert Notice.objects.count() == 1
    second.post("/accounts/sign-out/")
    assert "lần đầu" not in sign_in_and_follow(second, user)


def sign_in_and_follow(client, user):
    sign_in(client, user)
    return client.get("/").content.decode()


def test_cookie_of_the_browser_is_for_the_server_only(client, user):
    cookie = sign_in(client, user).cookies["device"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert str(SignIn.objects.get().device_key) == cookie.value


def test_junk_in_the_cookie_of_the_browser_is_a_new_browser(client, user):
    client.cookies["device"] = "x' OR 1=1"
    sign_in(client, user)
    assert isinstance(SignIn.objects.get().device_key, uuid.UUID)


def test_one_session_is_ended_by_its_owner(clock, user):
    here, there = signed_in(user), signed_in(user)
    stranger = signed_in(with_password())
    row = SignIn.objects.get(session_key=there.session.session_key)
    assert stranger.post(f"{SESSIONS}{row.pk}/end/").status_code == 404
    assert here.post(f"{SESSIONS}{row.pk}/end/").headers["Location"] == SESSIONS
    assert (there.get("/jobs/").status_code, here.get("/jobs/").status_code) == (302, 200)
    assert Entry.objects.filter(action="accounts.sign_in.end").count() == 1
    here.post(f"{SESSIONS}{row.pk}/end/")
    assert Entry.objects.filter(action="accounts.sign_in.end").count() == 1


def test_all_other_sessions_are_ended_at_once(clock, user):
    here, *others = [signed_in(user) for _ in range(4)]
    stranger = signed_in(with_password())
    here.post(f"{SESSIONS}end-others/")
    assert [client.get("/jobs/").status_code for client in (here, stranger, *others)] == [200, 200, 302, 302, 302]
    assert end_others(keep_session_key=here.session.session_key, actor=actor_of(user), now=NOW) == 0


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_however_many_sessions(clock, user, count, django_assert_num_queries):
    clients = [signed_in(user) for _ in range(count)]
    clients[0].get(SESSIONS)
    with django_assert_num_queries(6):
        page = clients[0].get(SESSIONS)
    assert len(page.context["object_list"]) == count


def test_last_seen_is_written_at_most_once_a_minute(clock, user):
    sign_in_row = SignIn.objects
    signed_in(user)
    pk = sign_in_row.get().pk
    assert SignIn.objects.all().seen(pk, NOW + timedelta(seconds=59)) == 0
    assert SignIn.objects.all().seen(pk, NOW + timedelta(seconds=60)) == 1
    assert SignIn.objects.all().seen(pk, NOW + timedelta(seconds=119)) == 0


def test_page_opened_later_is_seen(clock, user):
    client = signed_in(user)
    clock.shift(timedelta(minutes=5))
    client.handler._middleware_chain = None  # another process: this one remembers the page of a moment ago
    client.get("/jobs/")
    assert SignIn.objects.get().last_seen_at == NOW + timedelta(minutes=5)


def test_ended_sessions_are_swept_with_time(clock, user):
    signed_in(user)
    expired = Session.objects.get().expire_date + timedelta(seconds=1)
    assert not SignIn.objects.all().open_at(expired).exists()
    housekeeping.sweep(NOW + timedelta(days=180))
    assert SignIn.objects.count() == 1
    housekeeping.sweep(NOW + timedelta(days=180, seconds=1))
    assert SignIn.objects.count() == 0


# --- Password ----------------------------------------------------------------------------------------


def changed(client, old=PASSWORD, new=NEW, again=NEW):
    return client.post(CHANGE, {"old_password": old, "password": new, "again": again})


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"old": "sai"}, "Mật khẩu hiện tại không đúng."),
        ({"again": "khác"}, "Hai lần nhập mật khẩu mới khác nhau."),
        ({"new": "ngắn", "again": "ngắn"}, "10"),
        ({"new": "password123", "again": "password123"}, "phổ biến"),
    ],
)
def test_password_that_will_not_do_is_told_why(clock, user, fields, said):
    answer = changed(signed_in(user), **fields)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Entry.objects.filter(action="accounts.password.change").exists()


def test_new_password_ends_every_other_session_and_is_told(clock, user):
    here, there = signed_in(user), signed_in(user)
    assert changed(here).headers["Location"] == "/accounts/me/"
    assert (here.get("/jobs/").status_code, there.get("/jobs/").status_code) == (200, 302)
    assert "Phiên này" in here.get(SESSIONS).content.decode()
    assert SignIn.objects.filter(ended_at=None).count() == 1
    assert Notice.objects.filter(title="Mật khẩu của bạn đã được đổi").count() == 1
    assert sign_in(Client(), user).status_code == 200
    assert sign_in(Client(), user, password=NEW).status_code == 302
    assert NEW not in str(list(Entry.objects.values()))


def test_guessing_the_old_password_is_held_like_guessing_at_the_door(clock, user):
    client = signed_in(user)
    statuses = [changed(client, old=f"sai {n}").status_code for n in range(11)]
    assert statuses[:9] == [422] * 9
    assert statuses[-1] == 429


def test_profile_keeps_telephone_and_post(clock, user):
    client = signed_in(user)
    answer = client.post("/accounts/me/", {"phone": " 024  1111 2222 ", "post": "Chuyên viên chính"})
    assert answer.headers["Location"] == "/accounts/me/"
    user.refresh_from_db()
    assert (user.phone, user.post) == ("024 1111 2222", "Chuyên viên chính")
    client.post("/accounts/me/", {"phone": "024 1111 2222", "post": "Chuyên viên chính"})
    entry = Entry.objects.get(action="accounts.user.change_profile")
    assert (entry.before["phone"], entry.after["phone"]) == ("024 0000 0000", "024 1111 2222")
    assert client.post("/accounts/me/", {"phone": "0" * 31}).status_code == 422


def test_nothing_else_calls_djangos_login(settings):
    """Whoever signs a person in goes through signing.py: second factor, session and notice come with it."""
    found = [
        str(path.relative_to(settings.BASE_DIR))
        for path in (settings.BASE_DIR / "apps").rglob("*.py")
        if "tests" not in path.parts and "auth import login" in path.read_text(encoding="utf-8").replace("(", "")
    ]
    assert found == ["apps/accounts/signing.py"]


def test_what_is_kept_and_sent_is_vietnamese_whatever_the_person_reads(clock, user):
    signed_in(user)
    with translation.override("en"):
        assert device_label("") == "Trình duyệt khác"
        assert device_label(CHROME) == "Chrome trên Windows"
        change_password(password_hash="!", keep_session_key="", actor=actor_of(user), now=NOW)
        give_totp(user_id=user.pk, secret=SECRET, actor=actor_of(user), now=NOW)
        reset_factors(user_id=user.pk, reason="Mất máy", actor=actor_of(user), now=NOW)
        assert standing_in(actor_of(user), user).label == f"Quản trị {user.full_name} thay mặt {user.label}"
    assert list(Notice.objects.order_by("pk").values_list("title", flat=True)) == [
        "Mật khẩu của bạn đã được đổi",
        "Đã thêm một cách xác thực hai bước: Ứng dụng xác thực",
        "Quản trị đã đặt lại xác thực hai bước của bạn",
    ]
    assert Notice.objects.order_by("pk").last().body.startswith("Lý do: Mất máy. Nếu không phải bạn")
