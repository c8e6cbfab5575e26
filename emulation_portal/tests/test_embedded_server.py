"""What script/server says and does around the processes it runs."""

import json
import os
import socket
import subprocess
import sys
import uuid

import pytest

from emulation_portal.embedded import ports, processes, runs
from emulation_portal.embedded.instance import Instance
from emulation_portal.embedded.readiness import account_rows, as_table
from emulation_portal.embedded.translations import compile_changed
from script.bootstrap.console import Failure
from script.bootstrap.frontend import without_source_map
from script.bootstrap.keep import Keeper


@pytest.fixture
def instance(tmp_path):
    found = Instance(root=tmp_path, var=tmp_path / "var")
    found.make_folders()
    return found


@pytest.fixture
def taken_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_port_when_taken_then_message_names_port_and_variable(taken_port):
    with pytest.raises(Failure, match=rf"(?s){taken_port}.*PORT="):
        ports.require_free(taken_port)


def test_port_when_free_then_no_complaint(taken_port):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    assert not ports.is_taken(free)


@pytest.mark.parametrize("text", ["", "http", "0", "65536", "-1", "８０００"])
def test_port_when_not_a_number_of_a_port_then_refused(text):
    with pytest.raises(Failure, match="PORT="):
        ports.chosen(text)


def test_run_when_an_earlier_one_lives_then_refused_with_its_address(instance, monkeypatch):
    monkeypatch.setenv(runs.MARK, uuid.uuid4().hex)
    runs.begin(instance, 8123)
    with pytest.raises(Failure, match="http://localhost:8123"):
        runs.begin(instance, 8124)


def test_run_when_an_earlier_one_was_killed_then_its_orphans_are_stopped(instance, monkeypatch):
    number = uuid.uuid4().hex
    orphan = subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(60)"], env={**os.environ, runs.MARK: number}
    )
    processes.wait_until(lambda: bool(processes.with_environment(runs.MARK, number)), 5)
    killed = {"number": number, "parent": {"pid": os.getpid(), "began": "1"}, "port": 8123}
    (instance.run / "run.json").write_text(json.dumps(killed))
    monkeypatch.setenv(runs.MARK, uuid.uuid4().hex)
    run = runs.begin(instance, 8124)
    assert processes.with_environment(runs.MARK, number) == []
    assert (run.port, run.parent.pid) == (8124, os.getpid())
    orphan.wait()


def test_keeper_when_command_dies_at_once_then_gives_up_with_its_code(capfd):
    child = [sys.executable, "-m", "script.bootstrap.keep", "sample", "echo tried; exit 7"]
    assert subprocess.run(child, check=False, start_new_session=True).returncode == 7
    assert capfd.readouterr().out.count("tried") == 3
    assert Keeper("sample", "true").asked_to_stop is False


def test_source_map_lines_are_stripped_and_nothing_else():
    script = b"let a = 1;\n//# sourceMappingURL=a.min.js.map\n"
    sheet = b"a{b:c}\n/*# sourceMappingURL=a.min.css.map */"
    assert (without_source_map(script), without_source_map(sheet)) == (b"let a = 1;\n", b"a{b:c}\n")


def test_translations_when_changed_then_compiled_once(tmp_path):
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Gửi"\nmsgstr "Send"\n',
        encoding="utf-8",
    )
    assert (compile_changed(tmp_path), compile_changed(tmp_path)) == (1, 0)
    assert (folder / "django.mo").stat().st_size > 0


def test_accounts_of_one_person_are_one_row_with_the_years_of_each_role():
    person = {"username": "cb.vpb", "password": "p", "unit": "VPB"}
    accounts = [{**person, "role": role, "year": year} for role, year in [("head", 2020), ("officer", 2026)]]
    assert account_rows([*accounts, {**person, "role": "officer", "year": None}]) == [
        ["cb.vpb", "p", "VPB", "head 2020, officer 2026"]
    ]


def test_table_of_accounts_has_aligned_columns():
    assert as_table([["a", "bb"], ["ccc", "d"]]) == ["a    bb", "ccc  d"]
