"""What signing in takes from its surroundings: proxies, earlier keys, the database of local mode."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from axes.models import AccessAttempt

from apps.accounts.checks import check_local_database, check_proxies, is_embedded
from apps.accounts.models import SignIn
from apps.accounts.tests.steps import PASSWORD, SIGN_IN, with_password


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("count", "forwarded", "sender", "address"),
    [
        (0, "198.51.100.1", "203.0.113.9", "203.0.113.9"),
        (1, "203.0.113.9", "10.0.0.2", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "10.0.0.2", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.3", "10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.2", "10.0.0.2"),
        (1, "", "10.0.0.2", "10.0.0.2"),
        (1, "khong-phai-dia-chi", "10.0.0.2", "10.0.0.2"),
        (1, "203.0.113.9:4711", "10.0.0.2", "203.0.113.9"),
        (1, "[2001:db8::1]:4711", "10.0.0.2", "2001:db8::1"),
        (1, "2001:DB8::1", "10.0.0.2", "2001:db8::1"),
    ],
)
def test_address_is_what_our_own_proxies_saw(client, settings, count, forwarded, sender, address):
    settings.PROXY_COUNT = count
    user = with_password()
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    data = {"username": user.username, "password": "sai"}
    client.post(SIGN_IN, data, REMOTE_ADDR=sender, **headers)
    assert AccessAttempt.objects.get().ip_address == address
    client.post(SIGN_IN, data | {"password": PASSWORD}, REMOTE_ADDR=sender, **headers)
    assert SignIn.objects.get().address == address


@pytest.mark.django_db
def test_forged_addresses_do_not_walk_around_the_lock_out(client, settings):
    settings.PROXY_COUNT = 1
    user = with_password()
    for number in range(settings.AXES_FAILURE_LIMIT):
        forged = {"HTTP_X_FORWARDED_FOR": f"198.51.100.{number}, 203.0.113.9", "REMOTE_ADDR": "10.0.0.2"}
        answer = client.post(SIGN_IN, {"username": user.username, "password": "sai"}, **forged)
    assert answer.status_code == 429


@pytest.mark.parametrize(
    ("https", "count", "found"), [(True, 0, ["accounts.E004"]), (True, 1, []), (False, 0, []), (False, 1, [])]
)
def test_https_without_a_counted_proxy_is_told_before_going_live(settings, https, count, found):
    settings.SECURE_SSL_REDIRECT, settings.PROXY_COUNT = https, count
    assert [each.id for each in check_proxies(None)] == found


@pytest.mark.parametrize(
    ("host", "fine"),
    [
        ("/srv/portal/var/services/sockets", True),
        ("/var/lib/emulation-portal/ab12/sockets", True),
        (f"{tempfile.gettempdir()}/emulation-portal-26-ab12", True),
        ("", False),
        ("localhost", False),
        ("db.moj.example", False),
        ("/var/run/postgresql", False),
        ("/srv/portal/var/../../../var/run/postgresql", False),
        ("/srv/portal/various/sockets", False),
    ],
)
def test_local_mode_goes_with_the_embedded_database_only(settings, monkeypatch, host, fine):
    assert is_embedded(host, Path("/srv/portal/var")) is fine
    settings.VAR_DIR = Path("/srv/portal/var")
    monkeypatch.setitem(settings.DATABASES["default"], "HOST", host)
    for local in (True, False):
        settings.LOCAL = local
        assert [each.id for each in check_local_database(None)] == ([] if fine or not local else ["accounts.E003"])


def test_earlier_secret_keys_come_from_the_environment():
    code = "from django.conf import settings; print(settings.SECRET_KEY_FALLBACKS)"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "emulation_portal.settings", "SECRET_KEY_FALLBACKS": "a,b"}
    environment |= {"SECRET_KEY": "c", "DATABASE_URL": "postgres://x@/x", "REDIS_URL": "redis://x"}
    found = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "['a', 'b']"
