"""Whom a proposal may look into, who counts once, what is asked for once, which rows of data name awards."""

import csv
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from apps.awards import rules
from apps.awards.checklist import checklist
from apps.awards.domain import reports
from apps.awards.domain.nominees import NomineeInput
from apps.awards.domain.sending_checks import NotReady
from apps.awards.legal_bases import legal_bases
from apps.awards.models import AwardProposal, ProposalRemark
from apps.awards.queries import asked_by, name_items, recipients, reported, with_counts
from apps.awards.sheets import NomineeRows
from apps.awards.tests.world import MORE, NOW, add, award, build, person_line, submit, unit_line
from apps.catalog.models import AwardType, DossierItem
from apps.catalog.reference import load_catalogue
from apps.core.sheets import examine_file
from apps.results.tests.factories import IndicatorFactory, ResultEntryFactory
from apps.units.models import Discipline
from apps.units.tests.factories import PersonFactory, UnitFactory

pytestmark = pytest.mark.django_db
SYMBOL = re.compile(r"\d+/\d{4}/[\w-]+")
OUTSIDE = {"standing": "outside", "standing_reason": "Phối hợp"}


@pytest.fixture
def world():
    return build()


def test_a_remark_names_its_line_as_the_dossier_does(world):
    remarks = [ProposalRemark(item_code=code) for code in ("HS-T-03", "HS-C-03", "HS-T-04", "HS-T-05-CSTDCS", "")]
    name_items(remarks)
    proposal = world.opened()
    add(proposal, person_line(world.person(), "CSTDCS"), person_line(world.person(), "BKB"))
    lines = {line.code: line.label for line in checklist(proposal, NOW.date()).lines}
    assert [each.item_label for each in remarks] == [lines.get(each.item_code, "") for each in remarks]
    assert lines["HS-T-03"] != lines["HS-C-03"]
    asked = proposal.nominees.filter(asked_by("HS-C-03"))
    assert [each.award.code for each in asked] == ["BKB"]
    before = {line.code for line in checklist(proposal, NOW.date()).missing}
    DossierItem.objects.filter(code="HS-C-03").update(required=False)  # handed in where there is one
    found = checklist(proposal, NOW.date())
    assert {line.code for line in found.lines if line.if_any} == {"HS-C-03", "HS-C-05"}
    assert before - {line.code for line in found.missing} == {"HS-C-03"}
    assert found.in_numbers[1] == len(found.lines) - 2
    cited = {"item_code": "HS-C-03", "nominee": asked.get(), "label": "Báo cáo", "secret_route": True}
    proposal.papers.create(**cited)
    assert not proposal.nominees.filter(reported()).exists()  # a paper that was not asked is no report
    assert {line.code: line.have for line in checklist(proposal, NOW.date()).lines if line.if_any}["HS-C-03"] == 1


def test_naming_a_stranger_opens_neither_its_results_nor_its_findings(world):
    proposal, stranger, person = world.opened(), UnitFactory(name="Sở minh họa B"), PersonFactory()
    below = world.collective("Phòng A")
    for unit in (stranger, below):
        ResultEntryFactory(unit=unit, year=2025, indicator=IndicatorFactory(label=f"Tỷ lệ {unit.name}"))
    Discipline.objects.create(person=person, form="warning", starts_on=date(2026, 1, 5))
    named = add(
        proposal,
        unit_line(stranger, "CTDB", **OUTSIDE),
        person_line(person, "CSTDTQ", unit_id=stranger.pk, **OUTSIDE),
        unit_line(below, "TTLDXS"),
    )
    assert [(each.outcome, bool(each.findings)) for each in named] == [(1, False), (1, False), (named[2].outcome, True)]
    assert [reports.results_of(each, proposal).count() for each in named] == [0, 0, 1]
    assert not named[0].missed_targets


def test_who_has_no_file_counts_once_whatever_is_asked_for(world):
    proposal = world.opened()
    line = NomineeInput(award("BKB").pk, "individual", "Lê Văn Lạ", post="Luật sư", **OUTSIDE)
    group = NomineeInput(award("BKB").pk, "collective", "Hội minh họa", **OUTSIDE)
    more = [replace(line, award_id=award("KNC_VSNTP").pk), replace(line, post="Giám đốc")]
    more.append(replace(group, award_id=award("HCLD3").pk))
    add(proposal, line, group, *more, person_line(world.person()))
    counted = {"collectives": 1, "individuals": 3}
    assert recipients(proposal.nominees.all()) == counted
    (row,) = with_counts(AwardProposal.objects.all())
    assert {name: getattr(row, name) for name in counted} == counted


