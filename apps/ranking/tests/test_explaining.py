import pytest

from apps.ranking.domain.explaining import explain
from apps.ranking.tests.factories import crooked_set, final_cluster, points
from apps.ranking.tests.test_computing import ranked, simple
from apps.scoring.criteria_words import arrangement_facts
from apps.scoring.models import ClassRule, ScoreLine

pytestmark = pytest.mark.django_db


def explained(cluster_year) -> list:
    """Explanations in order of rank."""
    return [explain(entry) for entry in ranked(cluster_year).entries.order_by("rank", "order")]


def test_neighbours_are_compared_by_points_then_by_the_tie_break():
    cluster_year = simple([(8, 0, 0), (7, 2, 1), (5, 0, 0), (8, 0, 0)], tie_break=["bonus"])
    names = [member.unit_name for member in cluster_year.members.order_by("order")]
    first, second, third, last = explained(cluster_year)
    assert first.neighbours == (
        "Hạng 1 trong 4 đơn vị được xếp hạng; 0 đơn vị đứng trên.",
        f"Trước {names[0]} (hạng 2): bằng tổng điểm, xét điểm thưởng: 2 so với 0.",
    )
    assert second.neighbours[1:] == (
        f"Cùng hạng với {names[3]}: bằng tổng điểm và mọi tiêu chí phụ.",
        f"Sau {names[1]} (hạng 1): bằng tổng điểm, xét điểm thưởng: 0 so với 2.",
        f"Trước {names[2]} (hạng 4): hơn 3 điểm.",
    )
    assert third.neighbours[0] == "Hạng 2 trong 4 đơn vị được xếp hạng; 1 đơn vị đứng trên."
    assert last.neighbours[1] == f"Sau {names[3]} (hạng 2): kém 3 điểm."


def test_steps_name_the_caps_that_cut():
    found = crooked_set()
    cluster_year = final_cluster(found, [{"A.1.1": points(3), "A.1.2": points(3), "D.1": points(0, 0, 3)}])
    (only,) = explained(cluster_year)
    assert only.steps == (
        "Điểm chuẩn đạt của các phần: 4 + 0 + 0 = 4.",
        "Nhóm A.1 vượt giới hạn: bớt 2 điểm.",
        "Nhóm D có giới hạn trừ: bớt trừ 1 điểm.",
        "Tổng điểm: 4 + 0 (thưởng) − 2 (trừ) = 2.",
    )
    assert only.differences == ()


def test_lines_left_out_are_explained_by_percent():
    found = crooked_set()
    cluster_year = final_cluster(found, [{"A.1.1": points(3), "B.2": points(not_applicable="not_arising")}])
    (only,) = explained(cluster_year)
    assert only.steps[-1] == ("Có tiêu chí không phát sinh, nên so theo tỷ lệ: 3 trên 14 = 21,429%.")


def test_difference_is_in_percent_where_percents_rank():
    cluster_year = final_cluster(
        crooked_set(), [{"A.1.1": points(3), "B.2": points(not_applicable="not_arising")}, {"A.1.1": points(2)}]
    )
    names = [member.unit_name for member in cluster_year.members.order_by("order")]
    first, second = explained(cluster_year)
    assert first.neighbours[1] == f"Trước {names[1]} (hạng 2): hơn 10,318%."
    assert second.neighbours[1] == f"Sau {names[0]} (hạng 1): kém 10,318%."


def test_tie_break_names_its_criterion():
    cluster_year = simple([(8, 0, 0), (7, 1, 0)], tie_break=["A.1"])
    found = cluster_year.score_sheets.first().criteria_set
    found.criteria.filter(code="A.1").update(label="Thi hành án")
    assert arrangement_facts(found).ties == ["Điểm tiêu chí 1 “Thi hành án” cao hơn"]


def test_classes_say_what_was_missing():
    cluster_year = simple([10, 9, 9, 1])
    found = cluster_year.score_sheets.first().criteria_set
    rows = [("Xuất sắc", 9, 25, []), ("Tốt", 8, None, ["A.2"]), ("Khá", 5, None, [])]
    for order, (label, least, quota, conditions) in enumerate(rows):
        ClassRule.objects.create(
            criteria_set=found, order=order, label=label, min_points=least, quota_percent=quota, conditions=conditions
        )
    best, second, _third, last = explained(cluster_year)
    assert best.classes == (
        "Xuất sắc: đạt, từ 9 điểm và đủ điều kiện.",
        "Tốt: đã xếp loại cao hơn.",
        "Khá: đã xếp loại cao hơn.",
    )
    assert second.classes == (
        "Xuất sắc: đủ điểm và điều kiện, nhưng chỉ tiêu tối đa là 1 đơn vị.",
        "Tốt: đủ 8 điểm nhưng chưa đạt đủ điểm chuẩn của tiêu chí 2.",
        "Khá: đạt, từ 5 điểm và đủ điều kiện.",
    )
    assert last.classes[2] == "Khá: chưa đạt 5 điểm."


def test_difference_to_the_stored_run_is_said():
    cluster_year = simple([3])
    run = ranked(cluster_year)
    entry = run.entries.get()
    ScoreLine.objects.filter(sheet_version=entry.sheet_version, criterion__code="A.1").update(base=2, points=2)
    assert explain(entry).differences[0] == "Điểm chuẩn đạt: tính lại được 2, kết quả đã lưu 3."
