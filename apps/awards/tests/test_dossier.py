"""What a dossier holds: minutes of the meeting, reports, papers, the checklist that counts them."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from apps.awards.checklist import checklist
from apps.awards.domain import dossier, meetings, receiving, reports
from apps.awards.domain.assessing import asked_of_meeting, assess_again
from apps.awards.domain.meetings import Meeting
from apps.awards.domain.receiving import Remark
from apps.awards.exports import proposal_data
from apps.awards.models import AwardDecision, AwardProposal, DecisionLine, DossierPaper, Nominee
from apps.awards.queries import other_uses
from apps.awards.quotas import over_quota
from apps.awards.tests.world import MORE, NOW, add, build, person_line, submit, unit_line
from apps.awards.tests.world import award as award_type
from apps.catalog.domain.eligibility import Outcome
from apps.catalog.facts import Subject, gather
from apps.catalog.models import AwardType, Quota
from apps.clusters.tests.factories import ClusterYearFactory
from apps.core.errors import StaleVersion, TransitionNotAllowed
from apps.documents.domain.citing import file_document
from apps.documents.models import Use
from apps.periods.tests.factories import EmulationYearFactory
from apps.ranking.models import RankingEntry
from apps.ranking.tests.factories import run_of
from apps.registry.tests.factories import AwardFactory
from apps.results.tests.factories import IndicatorFactory, ResultEntryFactory
from apps.units.models import QualityRating

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build()


def test_the_meeting_confirms_what_only_people_can_say_and_votes_are_of_those_present(world):
    proposal = world.opened()
    first, second = add(proposal, *(person_line(world.person(), "LDTT") for _n in range(2)))

    def votes(version=None, **given):
        proposal.refresh_from_db()
        call = {"votes": {first.pk: given["first"], second.pk: given["second"]}, "version": version or proposal.version}
        return meetings.write_votes(proposal_id=proposal.pk, **call, **MORE)

    proposal.refresh_from_db()
    with pytest.raises(meetings.NoMeeting):
        votes(first=1, second=None)
    held = Meeting(date(2026, 3, 2), "Lê Văn Thử", invited=20, present=18, confirms_conditions=True)
    meetings.write_meeting(proposal_id=proposal.pk, meeting=held, version=proposal.version, **MORE)
    with pytest.raises(meetings.NomineesRefused, match="19 phiếu nhiều hơn 18"):
        votes(first=18, second=19)
    seen = proposal.version
    assert votes(first=18, second=17) == 2
    first.refresh_from_db()
    assert (first.votes_for, first.votes_base) == (18, 18)
    assert "Biên bản họp bình xét ngày 02/03/2026" in str(first.findings)
    # The blanks of whoever read the page before do not erase them; the same numbers are in nobody's way.
    with pytest.raises(StaleVersion):
        votes(seen, first=None, second=None)
    assert votes(seen, first=18, second=17) == 0
    # More people were there: what was counted is of them.
    call = {"meeting": replace(held, present=19), "version": proposal.version}
    meetings.write_meeting(proposal_id=proposal.pk, **call, **MORE)
    assert set(proposal.nominees.values_list("votes_for", "votes_base")) == {(18, 19), (17, 19)}


def test_what_no_file_answers_is_confirmed_by_the_meeting_and_what_a_file_answers_wins(world, client):
    proposal, rated = world.opened(), world.person(starts_on=date(2025, 2, 1))  # from where, no file tells
    first, _other = add(proposal, person_line(rated, "LDTT"), person_line(world.person(), "LDTT"))
    asked = {"annual_rating", "same_achievement_rewarded", "old_unit_remark_missing"}
    assert {fact for fact, _label in asked_of_meeting(proposal)} == asked  # the rest is in the files, or of people
    client.force_login(world.officer)
    page = reverse("awards:proposal-meeting", args=[proposal.pk])
    assert page in client.get(first.get_absolute_url()).content.decode()
    form = client.get(page).context["form"]
    typed = {"held_on": "02/03/2026", "chair_name": "Lê Văn Thử", "invited": 20, "present": 18}
    typed |= {"confirms_conditions": "on", "confirmed_facts": sorted(asked), "version": form["version"].value()}
    assert client.post(page, typed | {"confirmed_facts": "under_review"}).status_code == 422  # nobody asked for that
    assert client.post(page, typed).status_code == 302
    assert set(proposal.nominees.values_list("outcome", flat=True)) == {Outcome.MET}
    QualityRating.objects.create(person=rated, year=2025, level="done")
    assess_again(proposal_id=proposal.pk, **MORE)
    assert list(proposal.nominees.in_order().values_list("outcome", flat=True)) == [Outcome.BLOCKED, Outcome.MET]
    first.refresh_from_db()
    who_and_why = "Biên bản họp bình xét ngày 02/03/2026; Công tác tại"
    assert who_and_why in str(first.findings)
    assert client.get(page).content.decode().count("checked") == 4  # kept, to be taken back


def test_the_checklist_counts_reports_and_papers_and_says_where_they_are_used(world):
    proposal = world.opened()
    (nominee,) = add(proposal, person_line(world.person(), "CSTDCS"))
    whole = {line.code: (line.have, line.needed) for line in checklist(proposal, NOW.date()).lines}
    assert whole == {"HS-T-01": (0, 1), "HS-T-03": (0, 1), "HS-T-04": (0, 1), "HS-T-05-CSTDCS": (0, 1)}
    paper = file_document(
        symbol="15/QĐ-HĐSK",
        issued_on=date(2025, 11, 3),
        issuer_name="Hội đồng sáng kiến",
        owner_code=world.unit.code,
        **MORE,
    )
    call = {"proposal_id": proposal.pk, "item_code": "HS-T-05-CSTDCS", "label": "Chứng nhận sáng kiến"}
    added = dossier.add_paper(**call, document=paper, nominee_id=nominee.pk, **MORE)
    with pytest.raises(dossier.PaperTwice):
        dossier.add_paper(**call, document=paper, nominee_id=nominee.pk, **MORE)
    with pytest.raises(dossier.PaperMissing):
        dossier.add_paper(**call, **MORE)
    assert Use.objects.get(document=paper).path == proposal.get_absolute_url()
    texts = {"situation": "…", "achievements": "Hoàn thành.", "awards_held": ""}
    reports.write_report(nominee_id=nominee.pk, texts=texts, entry_ids=[], version=0, **MORE)
    whole = {line.code: (line.have, line.needed) for line in checklist(proposal, NOW.date()).lines}
    assert (whole["HS-T-03"], whole["HS-T-05-CSTDCS"]) == ((1, 1), (1, 1))
    proposal.type = "sudden"
    assert [line.form_code for line in checklist(proposal, NOW.date()).lines if line.kind == "report"] == ["06"]
    receive = {"proposal_id": proposal.pk, "paper_ids": (added.pk,), "received_on": NOW.date()}
    with pytest.raises(TransitionNotAllowed):
        dossier.receive_papers(**receive, **MORE)
    AwardProposal.objects.filter(pk=proposal.pk).update(state="returned", submitted_at=NOW)
    assert dossier.receive_papers(**receive, **MORE) == 1
    dossier.remove_paper(paper_id=added.pk, **MORE)
    assert not Use.objects.filter(document=paper).exists()


def test_a_report_that_is_cited_counts_beside_one_that_is_written(world, client):
    proposal = world.opened(type="movement")
    written, cited, title = add(
        proposal,
        *(person_line(world.person()) for _n in range(2)),
        person_line(world.person(), "LDTT"),
    )
    texts = {"situation": "", "achievements": "Hoàn thành.", "awards_held": ""}
    reports.write_report(nominee_id=written.pk, texts=texts, entry_ids=[], version=0, **MORE)
    paper = file_document(symbol="45/BC", issued_on=NOW.date(), issuer_name="Cục", owner_code=world.unit.code, **MORE)
    call = {"proposal_id": proposal.pk, "item_code": "HS-C-03", "label": "Báo cáo", "document": paper}
    dossier.add_paper(**call, nominee_id=cited.pk, **MORE)
    lines = {line.code: line for line in checklist(proposal, NOW.date()).lines}
    assert [(lines[code].have, lines[code].needed) for code in ("HS-C-03", "HS-T-03")] == [(2, 2), (0, 1)]
    assert proposal_data(proposal).reports == 2
    # A paper of the whole dossier is nobody's report, nor is one that is asked of another award: one figure everywhere.
    with pytest.raises(dossier.PaperOfAnother):
        dossier.add_paper(**call, nominee_id=title.pk, **MORE)
    DossierPaper.objects.create(
        proposal=proposal, nominee=title, item_code="HS-C-03", label="Báo cáo", secret_route=True
    )
    dossier.add_paper(**call | {"item_code": "HS-T-03"}, **MORE)
    lines = {line.code: line for line in checklist(proposal, NOW.date()).lines}
    assert [(line.have, line.needed, len(line.papers)) for line in (lines["HS-C-03"], lines["HS-T-03"])] == [
        (2, 2, 2),
        (0, 1, 1),
    ]
    client.force_login(world.officer)
    offered = client.get(reverse("awards:paper-add", args=[proposal.pk]), {"item": "HS-T-03"}).context
    assert offered["lead"] == "Báo cáo thành tích của cá nhân (danh hiệu thi đua)"
    assert [str(value) for value, _label in offered["form"].fields["nominee"].choices] == ["", str(title.pk)]
    submit(proposal)
    said = [Remark("Thiếu chữ ký.", item_code="HS-C-03")]
    receiving.return_proposal(proposal_id=proposal.pk, remarks=said, **MORE)
    client.force_login(world.officer)
    shown = client.get(reverse("awards:nominee-list", args=[proposal.pk]), {"missing": "report"})
    assert [each.pk for each in shown.context["page_obj"]] == [title.pk]
    told = client.get(reverse("awards:nominee-list", args=[proposal.pk])).content.decode()
    assert [told.count(word) for word in ("Đã viết", "Đã có văn bản", "Chưa viết")] == [1, 1, 1]
    page = client.get(reverse("awards:proposal-checklist", args=[proposal.pk])).content.decode()
    assert "Báo cáo thành tích của cá nhân (danh hiệu thi đua)" in page
    assert "có 0/1" in page
    before_the_law = checklist(proposal, date(2020, 12, 22))
    assert (before_the_law.lines, before_the_law.is_asked) == ([], True)
    detail = client.get(proposal.get_absolute_url()).content.decode()
    named = "Báo cáo thành tích của cá nhân (hình thức khen thưởng)"
    assert f"{named}: Thiếu chữ ký." in detail  # the item of which it is said, named as in the dossier
    assert named in page


def test_a_result_used_for_one_award_is_flagged_for_another(world):
    entry = ResultEntryFactory(unit=world.unit, year=2025, indicator=IndicatorFactory(label="Tỷ lệ thi hành án"))
    proposal = world.opened()
    first, second = add(proposal, unit_line(world.unit, "TTLDXS"), unit_line(world.unit, "BKB"))
    found = reports.results_of(first, proposal)
    words = reports.prefilled(first, proposal, found)
    assert "Tỷ lệ thi hành án" in words["achievements"]
    assert "84" in words["achievements"]
    report = reports.write_report(nominee_id=first.pk, texts=words, entry_ids=[entry.pk], version=0, **MORE)
    assert (report.form, report.form_code) == ("collective", "Mẫu số 02")
    assert other_uses([entry.pk], first) == {}
    (flag,) = other_uses([entry.pk], second)[entry.pk]
    assert flag.startswith("Tập thể lao động xuất sắc – Cục Công nghệ thông tin")


@pytest.mark.parametrize(
    ("code", "rewarded", "shares", "expected"),
    [
        ("BKTTG", "BKB", True, True),  # two forms of commendation for one achievement
        ("BKTTG", "BKB", False, False),
        ("BKTTG", "TTLDXS", True, None),  # a commendation may rest on a title: people say
        ("CTDB", "TTLDXS", True, None),
    ],
)
def test_an_achievement_is_rewarded_once_by_forms_of_commendation(world, code, rewarded, shares, expected):
    proposal, unit = world.opened(), world.collective()
    entries = [ResultEntryFactory(unit=unit, year=2025) for _n in range(2)]
    first, second = add(proposal, unit_line(unit, rewarded), unit_line(unit, code))
    subject = Subject("collective", unit.pk, 2025)

    def told():
        return gather(["same_achievement_rewarded"], [subject], NOW.date())[subject].get("same_achievement_rewarded")

    assert told() is None  # no report rests on a result
    for nominee, entry in ((first, entries[0]), (second, entries[0 if shares else 1])):
        words = {"situation": "", "achievements": "Hoàn thành.", "awards_held": ""}
        reports.write_report(nominee_id=nominee.pk, texts=words, entry_ids=[entry.pk], version=0, **MORE)
    assert told().value is False  # asked for twice, and nothing granted yet
    decision = AwardDecision.objects.create(organiser=world.year.organiser, year=world.year, abstract="Tặng")
    award = AwardFactory(subject="collective", unit=unit, person=None, award_type=first.award)
    DecisionLine.objects.create(decision=decision, nominee=first, position=1, award=award)
    found = told()
    assert (found.value, award.grant.document.symbol in found.detail) == (expected, shares)
    award.state = "cancelled"
    award.save()
    assert told().value is False
    # A commendation of the same year for which nobody can tell the results: given by others, or told in words only.
    form = award_type("BKB")
    by_others = {"subject": "collective", "unit": unit, "person": None, "award_type": form}
    AwardFactory(**by_others, year=2023)
    assert told().value is False
    held = AwardFactory(**by_others, year=2025)
    assert (told().value, held.grant.document.symbol in told().detail) == (None, True)


def test_more_than_the_quota_allows_is_told_and_stops_nothing(world, client):
    title, how = AwardType.objects.get(code="CSTDCS"), {"base": "advanced_workers", "base_label": "15% LĐTT"}
    Quota.objects.create(code="Q", award=title, share_percent=15, confidence="illustrative", **how)
    proposal, people = world.opened(), [world.person() for _n in range(7)]
    add(proposal, *(person_line(each, "LDTT") for each in people), unit_line(world.unit, "CTDCP"))
    add(proposal, *(person_line(each, "CSTDCS") for each in people[:2]))

    def told() -> list[str]:
        return over_quota(proposal, list(proposal.nominees.for_list()), NOW.date())

    fighters = "Chiến sĩ thi đua cơ sở: đề nghị 2, tối đa 1 là 15% của 7 (15% LĐTT; minh họa)."
    assert told() == [fighters]  # of leading units nothing is published, so nobody knows 20 % of what
    year = EmulationYearFactory(year=2025, organiser=world.year.organiser)
    run = run_of(ClusterYearFactory(year=year))
    for rank in range(1, 3):
        RankingEntry.objects.create(run=run, unit=world.collective(), unit_name="Cục", order=rank, rank=rank)
    found = told()
    assert found[0] == fighters
    assert found[1].startswith("Cờ thi đua của Chính phủ: đề nghị 1, tối đa 0 là 20% của 1 (")
    client.force_login(world.officer)
    assert fighters in client.get(reverse("awards:proposal-check", args=[proposal.pk])).content.decode()
    Nominee.objects.filter(award=title).last().delete()
    assert told() == found[1:]
