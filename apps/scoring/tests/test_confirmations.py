"""Xác nhận của cơ quan cấp tỉnh: by the signed paper or a single-use link with a code; never a tick of the unit."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from apps.audit.models import Entry
from apps.documents.domain.attachments import store
from apps.documents.domain.signed_copies import ChangedMeanwhile, PaperCopy, SignedCopyMissing
from apps.notifications.models import Notice
from apps.scoring.confirmation_presentation import word_of
from apps.scoring.domain import confirmation_papers, confirmations, finalising, returns, reviews
from apps.scoring.domain.confirmation_ends import NotOutside
from apps.scoring.domain.confirmations import LinkDead, SignerMissing, WordsNeeded
from apps.scoring.domain.finalising import LinesUnchecked
from apps.scoring.enums import ConfirmationState, SheetState, Stage, StepRole
from apps.scoring.models import OutsideConfirmation, ScoreSheet
from apps.scoring.review_policies import can_coordinate, can_review, can_send_link
from apps.scoring.tests.factories import NOW, acting, criteria_set_of_leaves, leader_of
from apps.scoring.tests.review_cases import LATER, SYSTEM, D, finish, sent_sheet, standing_office_of

pytestmark = pytest.mark.django_db
WHO = {"name": "Nguyễn Văn Mẫu", "post": "Phó Chủ tịch UBND tỉnh"}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def sheet():
    """Sent; its set asks for the confirmation outside first, then for the check of the cluster."""
    criteria_set = criteria_set_of_leaves(2, steps=2)
    criteria_set.steps.filter(order=1).update(role=StepRole.OUTSIDE, name="Xác nhận của UBND tỉnh")
    return sent_sheet(criteria_set)


def link(sheet, days=7):
    return confirmations.make_link(sheet_id=sheet.pk, body_name="UBND tỉnh Thử", days=days, actor=SYSTEM, now=NOW)


def answer(made, *, confirm=True, code=None, now=LATER, **more):
    values = {**WHO, "words": "", **more}
    return confirmations.answer_link(token=made.token, code=code or made.code, confirm=confirm, now=now, **values)


def signed_paper():
    kept = store(SimpleUploadedFile("xac-nhan.pdf", PDF), actor=SYSTEM, now=NOW)
    return PaperCopy(kept, "45/UBND-NC", date(2020, 11, 12), "Nguyễn Văn Mẫu", "Phó Chủ tịch", "KT.")


def test_confirming_ends_the_step_with_the_points_as_sent(sheet):
    made = link(sheet)
    answer(made)
    sheet = ScoreSheet.objects.get(pk=sheet.pk)
    version = sheet.versions.get(stage=Stage.STEP, step_order=1)
    assert (sheet.state, sheet.step, version.total) == (SheetState.IN_STEP, 2, D("3.5"))
    assert set(version.lines.values_list("saved_by_label", flat=True)) == {"Nguyễn Văn Mẫu, Phó Chủ tịch UBND tỉnh"}
    assert Entry.objects.get(action="scoring.confirmation.confirm").actor_label.startswith("Nguyễn Văn Mẫu")
    assert finish(sheet).state == SheetState.FINAL


def test_neither_link_nor_code_lies_in_the_database(sheet):
    made = link(sheet)
    row = OutsideConfirmation.objects.values().get()
    assert not {made.token, made.code} & {str(value) for value in row.values()}
    told = str(list(Entry.objects.values()))
    assert (made.token in told, made.code in told) == (False, False)
    assert (len(made.token) >= 40, len(made.code)) == (True, 8)


def test_a_link_is_used_once(sheet):
    made = link(sheet)
    answer(made)
    with pytest.raises(LinkDead):
        answer(made)


@pytest.mark.parametrize(("at", "alive"), [(timedelta(days=1, seconds=-1), True), (timedelta(days=1), False)])
def test_a_link_dies_at_its_hour(sheet, at, alive):
    made = link(sheet, days=1)
    assert (confirmations.living(made.token, NOW + at) is not None) == alive


def test_a_revoked_link_is_dead_and_a_new_one_revokes_the_old(sheet):
    first = link(sheet)
    second = link(sheet)
    with pytest.raises(LinkDead):
        answer(first)
    confirmations.revoke_link(confirmation_id=second.confirmation.pk, actor=SYSTEM, now=LATER)
    with pytest.raises(LinkDead):
        answer(second)
    assert set(OutsideConfirmation.objects.values_list("state", flat=True)) == {ConfirmationState.REVOKED}


def test_a_few_wrong_codes_shut_the_link_and_are_told_in_the_trail(sheet):
    office, made = standing_office_of(sheet), link(sheet)
    for _time in range(confirmations.MOST_FAILURES):
        assert answer(made, code="00000000" if made.code != "00000000" else "1") is None
    with pytest.raises(LinkDead):
        answer(made)
    assert Entry.objects.filter(action="scoring.confirmation.wrong_code").count() == confirmations.MOST_FAILURES
    assert Notice.objects.get(recipient=office, kind__code="scoring.outside_waiting").path == reverse(
        "scoring:confirmation", args=[sheet.pk]
    )
    sheet.refresh_from_db()
    assert sheet.state == SheetState.IN_STEP


def test_refusing_needs_words_and_gives_the_sheet_back_with_them(sheet):
    made = link(sheet)
    with pytest.raises(WordsNeeded):
        answer(made, confirm=False)
    with pytest.raises(SignerMissing):
        answer(made, name=" ")
    answer(made, confirm=False, words="Số liệu hòa giải chưa khớp.")
    sheet = ScoreSheet.objects.get(pk=sheet.pk)
    assert (sheet.state, sheet.remark) == (SheetState.RETURNED, "Số liệu hòa giải chưa khớp.")


def test_nobody_inside_ticks_for_the_body_outside(sheet):
    link(sheet)
    sheet = ScoreSheet.objects.get(pk=sheet.pk)
    office, leader = acting(standing_office_of(sheet)), acting(leader_of(sheet))
    assert [bool(policy(office, sheet)) for policy in (can_review, can_coordinate, can_send_link)] == [
        False,
        False,
        True,
    ]
    assert not can_send_link(leader, sheet)
    with pytest.raises(LinesUnchecked):
        finalising.finish_step(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)


def test_the_signed_paper_does_the_same_and_only_in_its_step(sheet, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    waiting = link(sheet)
    with pytest.raises(SignedCopyMissing):
        confirmation_papers.confirm_by_paper(
            sheet_id=sheet.pk, body_name="UBND tỉnh Thử", signed_copy=None, actor=SYSTEM, now=LATER
        )
    paper = signed_paper()
    arguments = {"sheet_id": sheet.pk, "body_name": "UBND tỉnh Thử", "signed_copy": paper, "actor": SYSTEM}
    found = confirmation_papers.confirm_by_paper(**arguments, now=LATER)
    assert (found.state, found.signed_copy.number) == (ConfirmationState.CONFIRMED, "45/UBND-NC")
    with pytest.raises(LinkDead):
        answer(waiting)
    with pytest.raises(NotOutside):
        confirmation_papers.confirm_by_paper(**arguments, now=LATER)


@pytest.mark.parametrize("way", ["given back", "reopened"])
def test_a_sheet_that_leaves_the_step_takes_its_link_along(sheet, way):
    made = link(sheet)
    if way == "given back":
        returns.return_sheet(sheet_id=sheet.pk, remark="Bổ sung", actor=SYSTEM, now=LATER)
    else:
        returns.reopen_sheet(sheet_id=sheet.pk, reason="Nhập nhầm", actor=SYSTEM, now=LATER)
    assert confirmations.living(made.token, LATER) is None
    made.confirmation.refresh_from_db()
    assert made.confirmation.state == ConfirmationState.REVOKED


def test_a_link_whose_version_was_closed_is_dead(sheet):
    made = link(sheet)
    reviews.agree_lines(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)
    finalising.finish_step(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)
    assert confirmations.living(made.token, LATER) is None


def test_what_was_read_is_what_is_confirmed(sheet):
    made = link(sheet)
    lines = made.confirmation.version.lines
    seen = confirmations.seen_of(lines.all())
    lines.filter(criterion__code="A.1").update(base=D("1.25"), points=D("1.25"))
    with pytest.raises(ChangedMeanwhile):
        answer(made, seen=seen)
    answer(made, seen=confirmations.seen_of(lines.all()))


def test_what_the_unit_uploads_waits_until_somebody_else_takes_it(client, sheet, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    office, leader = standing_office_of(sheet), leader_of(sheet)
    url = reverse("scoring:confirmation-paper", args=[sheet.pk])
    values = {"body_name": "UBND tỉnh", "number": "45/UBND-NC", "signed_on": "12/11/2020", "signer_name": "A"}

    def upload(user):
        client.force_login(user)
        scan = SimpleUploadedFile("xac-nhan.pdf", PDF, "application/pdf")
        assert client.post(url, values | {"signer_post": "Phó Chủ tịch", "file": scan}).status_code == 302
        return ScoreSheet.objects.get(pk=sheet.pk).step

    assert upload(leader) == 1
    waiting = OutsideConfirmation.objects.get()
    assert (waiting.state, word_of(waiting, LATER).label) == (ConfirmationState.WAITING, "Chờ tiếp nhận")
    accept = reverse("scoring:confirmation-accept", args=[sheet.pk])
    assert client.post(accept).status_code == 403
    client.force_login(office)
    assert client.post(reverse("scoring:confirmation-revoke", args=[sheet.pk])).status_code == 302
    assert client.post(accept).status_code == 422
    assert upload(leader) == 1
    client.force_login(office)
    assert client.post(accept).status_code == 302
    assert ScoreSheet.objects.get(pk=sheet.pk).step == 2


def test_what_the_standing_office_uploads_ends_the_step(client, sheet, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(standing_office_of(sheet))
    values = {"body_name": "UBND tỉnh", "number": "45/UBND-NC", "signed_on": "12/11/2020", "signer_name": "A"}
    values |= {"signer_post": "Phó Chủ tịch", "file": SimpleUploadedFile("xac-nhan.pdf", PDF, "application/pdf")}
    client.post(reverse("scoring:confirmation-paper", args=[sheet.pk]), values)
    assert ScoreSheet.objects.get(pk=sheet.pk).step == 2


@pytest.mark.parametrize(
    ("failures", "at", "word"),
    [(0, LATER, "Chờ xác nhận"), (0, NOW + timedelta(days=7), "Hết hạn"), (5, LATER, "Bị khóa do nhập sai mã")],
)
def test_a_dead_link_is_shown_as_dead(sheet, failures, at, word):
    made = link(sheet).confirmation
    made.failures = failures
    assert str(word_of(made, at).label) == word


def test_pages_from_the_link_to_the_answer_without_an_account(client, sheet):
    client.force_login(standing_office_of(sheet))
    page = client.post(reverse("scoring:confirmation-link", args=[sheet.pk]), {"body_name": "UBND tỉnh", "days": "7"})
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")
    url, code = page.context["link"].removeprefix("http://testserver"), page.context["code"]
    client.logout()
    shown = client.get(url)
    assert "Tiêu chí A.1" in shown.content.decode()
    # A browser that sees "no-referrer" posts with ``Origin: null``, which the check of the token refuses.
    assert (shown.headers["Referrer-Policy"], shown.headers["Cache-Control"]) == ("same-origin", "no-store")
    client = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})
    values = {**WHO, "answer": "confirm", "seen": shown.context["seen"]}
    values["csrfmiddlewaretoken"] = client.get(url).context["csrf_token"]
    wrong = client.post(url, values | {"code": "12"})
    assert (wrong.status_code, "Mã xác nhận không đúng" in wrong.content.decode()) == (422, True)
    done = client.post(url, values | {"code": f" {code[:4]} {code[4:]} "})
    assert "Đã ghi nhận trả lời" in done.content.decode()
    assert client.get(url).status_code == 404


def test_many_dead_links_from_one_address_are_slowed_down(client):
    cache.clear()
    url = reverse("scoring:outside", args=["khong-co"])
    statuses = [client.get(url).status_code for _time in range(31)]
    cache.clear()
    assert (set(statuses[:30]), statuses[30]) == ({404}, 429)
