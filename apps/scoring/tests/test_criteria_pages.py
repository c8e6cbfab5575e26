"""Pages of criteria sets: making, editing, files, issue, correction, comparison; who sees what."""

import io
from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from apps.accounts.tests.factories import UserFactory
from apps.clusters.tests.factories import ClusterYearFactory, MemberFactory
from apps.core.actor import system_actor
from apps.documents.models import Document, Use
from apps.periods.tests.factories import EmulationYearFactory
from apps.scoring.domain.arranged import seen_hash
from apps.scoring.domain.criteria_files import write_criteria
from apps.scoring.domain.criteria_sets import Class, Step, arrange_set, import_criteria, issue_set
from apps.scoring.domain.drafting import change_criterion
from apps.scoring.domain.set_making import change_particulars, particulars_of
from apps.scoring.domain.set_rows import stored_rules
from apps.scoring.domain.set_sheets import open_for_units
from apps.scoring.models import CriteriaSet, Criterion, ScoreSheet
from apps.scoring.tests.factories import NOW
from apps.scoring.tests.rules_for_tests import group, leaf
from apps.units.enums import Role, UnitKind
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db

SYSTEM = system_actor()
RULES = [
    group("A", 3),
    leaf("manual", 2, code="A.1", parent_code="A", label="Kế hoạch"),
    leaf("manual", 1, code="A.2", parent_code="A", label="Báo cáo"),
]
BEGIN = {"bands-TOTAL_FORMS": 0, "bands-INITIAL_FORMS": 0, "adjustments-TOTAL_FORMS": 0, "adjustments-INITIAL_FORMS": 0}


def office_of(unit, **options):
    return RoleAssignmentFactory(unit=unit, role=Role.STANDING_OFFICE, user=UserFactory(**options)).user


@pytest.fixture
def draft():
    year = EmulationYearFactory()
    made = import_criteria(rules=RULES, code="BTC", year_id=year.pk, kinds=["ministry_unit"], actor=SYSTEM, now=NOW)
    return made.criteria_set


@pytest.fixture
def office(client, draft):
    client.force_login(office_of(draft.year.organiser))
    return client


def url(name, *arguments):
    return reverse(f"criteria:{name}", args=arguments)


def row(draft, code):
    return draft.criteria.get(code=code)


def test_a_set_is_made_empty_from_a_template_and_from_last_year(office, draft):
    next_year = EmulationYearFactory(organiser=draft.year.organiser, year=draft.year.year + 1)
    made = {"year": next_year.pk, "title": "Bảng mới", "kinds": ["division"]}
    assert office.post(url("set-create"), made | {"code": "MOI", "start": "empty"}).status_code == 302
    template = {"code": "MAU", "start": "template", "template": "so_tu_phap_2022", "year": next_year.pk}
    office.post(url("set-create"), template)
    office.post(url("set-create"), {"code": "CHEP", "start": "copy", "source": draft.pk, "year": next_year.pk})
    sets = {each.code: each for each in CriteriaSet.objects.filter(year=next_year)}
    assert [sets[code].criteria.count() for code in ("MOI", "MAU", "CHEP")] == [0, 8, 3]
    assert (sets["MAU"].illustrative, sets["CHEP"].kinds) == (True, ["ministry_unit"])
    assert stored_rules(sets["CHEP"].pk) == stored_rules(draft.pk)
    again = office.post(url("set-create"), made | {"code": "MOI", "start": "empty"})
    assert again.status_code == 422
    assert "Mã này đã dùng" in again.content.decode()


