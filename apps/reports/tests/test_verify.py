"""The public page of a verification code: what was issued, whether it holds, whether the file at hand is the same."""

import hashlib
import secrets
from datetime import UTC, date, datetime, timedelta
from functools import partial
from ipaddress import IPv6Address

import pgtrigger
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.tests.factories import UserFactory
from apps.awards.domain import receiving as proposal_receiving
from apps.awards.domain import reopening
from apps.awards.models import AwardDecision, AwardProposal, Certificate, CouncilSession, UpwardSubmission
from apps.awards.tests import council_world
from apps.awards.tests.council_world import DAY, person_line
from apps.awards.tests.test_decisions import drafted
from apps.awards.tests.test_decisions import issue as decide
from apps.awards.tests.world import build
from apps.ballots.models import Ballot
from apps.clusters.models import ActivityPlan, ClusterYear
from apps.clusters.tests.factories import ClusterYearFactory
from apps.conferences.models import Attendee, Conference
from apps.core.actor import system_actor
from apps.documents.domain.issuing import About, issue
from apps.documents.domain.verifying import canonical_code, compare
from apps.documents.models import IssuedFile
from apps.documents.standing import _sources
from apps.periodic_reports.domain import returns
from apps.periodic_reports.tests.factories import issued_template, report_of, send
from apps.ranking.models import RankingRun
from apps.ranking.tests.factories import run_of
from apps.registrations.domain import receiving
from apps.registrations.tests.factories import build as build_registrations
from apps.registry.domain import acts
from apps.registry.models import Award
from apps.registry.tests.factories import DecisionFactory, GrantFactory, PersonFactory
from apps.reports import registry
from apps.reports.domain.keeping import settle_last_days
from apps.reports.domain.summaries import begin_summary, finish_summary, what_is_read
from apps.reports.standing import issuers_of, standing, validity_of, was_official
from apps.reports.summary.reading import content_now
from apps.scoring.domain import returns as sheet_returns
from apps.scoring.domain.submissions import submit_sheet
from apps.scoring.models import VerificationMinutes
from apps.scoring.tests.factories import open_sheet

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
CODE = "ABCD-EFGH-JKLM"
CONTENT = b"%PDF-1.7 noi dung"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def issued(report="ranking", ids=(), code=CODE, title="Kết quả xếp hạng", at=NOW, key="run=1") -> IssuedFile:
    return issue(
        about=About(report, key, list(ids), title),
        file_name="tep.pdf",
        content_type="application/pdf",
        content=CONTENT,
        verification_code=code,
        data_at=at,
        actor=system_actor(),
        now=at,
    )


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (CODE, CODE),
        ("abcd efgh jklm", CODE),
        (" ABCD–EFGH—jklm ", CODE),
        ("abcdefghjklm", CODE),
        ("Matrix-0001", "MATRIX-0001"),
        ("", ""),
        ("ab c", "AB-C"),
    ],
)
def test_a_code_is_read_as_people_type_it(typed, code):
    assert canonical_code(typed) == code


@pytest.mark.parametrize("typed", ["MATRIX-OOO1", "matrix-000l", "MATRIX-OOOl"])
def test_letters_that_people_confuse_are_tried(client, typed):
    issued(code="MATRIX-0001")
    found = client.get(reverse("verify", args=[typed])).status_code
    assert found == (200 if typed.endswith("1") else 404)


def test_the_box_leads_to_the_code_and_a_wrong_one_says_so(client):
    issued()
    answer = client.get(reverse("verify-index"), {"code": "abcd efgh jklm"}, follow=True)
    assert answer.redirect_chain == [(reverse("verify", args=[CODE]), 302)]
    assert client.get(reverse("verify-index"), {"code": " - "}).status_code == 200
    missing = client.get(reverse("verify", args=["ZZZZ-ZZZZ-ZZZZ"]))
    assert missing.status_code == 404
    assert "ZZZZ-ZZZZ-ZZZZ" in missing.content.decode()


