"""Processes are known by number and start time: a number that now belongs to another program is left alone."""

import os
import signal
import subprocess
import sys
import uuid

import pytest

from emulation_portal.embedded import processes
from emulation_portal.embedded.processes import Record

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
DEAF_SLEEPER = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)",
]


@pytest.fixture
def sleeper():
    child = subprocess.Popen(SLEEPER)
    yield child
    child.kill()
    child.wait()


def test_record_when_process_lives_then_is_alive(sleeper):
    assert processes.record_of(sleeper.pid).is_alive()


def test_record_when_number_belongs_to_another_process_then_is_not_alive(sleeper):
    assert not Record(pid=sleeper.pid, began="1").is_alive()


def test_record_when_exit_code_is_unread_then_is_not_alive(sleeper):
    record = processes.record_of(sleeper.pid)
    os.kill(sleeper.pid, signal.SIGKILL)
    os.waitid(os.P_PID, sleeper.pid, os.WEXITED | os.WNOWAIT)
    assert not record.is_alive()


def test_record_when_no_such_process_then_raises(sleeper):
    sleeper.kill()
    sleeper.wait()
    with pytest.raises(ProcessLookupError):
        processes.record_of(sleeper.pid)


def test_record_when_written_then_read_back(tmp_path, sleeper):
    record = processes.record_of(sleeper.pid)
    record.write(tmp_path / "sleeper.json")
    assert processes.read_record(tmp_path / "sleeper.json") == record


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}'])
def test_read_record_when_file_is_damaged_then_none(tmp_path, text):
    (tmp_path / "record.json").write_text(text)
    assert processes.read_record(tmp_path / "record.json") is None


def test_stop_when_record_is_of_an_earlier_process_then_other_lives_on(sleeper):
    processes.stop([Record(pid=sleeper.pid, began="1")])
    assert sleeper.poll() is None


def test_stop_when_process_ignores_the_signal_then_kills():
    child = subprocess.Popen(DEAF_SLEEPER, stdout=subprocess.PIPE)
    child.stdout.readline()
    processes.stop([processes.record_of(child.pid)], patience=0.1)
    assert child.wait() in {0, -signal.SIGKILL}  # 0 where the exit code was read on stopping
    child.stdout.close()


def test_with_environment_when_marked_then_finds_only_those():
    mark = uuid.uuid4().hex
    child = subprocess.Popen(SLEEPER, env={"EMULATION_TEST_MARK": mark})
    processes.wait_until(lambda: bool(processes.with_environment("EMULATION_TEST_MARK", mark)), 5)
    assert [record.pid for record in processes.with_environment("EMULATION_TEST_MARK", mark)] == [child.pid]
    assert processes.with_environment("EMULATION_TEST_MARK", mark[:-1]) == []
    child.kill()
    child.wait()