def test_a_criterion_is_added_with_the_fields_of_its_method(office, draft):
    page = office.get(url("criterion-create", draft.pk) + "?parent=A&method=ratio_band").content.decode()
    assert 'name="bands-0-lo"' in page
    assert 'name="step"' not in page
    assert 'name="bands-0-date_to"' not in page
    bands = {"bands-TOTAL_FORMS": 2, "bands-0-points": "1,5", "bands-0-lo": "95%", "bands-1-points": "0"}
    bands |= {"bands-1-hi": "95", "bands-1-hi_open": "on"}
    typed = {"code": "A.3", "label": "Tỷ lệ", "method": "ratio_band", "max_points": "1,5", **BEGIN, **bands}
    answer = office.post(url("criterion-create", draft.pk) + "?parent=A&method=ratio_band", typed)
    made = row(draft, "A.3")
    assert answer.headers["Location"] == f"{url('set-editor', draft.pk)}#c{made.pk}"
    assert [(band.points, band.lo, band.hi, band.hi_open) for band in made.bands.all()] == [
        (1.5, 95, None, False),
        (0, None, 95, True),
    ]


def test_another_method_shows_its_fields_and_keeps_what_was_typed(office, draft):
    typed = {"code": "A.9", "label": "Đang gõ dở", "method": "count", "max_points": "một", **BEGIN, "refresh": "1"}
    page = office.post(url("criterion-create", draft.pk) + "?parent=A", typed).content.decode()
    assert 'name="per_item"' in page
    assert "Đang gõ dở" in page
    assert 'value="một"' in page
    assert not draft.criteria.filter(code="A.9").exists()


def edit(office, criterion, **typed):
    known = {"code": criterion.code, "label": criterion.label, "method": "manual", "max_points": "2"}
    return office.post(url("criterion-edit", criterion.pk), {**known, "version": criterion.version, **BEGIN, **typed})


def test_the_second_writer_sees_both_texts_and_may_decide(office, draft):
    first = row(draft, "A.1")
    edit(office, first, label="Người thứ nhất")
    answer = edit(office, first, label="Người thứ hai")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Người thứ nhất" in page
    assert "Người thứ hai" in page
    assert row(draft, "A.1").label == "Người thứ nhất"
    edit(office, row(draft, "A.1"), label="Người thứ hai")
    assert row(draft, "A.1").label == "Người thứ hai"


def test_faults_stand_beside_their_line_and_stop_the_issue(office, draft):
    edit(office, row(draft, "A.1"), max_points="5")
    page = office.get(url("set-editor", draft.pk)).content.decode()
    assert "Tổng điểm tối đa của các tiêu chí con là 6, khác 3 của nhóm." in page
    draft.refresh_from_db()
    decision = {"symbol": "12/QĐ-STP", "issued_on": "01/02/2026", "issuer_name": "Sở", "seen_hash": seen_hash(draft)}
    answer = office.post(url("set-issue", draft.pk), decision)
    draft.refresh_from_db()
    assert (answer.status_code, draft.state) == (422, "draft")


def test_rows_are_shifted_placed_and_removed(office, draft):
    office.post(url("criterion-shift", row(draft, "A.2").pk, "up"))
    office.post(url("criterion-place", row(draft, "A.1").pk), {"parent": ""})
    assert [each.code for each in stored_rules(draft.pk)] == ["A", "A.2", "A.1"]
    office.post(url("criterion-remove", row(draft, "A").pk), {"version": 1})
    assert [each.code for each in stored_rules(draft.pk)] == ["A.1"]


