"""The tables that are offered to begin from: sound, in the format of the file, each with its source and its mark."""

import pytest

from apps.scoring.domain.criteria_files import read_criteria_file, write_criteria
from apps.scoring.domain.set_files import write_criteria_workbook
from apps.scoring.domain.set_templates import FOLDER, rules_of, template, templates
from apps.scoring.domain.tree import build_tree

MAXIMA = {
    "don_vi_thuoc_bo_200": 200,
    "so_tu_phap_200": 200,
    "thads_tinh_200": 200,
    "tu_phap_cap_co_so_100": 100,
    "so_tu_phap_2022": 150,
    "so_tu_phap_2017": 155,
    "so_tu_phap_dong_thap_2022": 30,
    "phong_tu_phap_hcm_2016": 100,
    "hcm_diem_thuong": 100,
    "thads_2015": 200,
    "don_vi_thuoc_bo_2011": 200,
}


def test_every_file_is_offered_with_its_source():
    assert {each.code for each in templates()} == {path.stem for path in FOLDER.glob("*.csv")} == set(MAXIMA)
    assert all(each.source and each.kinds for each in templates())


@pytest.mark.parametrize("code", MAXIMA)
def test_a_template_is_sound_and_goes_through_both_kinds_of_file(code):
    data = (FOLDER / f"{code}.csv").read_bytes()
    file = read_criteria_file(data, name=f"{code}.csv")
    assert (file.problems, write_criteria(file.in_reading_order)) == ((), data)
    workbook = write_criteria_workbook(file.in_reading_order)
    again = read_criteria_file(workbook, name=f"{code}.xlsx")
    assert (again.problems, write_criteria(again.in_reading_order)) == ((), data)
    assert build_tree(file.rules).maximum == MAXIMA[code]


@pytest.mark.parametrize("code", MAXIMA)
def test_what_no_source_names_is_marked(code):
    rules = rules_of(template(code))
    assert all(rule.provision for rule in rules)
    if not template(code).partial:
        assert all("minh họa" in rule.note for rule in rules)
    filled_up = [rule for rule in rules if "không có trong bản lưu" in rule.label]
    assert all("minh họa" in rule.note for rule in filled_up)


def test_tables_of_the_present_speak_of_no_body_and_no_work_that_ended():
    texts = " ".join(rule.label.lower() for each in templates() if not each.partial for rule in rules_of(each))
    assert "thanh tra" not in texts
    assert "lý lịch tư pháp" not in texts
