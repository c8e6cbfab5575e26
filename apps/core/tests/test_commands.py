"""Stable commands: refusals end with 1 and a sentence, bugs stay bugs."""

from pathlib import Path

import pytest
from django.core.management.base import CommandError

from apps.core.commands import StableCommand
from apps.core.errors import DomainError


class Command(StableCommand):
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--stage", choices=["self"])

    def handle(self, *args, file, **options):
        if file.name == "refused":
            raise DomainError("Không được.")
        return file.read_text()


def run(*arguments):
    Command().run_from_argv(["manage.py", "command", *map(str, arguments)])


@pytest.mark.parametrize("arguments", [(), ("a", "b"), ("a", "--stage", "other"), ("a", "--unknown")])
def test_wrong_usage_ends_with_1(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        run(*arguments)
    assert ended.value.code == 1
    assert capsys.readouterr().out == ""


def test_help_is_no_mistake():
    with pytest.raises(SystemExit) as ended:
        run("--help")
    assert ended.value.code == 0


def test_refusals_and_unreadable_files_are_told_in_one_sentence(tmp_path, capsys):
    for path, told in [
        ("refused", "Không được."),
        (tmp_path / "none", f"Không có tệp hoặc thư mục {tmp_path / 'none'}."),
        (tmp_path, f"Không mở được tệp {tmp_path}: Is a directory."),
    ]:
        with pytest.raises(SystemExit) as ended:
            run(path)
        assert ended.value.code == 1
        assert capsys.readouterr().err == f"CommandError: {told}\n"


def test_a_file_that_nobody_named_is_a_bug(tmp_path):
    class Reading(Command):
        def handle(self, *args, **options):
            return (tmp_path / "own").read_text()

    with pytest.raises(FileNotFoundError):
        Reading().run_from_argv(["manage.py", "command", "a"])


def test_called_from_code_it_raises(tmp_path):
    with pytest.raises(CommandError, match="Không có tệp"):
        Command().execute(file=tmp_path / "none", force_color=False, no_color=False, skip_checks=True)
