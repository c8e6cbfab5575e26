import pytest
from django.urls import get_resolver, reverse

from apps.dashboard.navigation import MENUS, menu

# Letter for letter from the glossary, §7.
GLOSSARY = {
    "officer": "Việc cần làm · Đăng ký, giao ước · Phong trào · Báo cáo, chỉ tiêu · Tự chấm điểm · Khen thưởng · "
    "Tài liệu, biểu mẫu",
    "leader": "Việc chờ tôi · Tình hình đơn vị · Phong trào · Chấm điểm, xếp hạng · Khen thưởng · Hội nghị",
    "cluster_head": "Theo dõi đơn vị · Kế hoạch, giao ước · Đăng ký · Phong trào, báo cáo · Chấm điểm, xếp hạng · "
    "Hội nghị · Tài liệu của Cụm",
    # Not in the glossary: a head whose successor acts.
    "former_head": "Năm đã phụ trách · Chấm điểm, xếp hạng · Thành viên, Trưởng, Phó Trưởng",
    "standing_office": "Toàn ngành · Năm thi đua · Phong trào · Chấm điểm, xếp hạng · Khen thưởng · "
    "Báo cáo, thống kê · Danh mục, quản trị",
    "council_member": "Phiên họp · Hồ sơ · Bỏ phiếu · Biên bản · Sổ khen thưởng",
    "auditor": "Nhật ký · Việc ngoài lệ · Bỏ phiếu · Dữ liệu cá nhân · Phân quyền · Tra cứu",
    # Not in the glossary: THADS of a province that runs its own year.
    "organiser_body": "Toàn đơn vị · Năm thi đua · Phong trào · Chấm điểm, xếp hạng · Khen thưởng · Báo cáo · Danh mục",
    "organiser_office": "Toàn Sở · Năm thi đua · Phong trào · Chấm điểm, xếp hạng · Khen thưởng · Báo cáo · Danh mục",
}


@pytest.mark.parametrize("kind", list(GLOSSARY))
def test_menu_is_that_of_the_glossary_with_at_most_seven_entries(kind):
    assert " · ".join(str(entry.label) for entry in MENUS[kind]) == GLOSSARY[kind]
    assert len(MENUS[kind]) <= 7


def test_every_role_has_a_menu():
    assert set(MENUS) == set(GLOSSARY)


def test_entries_without_a_page_are_absent_and_the_others_lead_somewhere():
    for kind in MENUS:
        for item in menu(kind, facts={"cluster_year": 1}, view_name=""):
            assert get_resolver().resolve(item.url)


def test_entry_about_a_cluster_is_absent_without_one():
    labels = [str(item.label) for item in menu("cluster_head", facts={"cluster_year": None}, view_name="")]
    assert "Theo dõi đơn vị" not in labels


def test_only_the_entry_around_the_page_is_marked():
    items = menu("cluster_head", facts={"cluster_year": 5}, view_name="dashboard:board-reminder")
    assert [str(item.label) for item in items if item.active] == ["Theo dõi đơn vị"]
    for page, label in (("session-detail", "Phiên họp"), ("session-list", "Biên bản"), ("session-minutes", "Biên bản")):
        items = menu("council_member", facts={}, view_name=f"awards:{page}")
        assert [str(item.label) for item in items if item.active] == [label]
    items = menu("officer", facts={}, view_name="dashboard:home")
    assert [str(item.label) for item in items if item.active] == ["Việc cần làm"]


def test_head_menu_has_the_pages_of_this_slice():
    items = menu("cluster_head", facts={"cluster_year": 5}, view_name="")
    found = {str(item.label): item.url for item in items}
    assert found["Theo dõi đơn vị"] == reverse("dashboard:board-detail", args=[5])
    assert found["Hội nghị"] == reverse("conferences:conference-list")


def test_stages_that_the_year_leaves_out_are_no_entries():
    shown = {str(item.label) for item in menu("officer", facts={}, view_name="", stages_off=["scoring", "ranking"])}
    assert "Tự chấm điểm" not in shown
    assert "Khen thưởng" in shown
    half = {str(item.label) for item in menu("officer", facts={}, view_name="", stages_off=["scoring"])}
    assert "Tự chấm điểm" in half  # results of the ranking are still to be read


def test_entry_begins_with_the_first_stage_that_is_on():
    def entry(*off):
        items = menu("officer", facts={}, view_name="", stages_off=off)
        return {str(item.label): item.url for item in items}.get("Đăng ký, giao ước")

    assert entry() == reverse("registrations:registration-list")
    assert entry("registration") == reverse("pledges:pledge-list")
    assert entry("registration", "pledge") is None
