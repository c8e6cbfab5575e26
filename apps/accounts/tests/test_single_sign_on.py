"""OpenID Connect against a real provider process, and against one that lies."""

import json
import socket
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Barrier, Thread
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from django.db import connection
from django.test import Client

from apps.accounts import oidc
from apps.accounts.domain.factors import give_totp
from apps.accounts.domain.identities import account_for
from apps.accounts.models import ExternalIdentity, SignIn, User
from apps.accounts.tests.factories import UserFactory
from apps.accounts.tests.steps import NOW, SECOND, SECRET, SIGN_IN, actor_of
from apps.audit.models import Entry
from apps.notifications.models import Notice

START, CALLBACK = "/accounts/sign-in/provider/", "/accounts/sign-in/provider/callback/"
NOBODY = "Không tìm thấy tài khoản nào của cổng"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture(scope="module")
def provider():
    """A provider as a process of its own; it refuses requests without a nonce."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    for _attempt in range(200):
        try:
            requests.get(address, timeout=1)
            break
        except requests.ConnectionError:
            time.sleep(0.1)
    yield address
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture
def configured(settings, provider):
    def configure(**more):
        settings.OIDC = settings.OIDC | {
            "server_url": provider,
            "client_id": "cong-thi-dua",
            "client_secret": "bi-mat",
            "name": "Tài khoản Bộ Tư pháp",
            **more,
        }

    configure()
    return configure


def known_there(provider, subject, **claims):
    requests.put(f"{provider}/users/{subject}", json=claims, timeout=10).raise_for_status()


def through(client, subject, next_url="/jobs/"):
    """To the provider, in there as ``subject``, and back; answers our last response."""
    away = client.get(START, {"next": next_url}).headers["Location"]
    back = requests.post(away, data={"sub": subject}, allow_redirects=False, timeout=10).headers["Location"]
    return client.get(back.removeprefix("http://testserver"))


def said(client) -> str:
    return client.get(SIGN_IN).content.decode()


@pytest.mark.django_db
def test_button_and_pages_are_there_only_when_configured(client, settings):
    assert "Đăng nhập bằng" not in said(client).replace("Đăng nhập bằng khóa truy cập", "").replace(
        "đăng nhập bằng", ""
    )
    assert client.get(START).status_code == 404
    settings.OIDC = settings.OIDC | {"server_url": "https://sso.example", "client_id": "x", "name": "SSO của Bộ"}
    assert "Đăng nhập bằng SSO của Bộ" in said(client)


@pytest.mark.django_db(transaction=True)
def test_whole_way_over_http(live_server, configured, provider):
    user = UserFactory(email="thu@moj.example")
    known_there(provider, "s-1", email="Thu@moj.example", email_verified=True)
    browser = requests.Session()
    page = browser.get(live_server.url + SIGN_IN)
    assert "Đăng nhập bằng Tài khoản Bộ Tư pháp" in page.text
    away = browser.get(f"{live_server.url}{START}?next=/jobs/", allow_redirects=False).headers["Location"]
    asked = parse_qs(urlsplit(away).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert all(len(asked[name][0]) >= 43 for name in ("state", "nonce", "code_challenge"))
    back = requests.post(away, data={"sub": "s-1"}, allow_redirects=False, timeout=10).headers["Location"]
    assert browser.get(back).url == f"{live_server.url}/jobs/"
    assert ExternalIdentity.objects.get().user == user
    assert SignIn.objects.get().way == "provider"
    assert Notice.objects.get(recipient=user).title == "Tài khoản của bạn đã liên kết với Tài khoản Bộ Tư pháp"
    assert Entry.objects.get(action="accounts.identity.link").after == {"issuer": provider}

    token = browser.cookies["csrftoken"]
    left = browser.post(
        f"{live_server.url}/accounts/sign-out/",
        data={"csrfmiddlewaretoken": token},
        headers={"Referer": live_server.url},
    )
    assert "Đăng xuất khỏi Tài khoản Bộ Tư pháp" in left.text
    assert f"{provider}/oauth2/end_session?client_id=cong-thi-dua" in left.text
    assert browser.get(f"{live_server.url}/jobs/").url.startswith(live_server.url + SIGN_IN)


@pytest.mark.django_db
def test_linked_once_the_subject_counts_and_not_the_address(client, configured, provider):
    user = UserFactory(email="a@moj.example")
    known_there(provider, "s-2", email="a@moj.example", email_verified=True)
    assert through(client, "s-2").headers["Location"] == "/jobs/"
    known_there(provider, "s-2", email="b@moj.example", email_verified=True)
    UserFactory(email="b@moj.example")
    again = Client()
    through(again, "s-2")
    assert again.session["_auth_user_id"] == str(user.pk)
    assert ExternalIdentity.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("claims", "username_claim", "found"),
    [
        ({"email": "x@moj.example", "email_verified": True}, "", True),
        ({"email": "x@moj.example", "email_verified": False}, "", False),
        ({"email": "x@moj.example", "email_verified": "true"}, "", False),
        ({"email": "x@moj.example"}, "", False),
        ({"email": "two@moj.example", "email_verified": True}, "", False),
        ({"email": "", "email_verified": True}, "", False),
        ({"preferred_username": "cb.x"}, "preferred_username", True),
        ({"preferred_username": "cb.x"}, "", False),
        ({"preferred_username": "CB.X"}, "preferred_username", False),
        ({"preferred_username": ["cb.x"]}, "preferred_username", False),
        ({}, "preferred_username", False),
    ],
)
def test_account_is_found_by_verified_address_or_the_agreed_claim_only(
    client, configured, provider, claims, username_claim, found
):
    configured(username_claim=username_claim)
    user = UserFactory(username="cb.x", email="x@moj.example")
    UserFactory(email="two@moj.example")
    UserFactory(email="Two@moj.example")
    UserFactory(email="")
    known_there(provider, "s-3", **claims)
    before = User.objects.count()
    through(client, "s-3")
    assert client.session.get("_auth_user_id") == (str(user.pk) if found else None)
    assert User.objects.count() == before
    assert found or NOBODY in said(client)


@pytest.mark.django_db
def test_locked_account_stays_locked(client, configured, provider):
    UserFactory(email="khoa@moj.example", is_active=False)
    known_there(provider, "s-4", email="khoa@moj.example", email_verified=True)
    through(client, "s-4")
    assert "Tài khoản này đã khóa." in said(client)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("settings_of", "claims", "asked"),
    [
        ({}, {"acr": "2", "amr": ["otp"]}, True),
        ({"trusted_acr": ["2"]}, {"acr": "2"}, False),
        ({"trusted_acr": ["2"]}, {"acr": "1"}, True),
        ({"trusted_amr": ["otp", "hwk"]}, {"amr": ["pwd", "otp"]}, False),
        ({"trusted_amr": ["otp"]}, {"amr": "otp"}, True),
        ({"trusted_amr": ["otp"]}, {}, True),
    ],
)
def test_our_second_factor_is_asked_unless_the_providers_is_trusted(
    client, configured, provider, settings_of, claims, asked
):
    configured(**settings_of)
    user = UserFactory(email="hai@moj.example")
    give_totp(user_id=user.pk, secret=SECRET, actor=actor_of(user), now=NOW)
    known_there(provider, "s-5", email="hai@moj.example", email_verified=True, **claims)
    assert through(client, "s-5").headers["Location"] == (SECOND if asked else "/jobs/")


@pytest.mark.django_db
def test_leads_only_to_pages_of_ours(client, configured, provider):
    UserFactory(email="n@moj.example")
    known_there(provider, "s-6", email="n@moj.example", email_verified=True)
    assert through(client, "s-6", "https://evil.example/").headers["Location"] == "/"


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "?code=x", "?state=&code=x", "?state=ư&code=x", "?state=%00", "?error=x"])
def test_answer_that_nobody_asked_for_is_refused(client, configured, query):
    client.get(START)
    answer = client.get(CALLBACK + query)
    assert answer.status_code in {302, 400}
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_answer_counts_once(client, configured, provider):
    UserFactory(email="m@moj.example")
    known_there(provider, "s-7", email="m@moj.example", email_verified=True)
    away = client.get(START).headers["Location"]
    back = requests.post(away, data={"sub": "s-7"}, allow_redirects=False, timeout=10).headers["Location"]
    stranger = Client()
    assert stranger.get(back.removeprefix("http://testserver")).headers["Location"] == SIGN_IN
    client.get(back.removeprefix("http://testserver"))
    client.post("/accounts/sign-out/")
    assert client.get(back.removeprefix("http://testserver")).headers["Location"] == SIGN_IN


@pytest.mark.django_db
def test_cancelled_there_is_told_here(client, configured):
    away = client.get(START).headers["Location"]
    back = requests.post(away, data={"action": "deny"}, allow_redirects=False, timeout=10).headers["Location"]
    state = parse_qs(urlsplit(away).query)["state"][0]
    client.get(f"{CALLBACK}?{urlsplit(back).query}&state={state}")
    assert "đã từ chối hoặc bạn đã hủy đăng nhập" in said(client)


@pytest.mark.django_db
def test_provider_that_is_down_leaves_the_password(client, configured):
    configured(server_url=f"http://127.0.0.1:{free_port()}")
    assert client.get(START).headers["Location"] == SIGN_IN
    page = said(client)
    assert "không trả lời" in page
    assert 'name="password"' in page


# --- A provider that lies ----------------------------------------------------------------------------

KEY, OTHER_KEY = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))


@pytest.fixture
def liar(settings):
    """A provider whose next token the test decides."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.answer(pages[self.path])

        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.answer({"access_token": "x", "id_token": pages["token"]})

        def answer(self, value):
            body = json.dumps(value).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            """Nothing on the screen of the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    address = f"http://127.0.0.1:{server.server_port}"
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())) | {"kid": "k", "alg": "RS256"}
    pages = {
        "/jwks": {"keys": [public]},
        "/.well-known/openid-configuration": {
            "issuer": address,
            "authorization_endpoint": f"{address}/auth",
            "token_endpoint": f"{address}/token",
            "jwks_uri": f"{address}/jwks",
        },
    }
    Thread(target=server.serve_forever, daemon=True).start()
    settings.OIDC = settings.OIDC | {"server_url": address, "client_id": "cong", "name": "Nơi cấp"}
    yield address, pages
    server.shutdown()
    server.server_close()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "key", "algorithm", "good"),
    [
        ({}, KEY, "RS256", True),
        ({"nonce": "other"}, KEY, "RS256", False),
        ({"nonce": None}, KEY, "RS256", False),
        ({"aud": "another"}, KEY, "RS256", False),
        ({"aud": ["cong", "another"], "azp": "another"}, KEY, "RS256", False),
        ({"iss": "https://evil.example"}, KEY, "RS256", False),
        ({"exp": 1}, KEY, "RS256", False),
        ({"exp": None}, KEY, "RS256", False),
        ({"sub": None}, KEY, "RS256", False),
        ({}, OTHER_KEY, "RS256", False),
        ({}, "bi-mat-dung-chung-dai-hon-ba-muoi-hai-ky-tu", "HS256", False),
        ({}, None, "none", False),
    ],
)
def test_token_is_checked_in_every_respect(client, liar, change, key, algorithm, good):
    address, pages = liar
    user = UserFactory(email="t@moj.example")
    asked = parse_qs(urlsplit(client.get(START).headers["Location"]).query)
    moment = int(time.time())
    claims = {
        "iss": address,
        "sub": "s",
        "aud": "cong",
        "iat": moment,
        "exp": moment + 300,
        "nonce": asked["nonce"][0],
        "email": "t@moj.example",
        "email_verified": True,
    } | change
    given = {name: value for name, value in claims.items() if value is not None}
    pages["token"] = jwt.encode(given, key, algorithm=algorithm, headers={"kid": "k"})
    client.get(CALLBACK, {"code": "c", "state": asked["state"][0]})
    assert client.session.get("_auth_user_id") == (str(user.pk) if good else None)
    assert good or "Không kiểm tra được câu trả lời của Nơi cấp" in said(client)


@pytest.mark.django_db
@pytest.mark.parametrize("junk", ["", "x", "a.b.c", None, 5])
def test_junk_instead_of_a_token_is_a_message(client, liar, junk):
    _address, pages = liar
    pages["token"] = junk
    asked = parse_qs(urlsplit(client.get(START).headers["Location"]).query)
    client.get(CALLBACK, {"code": "c", "state": asked["state"][0]})
    assert "Không kiểm tra được câu trả lời của Nơi cấp" in said(client)


@pytest.mark.django_db
def test_provider_that_calls_itself_another_is_refused(client, liar):
    _address, pages = liar
    pages["/.well-known/openid-configuration"]["issuer"] = "https://evil.example"
    client.get(START)
    assert "không khớp với nơi cấp" in said(client)


def asked_of(monkeypatch, answer, **more):
    """A provider whose pages answer ``answer``."""
    fields = {"server_url": "https://sso.example", "client_id": "c", "client_secret": "", "name": "SSO"}
    fields |= {"username_claim": "", "trusted_acr": ("2",), "trusted_amr": ("otp",)} | more
    monkeypatch.setattr(oidc.Provider, "ask", lambda self, method, url, **arguments: answer)
    return oidc.Provider(**fields)


@pytest.mark.parametrize("username_claim", ["", "preferred_username"])
def test_unsigned_answers_name_the_person_and_nothing_else(monkeypatch, username_claim):
    answer = {"sub": "s", "email": "a@b.vn", "preferred_username": "cb.x", "acr": "2", "amr": ["otp"], "iss": "x"}
    asked = asked_of(monkeypatch, answer, username_claim=username_claim)
    monkeypatch.setattr(oidc.Provider, "metadata", lambda self: {"userinfo_endpoint": "https://sso.example/me"})
    claims = {"sub": "s", "iss": "https://sso.example", "email_verified": True}
    more = oidc._more(asked, claims, "token")
    name = {"preferred_username": "cb.x"} if username_claim else {}
    assert more == {"email": "a@b.vn", "email_verified": None} | name
    assert not asked.has_asked_second_factor(claims | more)
    assert "email" not in oidc._more(asked, claims | {"email": "c@d.vn"}, "token")


@pytest.mark.parametrize("name", ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"])
@pytest.mark.parametrize("value", [None, 1, []])
def test_provider_that_publishes_no_addresses_is_a_problem_to_show(monkeypatch, name, value):
    good = {"issuer": "https://sso.example", "authorization_endpoint": "a", "token_endpoint": "b", "jwks_uri": "c"}
    with pytest.raises(oidc.ProviderProblem):
        asked_of(monkeypatch, good | {name: value}).metadata()


@pytest.mark.django_db(transaction=True)
def test_two_browsers_that_link_one_subject_at_once_both_come_in():
    user = UserFactory(email="dua@moj.example")
    claims = {"iss": "https://sso.example", "sub": "s-9", "email": user.email, "email_verified": True}
    barrier, found = Barrier(2), []

    def come():
        barrier.wait()
        try:
            found.append(account_for(claims=claims, username_claim="", provider_name="SSO", now=NOW).pk)
        finally:
            connection.close()

    threads = [Thread(target=come) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [user.pk, user.pk]
    assert ExternalIdentity.objects.count() == 1