def test_steps_and_classes_are_kept_and_a_second_writer_is_told(office, draft):
    draft.refresh_from_db()
    steps = {"version": draft.version, "rows-TOTAL_FORMS": 2, "rows-INITIAL_FORMS": 0}
    steps |= {"rows-0-name": "Kiểm tra điểm", "rows-0-role": "cluster_head"}
    steps |= {"rows-1-name": "Thẩm định", "rows-1-role": "standing_office", "rows-1-due_on": "20/12/2026"}
    office.post(url("set-steps", draft.pk), steps)
    assert [(step.order, step.role) for step in draft.steps.all()] == [(1, "cluster_head"), (2, "standing_office")]
    stale = office.post(url("set-steps", draft.pk), steps | {"rows-0-name": "Tên khác"})
    assert stale.status_code == 422
    assert "Kiểm tra điểm" in stale.content.decode()
    draft.refresh_from_db()
    classes = {"version": draft.version, "rows-TOTAL_FORMS": 1, "rows-INITIAL_FORMS": 0, "tie_1": "A.1"}
    classes |= {"rows-0-label": "Xuất sắc", "rows-0-min_points": "2,5", "rows-0-quota_percent": "20%"}
    office.post(url("set-classes", draft.pk), classes | {"rows-0-conditions": "A.1, A.2"})
    draft.refresh_from_db()
    made = draft.class_rules.get()
    assert (made.min_points, made.quota_percent, made.conditions, draft.tie_break) == (2.5, 20, ["A.1", "A.2"], ["A.1"])


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_that_was_taken_is_put_in_again_and_changes_nothing(office, draft, kind):
    data = office.get(url("set-file", draft.pk, kind)).content
    file = SimpleUploadedFile(f"bang.{kind}", data)
    office.post(url("set-import", draft.pk), {"file": file, "seen_hash": ""})
    assert write_criteria(stored_rules(draft.pk)) == write_criteria(RULES)


def test_a_wrong_file_is_refused_whole_with_sheet_row_and_column(office, draft):
    bad = "code,parent_code,label_vi,max_points,method\n1,,a,3,additive\n1.1,1,b,2,manual\n1.1,1,c,1,magic\n"
    answer = office.post(
        url("set-import", draft.pk), {"file": SimpleUploadedFile("sai.csv", bad.encode()), "seen_hash": ""}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "sai.csv, dòng 4, cột A – code" in page
    assert "sai.csv, dòng 4, cột E – method" in page
    assert [each.code for each in stored_rules(draft.pk)] == ["A", "A.1", "A.2"]


def issue(office, draft, symbol="12/QĐ-STP"):
    draft.refresh_from_db()
    decision = {"symbol": symbol, "issued_on": "01/02/2026", "issuer_name": "Sở", "seen_hash": seen_hash(draft)}
    return office.post(url("set-issue", draft.pk), decision)


def test_issue_freezes_by_the_decision_and_what_was_not_seen_is_not_issued(office, draft):
    seen = seen_hash(draft)
    edit(office, row(draft, "A.1"), label="Sửa sau khi mở trang")
    decision = {"symbol": "12/QĐ-STP", "issued_on": "01/02/2026", "issuer_name": "Sở", "seen_hash": seen}
    assert office.post(url("set-issue", draft.pk), decision).status_code == 422
    assert issue(office, draft).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.decision.symbol, draft.decision.issued_on) == ("issued", "12/QĐ-STP", date(2026, 2, 1))
    assert Use.objects.get(document=draft.decision).path == draft.get_absolute_url()
    assert edit(office, row(draft, "A.1"), label="x").status_code == 422


def test_a_correction_replaces_the_set_and_sheets_stay_with_the_old_version(office, draft):
    issue(office, draft)
    cluster_year = ClusterYearFactory(year=draft.year, cluster__organiser=draft.year.organiser)
    MemberFactory(cluster_year=cluster_year, unit__kind=UnitKind.MINISTRY_UNIT)
    MemberFactory(cluster_year=cluster_year, unit__kind=UnitKind.DIVISION)
    assert "1 đơn vị" in office.get(url("set-open-sheets", draft.pk)).content.decode()
    office.post(url("set-open-sheets", draft.pk))
    sheet = ScoreSheet.objects.get()
    office.post(url("set-correct", draft.pk), {"reason": "Sai điểm dòng A.1"})
    new = CriteriaSet.objects.get(revision=2)
    assert (new.state, new.supersedes, stored_rules(new.pk)) == ("draft", draft, stored_rules(draft.pk))
    draft.refresh_from_db()
    assert draft.state == "issued"
    edit(office, row(new, "A.1"), label="Kế hoạch năm")
    issue(office, new, "13/QĐ-STP")
    draft.refresh_from_db()
    sheet.refresh_from_db()
    assert (draft.state, sheet.criteria_set) == ("superseded", draft)
    page = office.get(draft.get_absolute_url()).content.decode()
    assert "Đã cũ: bảng tiêu chí đã sửa" in page