@pytest.mark.parametrize(
    ("state", "published", "superseded", "word"),
    [
        ("published", -1, None, "Còn hiệu lực"),
        ("published", 1, None, "Dự thảo, chưa có hiệu lực"),
        ("superseded", -1, 1, "Đã thay thế"),
    ],
)
def test_the_page_says_whether_the_paper_holds_and_whose_it_is(client, state, published, superseded, word):
    run = run_of(
        ClusterYearFactory(),
        state=state,
        published_at=NOW + timedelta(hours=published),
        superseded_at=superseded and NOW + timedelta(hours=superseded),
    )
    issued(ids=[run.pk])
    page = client.get(reverse("verify", args=[CODE]))
    assert page.context["standing"].validity_label == word
    shown = page.content.decode()
    assert run.cluster_year.cluster.organiser.name in shown
    assert hashlib.sha256(CONTENT).hexdigest() in shown


def test_a_summary_is_a_draft_until_it_is_official_and_gives_way_to_a_newer_one(client):
    made = ClusterYearFactory(year__year=2025)
    own = begin_summary(year_id=made.year_id, actor=system_actor(), now=NOW)
    of_cluster = begin_summary(cluster_year_id=made.pk, actor=system_actor(), now=NOW)
    issued("summary_report", [own.pk])
    issued("summary_report", [own.pk], "ABCD-EFGH-JKLN", at=NOW + timedelta(hours=2))
    issued("summary_report", [of_cluster.pk], "ABCD-EFGH-JKLP")
    issued("batch", [], "ABCD-EFGH-JKLQ")

    def told(code):
        return client.get(reverse("verify", args=[code])).context["standing"]

    assert told(CODE).validity == "draft"
    for hours, word in ((1, "valid"), (3, "replaced")):
        own.refresh_from_db()
        at = NOW + timedelta(hours=hours)
        seen = what_is_read(content_now(own, at))
        finish_summary(summary_id=own.pk, seen=seen, version=own.version, actor=system_actor(), now=at)
        assert told(CODE).validity == "draft"
        assert told("ABCD-EFGH-JKLN").validity == word
    assert told("ABCD-EFGH-JKLP").issuer == made.name
    assert (told("ABCD-EFGH-JKLQ").validity, told("ABCD-EFGH-JKLQ").kind) == ("", "Gói tệp")


def test_a_file_of_many_papers_asks_no_more_than_a_file_of_one_and_names_the_body_they_share(cluster_year):
    sheets, report = list(cluster_year.score_sheets.order_by("pk")), registry.find("score_sheet")
    one, all_ = issued("score_sheet", [sheets[0].pk]), issued("score_sheet", [each.pk for each in sheets], "OTHER-CODE")
    counts, told = [], []
    for file in (one, all_):
        with CaptureQueriesContext(connection) as queries:
            told.append(standing(report, file))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 5
    assert [each.issuer for each in told] == [sheets[0].unit.name, ""]
    assert {each.validity for each in told} == {"valid"}
    at = NOW.date()
    plans = [ActivityPlan(cluster_year=cluster_year), ActivityPlan(cluster_year=cluster_year)]
    letter = Attendee(unit=sheets[0].unit, conference=Conference(organiser=cluster_year.cluster.organiser))
    assert issuers_of(plans, at) == {cluster_year.name}
    assert issuers_of([letter], at) == {cluster_year.cluster.organiser.name}  # who invites, not who is invited
    assert issuers_of([cluster_year], at) == {cluster_year.cluster.organiser.name}


