"""The last user of the embedded services stops them, also when the others were killed."""

import shutil
import signal
import subprocess
import sys

import psycopg
import pytest
import redis
from environ import Env

from emulation_portal.embedded import services as embedded
from emulation_portal.embedded.instance import Instance
from script.bootstrap.console import Failure

ANOTHER_USER = """
import sys
from pathlib import Path
from emulation_portal.embedded.instance import Instance
from emulation_portal.embedded.services import Services
Services(Instance(root=Path(sys.argv[1]), var=Path(sys.argv[1]) / "var", disposable=True)).acquire()
print(flush=True)
sys.stdin.read()
"""


@pytest.fixture
def instance(tmp_path):
    found = Instance(root=tmp_path, var=tmp_path / "var", disposable=True)
    yield found
    remaining = embedded.Services(found)
    remaining.acquire()
    remaining.release()
    shutil.rmtree(found.described()["data"])  # apart from tmp_path where that is closed to the servers' account


def database_answers(environment):
    database = Env.db_url_config(environment["DATABASE_URL"])
    try:
        with psycopg.connect(
            host=database["HOST"], user=database["USER"], password=database["PASSWORD"], dbname=database["NAME"]
        ) as connection:
            return connection.execute("SELECT lower('ĐẮK ẤP')").fetchone() == ("đắk ấp",)
    except psycopg.OperationalError:
        return False


def redis_answers(environment):
    try:
        return redis.Redis.from_url(environment["REDIS_URL"]).ping()
    except redis.ConnectionError:
        return False


def start_another_user(instance):
    child = subprocess.Popen(
        [sys.executable, "-c", ANOTHER_USER, str(instance.root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    child.stdout.readline()
    return child


def end(child):
    child.send_signal(signal.SIGKILL)
    child.communicate()


def test_services_when_first_user_comes_and_last_goes_then_start_and_stop(instance):
    first, second = embedded.Services(instance), embedded.Services(instance)
    environment = first.acquire()
    assert second.acquire() == environment
    assert (database_answers(environment), redis_answers(environment)) == (True, True)
    first.release()
    assert (database_answers(environment), redis_answers(environment)) == (True, True)
    second.release()
    assert (database_answers(environment), redis_answers(environment)) == (False, False)


def test_services_when_wrong_password_then_refused(instance):
    services = embedded.Services(instance)
    environment = services.acquire()
    host = Env.db_url_config(environment["DATABASE_URL"])["HOST"]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(host=host, user="emulation", password="wrong", dbname="emulation")
    services.release()


def test_services_when_another_user_was_killed_then_last_one_stops_them(instance):
    other = start_another_user(instance)
    services = embedded.Services(instance)
    environment = services.acquire()
    end(other)
    assert database_answers(environment)
    services.release()
    assert (database_answers(environment), redis_answers(environment)) == (False, False)


def test_services_when_only_user_was_killed_then_next_start_is_clean(instance):
    end(start_another_user(instance))
    services = embedded.Services(instance)
    environment = services.acquire()
    assert (database_answers(environment), redis_answers(environment)) == (True, True)
    services.release()
    assert (database_answers(environment), redis_answers(environment)) == (False, False)


@pytest.mark.parametrize("only", ["DATABASE_URL", "REDIS_URL"])
def test_named_by_environment_when_only_one_is_set_then_says_which(monkeypatch, only):
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    assert embedded.named_by_environment() is False
    monkeypatch.setenv(only, "somewhere")
    with pytest.raises(Failure, match=only):
        embedded.named_by_environment()


def test_environment_when_services_are_embedded_then_names_no_network_address(instance):
    services = embedded.Services(instance)
    environment = services.acquire()
    services.release()
    assert environment["DATABASE_URL"].startswith("postgres://emulation:")
    assert "@//" in environment["DATABASE_URL"]
    assert environment["REDIS_URL"].startswith("unix:///")
    assert environment["EMULATION_VAR"] == str(instance.var)
    assert (instance.secrets / "database-password").stat().st_mode & 0o077 == 0