def test_two_versions_are_compared_on_the_page_and_as_a_sheet(office, draft):
    issue(office, draft)
    office.post(url("set-correct", draft.pk), {"reason": "Sai nội dung"})
    new = CriteriaSet.objects.get(revision=2)
    edit(office, row(new, "A.1"), label="Kế hoạch năm")
    page = office.get(url("set-compare", new.pk)).content.decode()
    assert "<del>Kế hoạch</del>" in page
    assert "<ins>Kế hoạch năm</ins>" in page
    book = load_workbook(io.BytesIO(office.get(url("set-compare", new.pk) + f"?with={draft.pk}&format=xlsx").content))
    rows = [[cell.value for cell in line] for line in book.active.iter_rows()]
    assert ["A.1", "Kế hoạch năm", "Sửa", "Nội dung", "Kế hoạch", "Kế hoạch năm"] in rows


MISSED = {"fact": "targets", "effect": "class", "above": "A", "label": "Hụt chỉ tiêu", "missed": 2, "missed_from": "5"}
TERMS = {"of": ["indicator:THADS-VIEC"], "any": [{"met": 1, "missed_under": None}]}


def classes_of(**changes):
    return {"classes": [replace(Class("A", 2, quota_percent=20), **changes)]}


@pytest.mark.parametrize(
    ("topic", "change", "said"),
    [
        ("Thời gian tính", {"counted": (date(2025, 11, 1), date(2026, 10, 31))}, "Từ ngày 01/11/2025"),
        ("Không xếp hạng, hạn chế xếp loại", {"disqualifiers": [MISSED]}, "Không xếp loại trên A: Hụt chỉ tiêu, từ 2"),
        ("Xếp loại", classes_of(targets=(TERMS,)), "đạt mọi chỉ tiêu (THADS-VIEC)"),
        ("Xếp loại", classes_of(quota_rounding="up"), "làm tròn lên"),
        ("Xếp loại", classes_of(in_percent=True), "từ 2% tổng điểm"),
        ("Áp dụng cho", {"kinds": ["division"]}, "Phòng"),
        ("Tài liệu minh chứng", {"evidence": "file"}, "Đính kèm tệp"),
        ("Tài liệu minh chứng của từng tiêu chí", {"A.1": "none"}, "A.1: Không yêu cầu"),
        ("Các bước", {"steps": [Step("Thẩm định", "standing_office", date(2026, 12, 20))]}, "hạn 20/12/2026"),
    ],
)
def test_what_changed_beside_the_tree_is_compared_and_not_issued_unseen(office, draft, topic, change, said):
    arrange_set(criteria_set_id=draft.pk, **classes_of(), actor=SYSTEM, now=NOW)
    issue(office, draft)
    office.post(url("set-correct", draft.pk), {"reason": "Sửa quy tắc"})
    new = CriteriaSet.objects.get(revision=2)
    seen = seen_hash(new)
    if "A.1" in change:
        known = row(new, "A.1")
        change_criterion(
            criterion_id=known.pk, version=1, rule=stored_rules(new.pk)[1], evidence="none", actor=SYSTEM, now=NOW
        )
    elif change.keys() & {"kinds", "evidence"}:
        asked = replace(particulars_of(new, new.year), **change)
        change_particulars(criteria_set_id=new.pk, version=new.version, particulars=asked, actor=SYSTEM, now=NOW)
    else:
        arrange_set(criteria_set_id=new.pk, **change, actor=SYSTEM, now=NOW)
    facts = {each.label: each for each in office.get(url("set-compare", new.pk)).context["facts"]}
    assert [label for label, each in facts.items() if each.note != "không đổi"] == [topic]
    assert said in str(facts[topic].value)
    typed = {"symbol": "13/QĐ-STP", "issued_on": "01/02/2026", "issuer_name": "Sở", "seen_hash": seen}
    assert office.post(url("set-issue", new.pk), typed).status_code == 422
    new.refresh_from_db()
    assert new.state == "draft"
    assert not Document.objects.filter(symbol="13/QĐ-STP").exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_queries(office, draft, count, django_assert_num_queries):
    for number in range(count):
        import_criteria(
            rules=RULES, code=f"K{number}", year_id=draft.year_id, kinds=["division"], actor=SYSTEM, now=NOW
        )
    office.get(url("set-list"))
    with django_assert_num_queries(10):
        assert len(office.get(url("set-list")).context["object_list"]) == count + 1