BEFORE, AFTER = NOW - timedelta(hours=1), NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    ("paper", "validity"),
    [
        (UpwardSubmission(), "draft"),
        (UpwardSubmission(sent_at=AFTER), "draft"),
        (UpwardSubmission(sent_at=BEFORE), "valid"),
        (ActivityPlan(state="draft", issued_at=BEFORE), "draft"),
        (ActivityPlan(state="issued", issued_at=BEFORE), "valid"),
        (VerificationMinutes(state="draft"), "draft"),
        (VerificationMinutes(state="signed", signed_at=BEFORE), "valid"),
        (CouncilSession(), "draft"),
        (Conference(state="called_off"), "cancelled"),
        (Attendee(conference=Conference(state="called_off"), invited_at=BEFORE), "cancelled"),
        (Attendee(conference=Conference(state="called_off"), invited_at=AFTER), "cancelled"),
        (RankingRun(published_at=BEFORE, superseded_at=AFTER), "replaced"),
        (RankingRun(published_at=AFTER, superseded_at=AFTER), "draft"),
        (Ballot(state="certified", certified_at=BEFORE), "valid"),
        (ClusterYear(), "issued"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_what_was_not_sent_or_signed_is_no_paper_yet(paper, validity):
    assert validity_of(paper, IssuedFile(data_at=NOW))[0] == validity


@pytest.mark.parametrize(("invited", "was"), [(BEFORE, True), (AFTER, False), (None, False)])
def test_what_was_called_off_before_it_went_never_was_a_paper(invited, was):
    attendee = Attendee(conference=Conference(state="called_off"), invited_at=invited)
    assert was_official([attendee], NOW) is was


def test_a_proposal_holds_from_its_sending_until_it_is_sent_anew_or_withdrawn(client):
    proposal = build().opened()
    issued("submission", [proposal.pk], title="Đề nghị tặng Bà Lê Thị Xét")
    url = reverse("verify", args=[CODE])

    def told(state: str) -> str:
        AwardProposal.objects.update(state=state, submitted_at=BEFORE, withdrawn_reason="Thử")
        return client.get(url).context["standing"].validity

    draft = client.get(url)
    assert draft.context["standing"].validity == "draft"
    assert "Lê Thị Xét" not in draft.content.decode()
    sent = partial(freeze_at, AwardProposal.objects.get())
    sent(1, BEFORE)
    assert [told(state) for state in ("submitted", "decided", "returned", "withdrawn")] == [
        "valid",
        "valid",
        "draft",
        "cancelled",
    ]
    sent(2, AFTER)
    assert told("submitted") == "replaced"


def test_a_decision_of_which_some_fell_says_how_much_by_which_paper_and_names_nobody(client):
    world = council_world.build()
    names = [f"Nguyễn Thị Xét {number}" for number in range(3)]
    decision = decide(drafted(world, world.proposal(*(person_line(name=name) for name in names))))
    at, by = decision.issued_at, {"actor": system_actor(), "now": decision.issued_at + timedelta(hours=1)}
    first, second, third = Award.objects.order_by("pk")
    paper = partial(DecisionFactory, issued_on=DAY)
    sheet = f"decision={decision.pk}&certificate={Certificate.objects.get(line__award=second).pk}"
    files = {
        code: issued(report, [decision.pk], code, at=when, key=key)
        for code, report, when, key in (
            ("DECI-SION-0001", "decision", at, "run=1"),
            ("PAYM-ENTB-EFOR", "payment", at, "run=1"),
            ("SHEE-TSSS-SSSS", "certificate", at, "run=1"),
            ("SHEE-TOFT-WOOO", "certificate", at, sheet),
            ("DECI-SION-AFTE", "decision", by["now"] + timedelta(hours=1), "run=1"),
            ("PAYM-ENTA-FTER", "payment", by["now"] + timedelta(hours=1), "run=1"),
        )
    }

    def told() -> list[tuple[str, str]]:
        read = AwardDecision.objects.get(pk=decision.pk)
        return [validity_of(read, file) for file in files.values()]

    assert told() == [("valid", "")] * 6
    for number in range(2):  # the night reads many decisions together
        more = AwardDecision.objects.get(pk=decision.pk)
        more.pk, more.document = None, paper(symbol=f"{number}/QĐ-BTP")
        more.grant = GrantFactory()
        more.save()
        issued("decision", [more.pk], f"DECI-SION-MOR{number}", at=at)
    IssuedFile.objects.filter(report="decision").update(expires_on=date(2030, 1, 1))
    with CaptureQueriesContext(connection) as captured:
        assert settle_last_days(actor=system_actor(), now=at) == 4
    assert sum('"registry_award' in query["sql"] for query in captured) == 2
    fix = {"changes": {"post": "Chuyên viên chính"}, "document": paper(symbol="7/QĐ-BTP"), "reason": "Sai chức vụ"}
    acts.correct_award(award_id=third.pk, version=third.version, **fix, **by)
    note = "Đính chính 1/3 trường hợp theo 7/QĐ-BTP (28/01/2026)."
    changed, same = ("corrected", note), ("valid", "")
    assert told() == [changed, changed, changed, same, changed, same]
    why = {"reason_code": "a", "reason": "Kê khai gian dối"}
    acts.cancel_award(award_id=second.pk, version=second.version, document=paper(symbol="8/QĐ-BTP"), **why, **by)
    some, whole = ("partly", f"Hủy bỏ 1/3 trường hợp theo 8/QĐ-BTP (28/01/2026). {note}"), "Đã bị hủy bỏ theo %s."
    fallen = ("cancelled", whole % "8/QĐ-BTP (28/01/2026)")
    assert told() == [some, some, some, fallen, some, same]
    shown = client.get(reverse("verify", args=["DECI-SION-0001"])).content.decode()
    assert f"<b>Còn hiệu lực một phần</b>. {some[1]}" in shown
    assert not any(name in shown for name in names)
    acts.cancel_list(award_ids=[first.pk, third.pk], document=paper(symbol="9/QĐ-BTP"), **why, **by)
    ended = ("cancelled", whole % "8/QĐ-BTP (28/01/2026), 9/QĐ-BTP (28/01/2026)")
    assert told()[:5] == [ended, ended, ended, fallen, ended]
    lifting = {"document": paper(symbol="10/QĐ-BTP"), "reason": "Kết luận mới"}
    acts.restore_list(award_ids=[each.pk for each in (first, second, third)], **lifting, **by)
    assert told()[3] == ("valid", "Khôi phục hiệu lực 1/1 trường hợp theo 10/QĐ-BTP (28/01/2026).")


def test_a_paper_that_came_back_was_one_while_it_lay_sent_and_is_a_draft_while_it_is_in_hand():
    """Reopened until an hour passes, returned and sent anew, reopened: a file is judged by the moment of its making."""
    at = [NOW + timedelta(hours=number) for number in range(8)]
    told = {"actor": system_actor()}
    reported, scored, proposed = report_of(issued_template(1)), open_sheet(), build().opened()
    registered = build_registrations(2, asked=False)
    registration = registered.sent(1, at=at[0])
    send(reported, at=at[0])
    freeze_at(proposed, 1, at[0])
    report, sheet = {"report_id": reported.pk} | told, {"sheet_id": scored.pk} | told
    row, proposal = {"registration_id": registration.pk} | told, {"proposal_id": proposed.pk} | told
    submit_sheet(way="screen", now=at[0], **sheet)

    returns.reopen_report(reason="Sai số liệu", now=at[1], **report)
    receiving.reopen(reason="Sai chức vụ", now=at[1], **row)
    sheet_returns.reopen_sheet(reason="Sai điểm", now=at[1], **sheet)
    reopening.reopen(reason="Sai chức vụ", now=at[1], **proposal)
    returns.close_again(since=at[1], now=at[2], **report)
    receiving.close_again(now=at[2], **row)
    sheet_returns.close_again(now=at[2], **sheet)
    reopening.close_again(now=at[2], **proposal)
    returns.return_report(remark="Thiếu số liệu", now=at[3], **report)
    receiving.return_registration(remark="Thiếu người", now=at[3], **row)
    sheet_returns.return_sheet(remark="Thiếu minh chứng", now=at[3], **sheet)
    proposal_receiving.return_proposal(remarks=[], remark="Thiếu biên bản", now=at[3], **proposal)
    send(reported, at=at[4])
    registered.sent(1, at=at[4])
    submit_sheet(way="screen", now=at[4], **sheet)
    freeze_at(proposed, 2, at[4])
    returns.reopen_report(reason="Sai số liệu", now=at[5], **report)
    receiving.reopen(reason="Sai chức vụ", now=at[5], **row)
    sheet_returns.reopen_sheet(reason="Sai điểm", now=at[5], **sheet)
    reopening.reopen(reason="Sai chức vụ", now=at[5], **proposal)
    AwardProposal.objects.update(version=F("version") + 1)  # changed, so that it does not stand as it was
    reopening.close_again(now=at[6], **proposal)

    for paper in (reported, registration, scored, proposed):
        read = type(paper).objects.get(pk=paper.pk)
        assert [was_official([read], each) for each in at] == [True, False, True, False, True, False, False, False]
        sent, in_hand = [validity_of(read, IssuedFile(data_at=each)) for each in (at[0], at[3])]
        assert (sent[0], in_hand[0]) == ("replaced", "draft")
        assert not was_official([read], at[0] - timedelta(hours=1))
    proposal_receiving.withdraw(reason="Thôi đề nghị", now=at[7], **proposal)
    ended = AwardProposal.objects.get()
    assert [was_official([ended], each) for each in (at[4], at[7])] == [True, False]


def freeze_at(proposal: AwardProposal, number: int, at: datetime):
    """One sending, nothing in it."""
    counts = {"collectives": 0, "individuals": 0, "signing_way": "screen", "sha256": "0" * 64}
    proposal.submissions.update(is_current=False)
    proposal.submissions.create(number=number, sent_at=at, received_on=at.date(), **counts)
    AwardProposal.objects.filter(pk=proposal.pk).update(state="submitted", submitted_at=at)


def test_every_report_answers_for_its_codes_and_names_nobody_unless_it_says_so():
    sources = {report.name for report in registry.all_reports()} - set(_sources)
    assert (sources, registry.Report.__dataclass_fields__["title_is_public"].default) == (set(), False)


@pytest.mark.parametrize("report", ["registry_letter", "eligibility_letter"])
def test_what_is_gone_no_longer_holds_and_no_person_is_named(client, report):
    asker, person = UserFactory(full_name="Trần Thị Hỏi"), PersonFactory(full_name="Lê Thị Xét")
    file = issued(report, [0], title=f"{person} – Bằng khen")
    with pgtrigger.ignore("documents.IssuedFile:as_issued"):
        IssuedFile.objects.filter(pk=file.pk).update(issued_by=asker)
    page = client.get(reverse("verify", args=[CODE]))
    shown = page.content.decode()
    assert "Đã hủy bỏ" in shown
    assert "Lê Thị Xét" not in shown
    assert "Trần Thị Hỏi" not in shown


@pytest.mark.parametrize(
    ("sent", "word"),
    [
        (CONTENT, "Đúng nguyên bản"),
        (CONTENT + b"chu ky so", "Nguyên bản có phần thêm vào sau"),
        (CONTENT[:-1], "Không phải tệp đã phát hành"),
        (b"x" + CONTENT, "Không phải tệp đã phát hành"),
    ],
)
def test_a_file_that_is_sent_is_compared_and_not_kept(client, sent, word, tmp_path):
    issued()
    kept = sorted(tmp_path.rglob("*"))
    page = client.post(reverse("verify", args=[CODE]), {"file": SimpleUploadedFile("x.pdf", sent)})
    assert (page.status_code, page.context["sameness_label"]) == (200, word)
    assert sorted(tmp_path.rglob("*")) == kept


def test_the_beginning_is_compared_across_pieces():
    file = IssuedFile(size=len(CONTENT), sha256=hashlib.sha256(CONTENT).hexdigest(), content_type="application/pdf")
    assert compare(file, [CONTENT[:5], CONTENT[5:] + b"1", b"2"]) == "extended"
    file.content_type = "text/csv"
    assert compare(file, [CONTENT, b"2"]) == "other"


def test_no_file_and_one_that_is_too_large_are_refused(client, settings):
    issued()
    url = reverse("verify", args=[CODE])
    assert client.post(url).status_code == 422
    settings.UPLOAD_MAX_BYTES = 3
    assert client.post(url, {"file": SimpleUploadedFile("x.pdf", CONTENT)}).status_code == 422


def test_codes_are_not_tried_by_the_hundred(client, settings):
    settings.VERIFY_REQUESTS_PER_MINUTE = 2
    url = reverse("verify", args=["ZZZZ-ZZZZ-ZZZZ"])
    where = {"REMOTE_ADDR": str(IPv6Address(secrets.randbits(128)))}  # Redis remembers an earlier run of this test
    with time_machine.travel(NOW, tick=False):
        answers = [client.get(url, **where) for _n in range(3)]
    assert [each.status_code for each in answers] == [404, 404, 429]
    assert answers[-1]["Retry-After"] == "60"
    assert client.get(url, REMOTE_ADDR="203.0.113.78").status_code == 404
    client.force_login(UserFactory())
    assert client.get(url, **where).status_code == 404
