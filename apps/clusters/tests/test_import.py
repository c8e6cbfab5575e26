"""``import_clusters`` on good and bad files."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from apps.clusters.import_checking import kind_of_name
from apps.clusters.models import ClusterYear, HeadTerm, Member
from apps.periods.models import EmulationYear
from apps.units.models import Unit
from apps.units.tests.factories import UnitFactory

HEAD = "code,name,year,organiser,unit,order,line,role,kind\n"
GOOD = (
    HEAD
    + "KV-THU,Khu vực thử,2023,BTP,STP-1,1,justice,head,\n"
    + "KV-THU,Khu vực thử,2023,BTP,STP-2,2,justice,deputy,\n"
    + "KV-THU,Khu vực thử,2023,BTP,STP-3,,justice,,\n"
    + "CUM-THU,Cụm thử,2023,BTP,VU-1,1,,,\n"
)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def units():
    for code in ("BTP", "STP-1", "STP-2", "STP-3", "VU-1"):
        UnitFactory(code=code, name=f"Đơn vị {code}")


def run(tmp_path, text: str, *options) -> tuple[str, str]:
    path = tmp_path / "cum.csv"
    path.write_text(text, encoding="utf-8")
    out, err = io.StringIO(), io.StringIO()
    call_command("import_clusters", str(path), *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Khu vực thi đua số 1", "region"), ("Cụm 1", "cluster"), ("KHỐI THADS", "bloc"), ("Số 1", "cluster")],
)
def test_kind_comes_from_the_first_word(name, kind):
    assert kind_of_name(name) == kind


def test_good_file_makes_clusters_year_and_heads_and_again_changes_nothing(tmp_path):
    run(tmp_path, GOOD, "--dry-run")
    assert not ClusterYear.objects.exists()
    run(tmp_path, GOOD)
    region = ClusterYear.objects.get(cluster__code="KV-THU")
    assert (region.cluster.kind, region.year.state) == ("region", "open")
    assert list(region.members.order_by("order").values_list("unit__code", "order", "line")) == [
        ("STP-1", 1, "justice"),
        ("STP-2", 2, "justice"),
        ("STP-3", 3, "justice"),
    ]
    assert list(HeadTerm.objects.order_by("pk").values_list("unit__code", "role", "starts_on")) == [
        ("STP-1", "cluster_head", date(2023, 1, 1)),
        ("STP-2", "cluster_deputy", date(2023, 1, 1)),
    ]
    before = Member.objects.count()
    out, _err = run(tmp_path, GOOD)
    assert "4" in out
    assert (Member.objects.count(), EmulationYear.objects.count()) == (before, 1)


def test_next_year_in_another_cluster_leaves_this_year_untouched(tmp_path):
    run(tmp_path, GOOD)
    run(tmp_path, HEAD + "CUM-THU,Cụm thử,2024,BTP,STP-3,1,,,\n")
    unit = Unit.objects.get(code="STP-3")
    found = (
        Member.objects.filter(unit=unit).order_by("year__year").values_list("cluster_year__cluster__code", flat=True)
    )
    assert list(found) == ["KV-THU", "CUM-THU"]


@pytest.mark.parametrize(
    ("line", "row", "text"),
    [
        ("KV-THU,Khu vực thử,2023,BTP,KHONG-CO,4,,,", 6, "Không có đơn vị"),
        ("KV-THU,Khu vực thử,2023,KHONG-CO,VU-1,4,,,", 6, "Không có đơn vị"),
        ("CUM-THU,Cụm thử,2023,BTP,STP-1,2,,,", 6, "đã ở dòng 2"),
        ("KV-KHAC,Khu vực khác,2023,BTP,STP-1,1,,,", 6, "đã ở dòng 2"),
        ("CUM-THU,Tên khác,2023,BTP,STP-1,2,,,", 6, "Khác với dòng trước"),
        ("KV-MOI,Khu vực mới,1023,BTP,STP-1,1,,,", 6, "không hợp lệ"),
        ("KV-MOI,Khu vực mới,hai ba,BTP,STP-1,1,,,", 6, ""),
        ("KV-MOI,Khu vực mới,2025,BTP,STP-1,0,,,", 6, "từ 1 đến 9999"),
        ("KV-MOI,Khu vực mới,2025,BTP,STP-1,1,,vua,", 6, ""),
    ],
)
def test_bad_line_is_named_with_its_place_and_nothing_is_written(tmp_path, line, row, text):
    path = tmp_path / "cum.csv"
    path.write_text(GOOD + line + "\n", encoding="utf-8")
    err = io.StringIO()
    with pytest.raises((CommandError, SystemExit)) as error:
        call_command("import_clusters", str(path), stdout=io.StringIO(), stderr=err)
    said = err.getvalue() + str(error.value)
    assert f"dòng {row}" in said
    assert text in said
    assert not ClusterYear.objects.exists()
    assert not EmulationYear.objects.exists()


def test_overlapping_heads_are_refused_in_the_file_and_against_what_is_stored(tmp_path):
    two = GOOD.replace("STP-2,2,justice,deputy", "STP-2,2,justice,head")
    with pytest.raises((CommandError, SystemExit)):
        run(tmp_path, two)
    run(tmp_path, GOOD)
    with pytest.raises((CommandError, SystemExit)):
        run(tmp_path, GOOD.replace("STP-3,,justice,", "STP-3,,justice,head"))
    assert HeadTerm.objects.filter(role="cluster_head").count() == 1


@pytest.mark.parametrize("content", [b"", b"\x00\xff\xfe\x01\x02random", b"PK\x03\x04broken"])
def test_rubbish_is_refused(tmp_path, content):
    path = tmp_path / "cum.xlsx"
    path.write_bytes(content)
    with pytest.raises((CommandError, SystemExit)):
        call_command("import_clusters", str(path), stdout=io.StringIO(), stderr=io.StringIO())
    assert not ClusterYear.objects.exists()


def test_capitals_of_a_code_do_not_count(tmp_path):
    run(tmp_path, GOOD)
    again, _err = run(tmp_path, GOOD.replace("KV-THU", "kv-thu"))
    assert "unchanged 4" in again
    assert ClusterYear.objects.count() == 2
