"""``ImportCommand``: one line on stdout, mistakes and questions by place on stderr with exit 1."""

import io
import sys

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from apps.core.sheets.command import ImportCommand
from apps.core.tests.sheets import Results, csv

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind(monkeypatch):
    kind = Results()
    monkeypatch.setattr(sys.modules[ImportCommand.__module__], "kind", {kind.name: kind}.get)
    with translation.override("vi"):
        yield kind


class Command(ImportCommand):
    kind_name = Results.name


def run(path, data, *options):
    path.write_bytes(data)
    out, err = io.StringIO(), io.StringIO()
    call_command(Command(stdout=out, stderr=err), str(path), *options)
    return out.getvalue(), err.getvalue()


def test_command_writes_then_says_unchanged(tmp_path, kind):
    file = tmp_path / "kq.csv"
    data = csv("Đơn vị;Tỷ lệ vượt;Ghi chú", "Huế;2,5;x")
    assert run(file, data, "--dry-run")[0] == "results-example: dry run, created 1, updated 0, unchanged 0\n"
    assert kind.stored == {}
    out, err = run(file, data)
    assert out == "results-example: created 1, updated 0, unchanged 0\n"
    assert "Lưu ý: kq.csv, dòng 1: Không dùng các cột: “Ghi chú”." in err
    assert run(file, data)[0] == "results-example: unchanged 1\n"


def test_command_with_mistakes_names_each_place_and_writes_nothing(tmp_path, kind):
    with pytest.raises(CommandError) as refusal:
        run(tmp_path / "kq.csv", csv("Đơn vị;Tỷ lệ vượt", ";x"))
    assert "kq.csv, dòng 2, cột A – Đơn vị: Chưa nhập." in str(refusal.value)
    assert "kq.csv, dòng 2, cột B – Tỷ lệ vượt: Nhập một số, ví dụ 2,5." in str(refusal.value)
    assert kind.stored == {}


def test_command_with_a_question_asks_and_takes_the_answer(tmp_path, kind):
    data = csv("Đơn vị;Tỷ lệ vượt", "Huế;2.790")
    with pytest.raises(CommandError, match=r"mark:rate:dot"):
        run(tmp_path / "kq.csv", data)
    assert kind.stored == {}
    run(tmp_path / "kq.csv", data, "--answer", "mark:rate:dot=thousands")
    assert kind.stored["Huế"]["rate"] == 2790
    with pytest.raises(CommandError, match="CÂU HỎI=TRẢ LỜI"):
        run(tmp_path / "kq.csv", data, "--answer", "nonsense")