def test_a_sheet_of_those_who_stand_there_already_adds_nobody(world):
    proposal, people = world.opened(declared_individuals=2, declared_collectives=0), [world.person(), world.person()]
    add(proposal, *(person_line(each, "LDTT") for each in people))
    text = "\n".join(["Họ và tên\tDanh hiệu\tĐối tượng", *(f"{each.full_name}\tBKB\tCá nhân" for each in people)])
    checked = examine_file(NomineeRows(proposal), text.replace("\t", ";").encode("utf-8-sig"), "ds.csv", **MORE)
    assert (checked.problems, checked.created) == ([], 2)


def test_a_unit_name_that_two_bear_is_asked_about(world):
    proposal = world.opened()
    first, second = world.collective("Văn phòng"), world.collective("Văn phòng")
    data = "Tên tập thể;Danh hiệu;Đối tượng\nVăn phòng;TTLDTT;Tập thể".encode("utf-8-sig")
    (doubt,) = examine_file(NomineeRows(proposal), data, "ds.csv", **MORE).doubts
    assert {str(first.pk), str(second.pk)} < {value for value, _label in doubt.options}
    found = examine_file(NomineeRows(proposal), data, "ds.csv", answers={doubt.key: str(first.pk)}, **MORE)
    assert [each.unit_id for each in found.plan] == [first.pk]


def test_what_a_report_rests_on_stays_in_sight_and_nothing_unseen_is_dropped(world):
    proposal = world.opened()
    (nominee,) = add(proposal, unit_line(world.unit, "TTLDXS"))
    entries = [ResultEntryFactory(unit=world.unit, year=2025, indicator=IndicatorFactory()) for _n in range(31)]
    oldest = min(entry.pk for entry in entries)
    call = {"nominee_id": nominee.pk, "texts": {}, **MORE}
    report = reports.write_report(entry_ids=[each.pk for each in entries], version=0, **call)
    seen = {each.pk for each in reports.offered(nominee, proposal, report)}
    assert seen == {each.pk for each in entries}
    few = seen - {oldest}
    reports.write_report(entry_ids=sorted(few)[1:], shown_ids=few, version=1, **call)
    assert report.entries.count() == 30
    assert report.entries.filter(entry_id=oldest).exists()


def test_the_same_reward_is_asked_for_once(world):
    person = world.person()
    first, again, other = world.opened(), world.opened(), world.opened(type="sudden", occasion="Bão lũ")
    for proposal in (first, again, other):
        add(proposal, person_line(person, "BKB"))
    submit(first)
    with pytest.raises(NotReady, match="trong hồ sơ khác đã gửi: Tổng kết năm 2025"):
        submit(again)
    assert submit(other).state == "submitted"


def test_every_award_that_the_data_names_stands_in_the_catalogue(world):
    known = set(AwardType.objects.values_list("code", flat=True))
    for name, column in (("comment_rules", "awards"), ("target_awards", "award")):
        with (Path(rules.DATA) / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for code in row[column].split(";"):
                    found = [each for each in known if each == code or each.startswith(code.rstrip("*"))]
                    assert found if code.endswith("*") else code in known, (name, code)
    days = {code: rules.comment_rule([code], NOW.date()) for code in ("DH_AHLD", "DH_ND", "GT_NN", "BKB")}
    assert days.pop("BKB") is None
    # Nghị định 98/2023 has ended with its ten days; those of Nghị định 152/2025 nobody has read.
    days["DH_AHLD to 30/6/2025"] = rules.comment_rule(["DH_AHLD"], date(2025, 6, 30))
    assert {code: (rule.working_days, rule.confidence) for code, rule in days.items()} == {
        "DH_AHLD": (10, "unverified"),
        "DH_AHLD to 30/6/2025": (10, "historical"),
        "DH_ND": (5, "unverified"),
        "GT_NN": (5, "unverified"),
    }


def test_a_text_that_is_for_one_award_only_is_no_ground_of_another():
    load_catalogue()
    badge, other = (" ".join(legal_bases({code}, date(2026, 3, 1))) for code in ("KNC_VSNTP", "BKB"))
    assert ("14/2025/TT-BTP" in badge, "14/2025/TT-BTP" in other) == (True, False)
    assert "Luật Thi đua, khen thưởng số 06/2022/QH15" in other


def test_a_paper_names_the_texts_of_its_day_and_none_before_the_year_of_its_number():
    load_catalogue()
    old = "15/2003/QH11 47/2005/QH11 39/2013/QH13 91/2017/NĐ-CP"
    expected = {
        date(1998, 12, 31): "",
        date(2019, 3, 1): f"{old} 05/2018/TT-BTP",
        date(2020, 12, 31): f"{old} 12/2019/TT-BNV 05/2018/TT-BTP",
        date(2024, 1, 31): "06/2022/QH15 98/2023/NĐ-CP 01/2024/TT-BNV 05/2018/TT-BTP",
        date(2024, 12, 31): "06/2022/QH15 98/2023/NĐ-CP 01/2024/TT-BNV 11/2023/TT-BTP",
    }
    found = {day: " ".join(SYMBOL.search(line)[0] for line in legal_bases({"BKB"}, day)) for day in expected}
    assert found == expected
