"""The pages of a consultation, as officer, leader, standing office and auditor see them."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from apps.clusters.tests.factories import ClusterYearFactory, MemberFactory
from apps.core.tokens import new_token
from apps.obligations.models import Obligation
from apps.scoring.domain.consultation_replies import CommentInput, change_comment
from apps.scoring.domain.consultation_rounds import open_consultation
from apps.scoring.domain.criteria_sets import Class, arrange_set
from apps.scoring.models import CommentAnswer, Consultation, ConsultationReply, DraftComment, SentComment
from apps.scoring.tests.consultation_cases import DUE_ON, LAST_MOMENT, NOW, SYSTEM, build, reply_with

pytestmark = pytest.mark.django_db
ON_PLAN = CommentInput("criterion", "A.1", "Nên tính cả kế hoạch liên ngành.", Decimal("1.5"))
ON_LAW = CommentInput("criterion", "A.2", "Ít điểm quá.")
ON_ANNEX = CommentInput("general_rule", body="Đề nghị làm tròn.")


def url(name, *arguments) -> str:
    return reverse(f"consultations:{name}", args=arguments)


def post(client, address, **data):
    return client.post(address, {"form_token": new_token(), **data})


@time_machine.travel(NOW, tick=False)
def test_s001_5_pages_from_asking_to_the_changes_shown(client):
    case = build(1, opened=False)
    client.force_login(case.office)
    asked = post(client, url("open", case.criteria_set.pk), units=[case.units[0].pk], due_on="10/03/2023", note="Góp ý")
    consultation = Consultation.objects.get()
    assert asked.url == consultation.get_absolute_url()
    client.force_login(case.officers[0])
    assert "Bắt đầu góp ý" in client.get(consultation.get_absolute_url()).content.decode()
    started = post(client, url("reply-start", consultation.pk, case.units[0].pk))
    reply = ConsultationReply.objects.get()
    assert started.url == reply.get_absolute_url()
    add = url("comment-add", reply.pk)
    assert post(client, add, place="A.1", body="Ít quá", proposed_points="1,5").status_code == 302
    assert post(client, add, place="A.2", proposed_wording="Phổ biến pháp luật").status_code == 302
    assert post(client, add, place=":general_rule", body="Làm tròn 0,25").status_code == 302
    assert post(client, add, place="A.1", body=" ").status_code == 422
    assert DraftComment.objects.get(code="A.1").proposed_points == Decimal("1.5")
    assert post(client, url("reply-to-leader", reply.pk)).status_code == 302
    client.force_login(case.leaders[0])
    check = client.get(url("reply-check", reply.pk))
    sent = post(client, url("reply-confirm", reply.pk), seen=check.context["signing"].seen)
    assert sent.url == url("reply-receipt", reply.pk)
    assert "XN-YK-2023-" in client.get(sent.url).content.decode()
    client.force_login(case.office)
    comments = client.get(url("comment-list", consultation.pk), {"answer": "none"})
    assert [c.place for c in comments.context["object_list"]] == [
        "1. Ban hành kế hoạch",
        "2. Phổ biến, giáo dục pháp luật",
        "Phụ lục: quy tắc chấm điểm chung",
    ]
    first = SentComment.objects.get(code="A.1")
    answered = post(
        client, url("answer", first.pk), kind="accepted", words="Đã sửa còn 1,5", expected_version=0, changed_code=""
    )
    assert answered.status_code == 302
    many = url("answer-many", consultation.pk)
    bulk = {"all": "1", "counted": "2", "kind": "explained", "words": "Giữ như dự thảo"}
    assert post(client, many, **bulk).status_code == 302
    assert sorted(CommentAnswer.objects.values_list("kind", flat=True)) == ["accepted", "explained", "explained"]
    with time_machine.travel(LAST_MOMENT + timedelta(seconds=1), tick=False):
        client.force_login(case.office)
        assert post(client, url("close", consultation.pk)).status_code == 302
        client.force_login(case.officers[0])
        page = client.get(reply.get_absolute_url()).content.decode()
    assert "Tiếp thu" in page
    assert "Giữ như dự thảo" in page


@time_machine.travel(NOW, tick=False)
def test_s001_5_the_annex_is_kept_as_it_was_asked_and_its_changes_stand_beside_the_comments_on_it(client):
    case = build(1, opened=False)
    pk, who = case.criteria_set.pk, {"actor": SYSTEM, "now": NOW}
    best = Class("Xuất sắc", Decimal(90), in_percent=True, quota_number=2)
    arrange_set(criteria_set_id=pk, classes=[best], **who)
    case.consultation = open_consultation(criteria_set_id=pk, due_on=DUE_ON, unit_ids=[case.units[0].pk], **who)
    reply_with(case, ON_ANNEX)
    client.force_login(case.office)
    draft = client.get(url("draft", case.consultation.pk)).content.decode()
    assert "Xuất sắc: từ 90% tổng điểm; không quá 2 đơn vị" in draft
    changes = url("changes", case.consultation.pk)
    before = client.get(changes).context
    assert (before["annex"], [each.body for each in before["unchanged"]]) == ([], [ON_ANNEX.body])
    arrange_set(criteria_set_id=pk, classes=[replace(best, min_points=Decimal(85))], **who)
    page = client.get(changes)
    assert [(each.label, each.before, each.after) for each in page.context["annex"]] == [
        (
            "Xếp loại",
            ("Xuất sắc: từ 90% tổng điểm; không quá 2 đơn vị",),
            ("Xuất sắc: từ 85% tổng điểm; không quá 2 đơn vị",),
        )
    ]
    assert [each.body for each in page.context["on_annex"]] == [ON_ANNEX.body]
    assert page.context["unchanged"] == []
    assert "Xuất sắc: từ 85% tổng điểm" in page.content.decode()


@time_machine.travel(NOW, tick=False)
def test_the_unit_does_not_see_answers_before_the_round_is_closed(client):
    case = build(1)
    reply = reply_with(case, ON_PLAN)
    CommentAnswer.objects.create(
        comment=SentComment.objects.get(), kind="accepted", words="Ý đang soạn", saved_by_label="Bà Thử", saved_at=NOW
    )
    client.force_login(case.officers[0])
    for page in (reply.get_absolute_url(), url("changes", case.consultation.pk)):
        assert "Ý đang soạn" not in client.get(page).content.decode()


@time_machine.travel(NOW, tick=False)
def test_the_second_writer_sees_both_and_loses_nothing(client):
    case = build(1)
    comment = reply_with(case, ON_PLAN, at=None).comments.get()
    change_comment(
        comment_id=comment.pk,
        comment=CommentInput("criterion", "A.1", "Của người trước"),
        expected_version=1,
        actor=SYSTEM,
        now=NOW,
    )
    client.force_login(case.officers[0])
    address = url("comment-change", comment.reply_id, comment.pk)
    typed = {"place": "A.1", "body": "Của người sau", "expected_version": "1"}
    refused = post(client, address, **typed)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Của người trước" in page
    assert "Của người sau" in page
    assert 'name="expected_version" value="2"' in page
    assert post(client, address, **typed | {"expected_version": "2"}).status_code == 302
    comment.refresh_from_db()
    assert comment.body == "Của người sau"


@time_machine.travel(NOW, tick=False)
def test_a_comment_taken_out_meanwhile_comes_back_with_what_was_typed(client):
    case = build(1)
    comment = reply_with(case, ON_PLAN, at=None).comments.get()
    address = url("comment-change", comment.reply_id, comment.pk)
    comment.delete()
    client.force_login(case.officers[0])
    assert post(client, address, place="A.2", body="Vẫn còn", expected_version="1").status_code == 302
    assert DraftComment.objects.get().body == "Vẫn còn"


@time_machine.travel(NOW, tick=False)
def test_comments_can_be_narrowed_and_taken_as_a_workbook(client):
    case = build()
    reply_with(case, ON_PLAN, ON_LAW)
    reply_with(case, ON_PLAN, ON_ANNEX, index=1)
    client.force_login(case.auditor)
    address = url("comment-list", case.consultation.pk)

    def found(**query):
        return client.get(address, query).context["paginator"].count

    assert (found(), found(code="A.1"), found(unit=case.units[0].pk), found(target="general_rule")) == (4, 2, 2, 1)
    book = load_workbook(BytesIO(client.get(address, {"format": "xlsx"}).content))
    cells = [cell for row in book.active.iter_rows(values_only=True) for cell in row]
    assert cells.count(ON_PLAN.body) == 2
    assert case.units[1].name in cells


@pytest.mark.parametrize("units", [1, 3])
@time_machine.travel(NOW, tick=False)
def test_queries_of_lists_do_not_grow(client, units, django_assert_num_queries):
    case = build(units)
    for index in range(units):
        reply_with(case, ON_PLAN, ON_LAW, index=index)
    client.force_login(case.auditor)
    client.get("/")
    with django_assert_num_queries(COMMENT_QUERIES):
        assert client.get(url("comment-list", case.consultation.pk)).context["paginator"].count == 2 * units
    with django_assert_num_queries(ROUND_QUERIES):
        assert len(client.get(case.consultation.get_absolute_url()).context["asked"]) == units


COMMENT_QUERIES, ROUND_QUERIES = 12, 15


@time_machine.travel(NOW, tick=False)
def test_home_of_the_officer_leads_to_the_round_and_that_of_the_office_to_the_comments(client):
    case = build(1)
    MemberFactory(cluster_year=ClusterYearFactory(year=case.criteria_set.year), unit=case.units[0])
    client.force_login(case.officers[0])
    home = client.get("/").content.decode()
    assert case.consultation.duty.label in home
    assert case.consultation.get_absolute_url() in home
    reply_with(case, ON_PLAN)
    assert Obligation.objects.get().subject_path == ConsultationReply.objects.get().get_absolute_url()
    client.force_login(case.office)
    assert "1 ý kiến chờ trả lời" in client.get("/").content.decode()


@time_machine.travel(NOW, tick=False)
def test_the_deadline_page_tells_the_second_writer(client):
    case = build(1)
    client.force_login(case.office)
    address = url("deadline", case.consultation.pk)
    first, second = DUE_ON + timedelta(days=2), DUE_ON + timedelta(days=3)
    assert post(client, address, due_on=f"{first:%d/%m/%Y}", expected_version="1").status_code == 302
    assert post(client, address, due_on=f"{second:%d/%m/%Y}", expected_version="1").status_code == 422
    assert Consultation.objects.get().duty.due_on == first


@time_machine.travel(NOW, tick=False)
def test_a_comment_saves_itself_while_it_is_typed_and_never_twice(client):
    case = build(1)
    comment = reply_with(case, ON_PLAN, at=None).comments.get()
    client.force_login(case.officers[0])
    address = url("comment-change", comment.reply_id, comment.pk)
    typed = {"autosave": "1", "place": "A.1", "expected_version": "1"}
    saved = client.post(address, typed | {"body": "Đang gõ"})
    assert saved.json()["fields"] == {"expected_version": 2}
    assert client.post(address, typed | {"body": "Của cửa sổ cũ"}).status_code == 409
    assert DraftComment.objects.get().body == "Đang gõ"
    comment.delete()
    assert client.post(address, typed | {"body": "Đã bỏ"}).status_code == 422
    assert not DraftComment.objects.exists()