def test_s000_4_a_set_of_a_department_is_seen_by_its_sub_units_and_read_by_the_ministry(client):
    ministry = UnitFactory(kind=UnitKind.MINISTRY, code="BTP")
    department = UnitFactory(parent=ministry, kind=UnitKind.JUSTICE_DEPARTMENT, code="STP-HN", name="Sở Tư pháp Hà Nội")
    other = UnitFactory(parent=ministry, kind=UnitKind.JUSTICE_DEPARTMENT, code="STP-HP")
    rooms = [UnitFactory(parent=department, kind=UnitKind.DISTRICT_JUSTICE) for _number in range(2)]
    foreign = UnitFactory(parent=other, kind=UnitKind.DISTRICT_JUSTICE)
    national = EmulationYearFactory(organiser=ministry, year=2022)
    own = EmulationYearFactory(organiser=department, year=2022)
    kept = import_criteria(
        rules=RULES, code="BO-2022", year_id=national.pk, kinds=["justice_department"], actor=SYSTEM, now=NOW
    ).criteria_set
    issue_set(criteria_set_id=kept.pk, actor=SYSTEM, now=NOW)
    before = (kept.content_hash, Criterion.objects.filter(criteria_set=kept).count())

    client.force_login(office_of(department))
    client.post(
        url("set-create"),
        {
            "year": own.pk,
            "code": "PTP-2022",
            "title": "Phòng Tư pháp quận, huyện, thị xã 2022",
            "kinds": ["district_justice"],
            "start": "template",
            "template": "tu_phap_cap_co_so_100",
        },
    )
    made = CriteriaSet.objects.get(code="PTP-2022")
    issue(client, made, "57/QĐ-STP")
    cluster_year = ClusterYearFactory(year=own, cluster__organiser=department)
    for room in rooms:
        MemberFactory(cluster_year=cluster_year, unit=room)
    assert open_for_units(criteria_set_id=made.pk, actor=SYSTEM, now=NOW) == 2

    sheet = ScoreSheet.objects.get(unit=rooms[0])

    def statuses(unit, role):
        client.force_login(RoleAssignmentFactory(unit=unit, role=role).user)
        pages = (made.get_absolute_url(), url("set-editor", made.pk), sheet.get_absolute_url())
        return [client.get(page).status_code for page in pages]

    assert statuses(rooms[0], Role.OFFICER) == [200, 403, 200]
    assert statuses(rooms[1], Role.OFFICER) == [200, 403, 404]
    assert statuses(foreign, Role.OFFICER) == [404, 404, 404]
    assert statuses(other, Role.STANDING_OFFICE) == [404, 404, 404]
    assert statuses(ministry, Role.STANDING_OFFICE)[:2] == [200, 403]
    kept.refresh_from_db()
    assert (kept.content_hash, Criterion.objects.filter(criteria_set=kept).count()) == before
    assert kept.state == "issued"
