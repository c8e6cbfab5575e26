from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils import timezone

from apps.accounts import signing
from apps.accounts.tests.factories import UserFactory
from apps.audit.models import Entry
from apps.notifications.catcher import BACKEND
from apps.notifications.domain.kinds import kind_of, load_kinds
from apps.notifications.enums import MailState
from apps.notifications.models import Notice, OutboxMail, Preference
from apps.notifications.tests.factories import NOW, MailFactory, NoticeFactory, ReaderFactory

pytestmark = pytest.mark.django_db


def url(name, *arguments):
    return reverse(f"notifications:{name}", args=arguments)


@pytest.fixture
def reader(client):
    reader = ReaderFactory()
    client.force_login(reader)
    return reader


@pytest.fixture
def technician(client):
    user = UserFactory(is_staff=True)
    client.force_login(user)
    return user


def titles(response):
    return [notice.title for notice in response.context["page_obj"]]


def test_bell_counts_the_unread_on_every_page(client, reader):
    NoticeFactory.create_batch(2, recipient=reader)
    NoticeFactory(recipient=reader, read_at=NOW)
    NoticeFactory()
    page = " ".join(client.get("/").content.decode().split())
    assert '<span class="count">2<span class="visually-hidden"> chưa đọc</span></span>' in page


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count_does_not_grow(client, reader, count, django_assert_num_queries):
    NoticeFactory.create_batch(count, recipient=reader)
    client.get(url("notice-list"))
    # Session, account, grants, unread (tab, bell), kinds of the filter, count, rows.
    with django_assert_num_queries(8):
        assert len(titles(client.get(url("notice-list")))) == count


def test_opening_marks_as_read_and_goes_on(client, reader):
    notice = NoticeFactory(recipient=reader, path="/score-sheets/7/")
    response = client.get(url("notice-open", notice.pk))
    notice.refresh_from_db()
    assert (response.url, notice.read_at is not None) == ("/score-sheets/7/", True)
    first = notice.read_at
    client.get(url("notice-open", notice.pk))
    notice.refresh_from_db()
    assert notice.read_at == first


@pytest.mark.parametrize("path", ["", "//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:1"])
def test_opening_never_leads_out_of_the_portal(client, reader, path):
    response = client.get(url("notice-open", NoticeFactory(recipient=reader, path=path, body="Nội dung").pk))
    assert response.status_code == 200
    assert "Nội dung" in response.content.decode()


def test_filters_by_state_kind_days_and_words_without_diacritics(client, reader):
    NoticeFactory(recipient=reader, title="Gia hạn: Vụ Pháp luật", kind=kind_of("obligations.extended"))
    NoticeFactory(recipient=reader, title="Đã chốt", read_at=NOW, created_at=NOW - timedelta(days=3))
    for query, found in (
        ("?state=unread", ["Gia hạn: Vụ Pháp luật"]),
        ("?state=read", ["Đã chốt"]),
        ("?kind=obligations.extended", ["Gia hạn: Vụ Pháp luật"]),
        ("?search=phap luat", ["Gia hạn: Vụ Pháp luật"]),
        ("?until=9.11.2026", ["Đã chốt"]),
        ("?since=10/11/2026&until=12/11/2026", ["Gia hạn: Vụ Pháp luật"]),
        ("?o=at", ["Đã chốt", "Gia hạn: Vụ Pháp luật"]),
    ):
        assert titles(client.get(url("notice-list") + query)) == found, query


def test_every_choice_of_the_filter_begins_with_all(client, reader):
    form = client.get(url("notice-list")).context["filter"].form
    assert [str(next(iter(form.fields[name].choices))[1]) for name in ("state", "kind")] == ["Tất cả", "Tất cả"]


def test_empty_inbox_says_what_will_come(client, reader):
    assert "Chưa có thông báo nào" in client.get(url("notice-list")).content.decode()


def test_mark_one_and_back_to_the_list_as_it_stood(client, reader):
    notice = NoticeFactory(recipient=reader)
    response = client.post(url("notice-mark", notice.pk), {"as": "read", "query": "state=unread&page=2"})
    notice.refresh_from_db()
    assert (response.url, notice.read_at is None) == (url("notice-list") + "?state=unread&page=2", False)
    client.post(url("notice-mark", notice.pk), {"as": "unread"})
    notice.refresh_from_db()
    assert notice.read_at is None


def test_mark_all_matches_after_a_page_to_confirm(client, reader):
    NoticeFactory.create_batch(3, recipient=reader)
    NoticeFactory(recipient=reader, kind=kind_of("obligations.extended"))
    other = NoticeFactory()
    query = "?all=1&kind=scoring.sheet_received"
    confirm = client.get(url("notice-mark-read") + query)
    assert confirm.context["count"] == 3
    data = dict(confirm.context["kept"]) | {"form_token": confirm.context["form_token"]}
    assert client.post(url("notice-mark-read"), data).status_code == 302
    assert Notice.objects.unread().filter(recipient=reader).count() == 1
    other.refresh_from_db()
    assert other.read_at is None


def test_export_has_what_the_list_shows(client, reader):
    NoticeFactory(recipient=reader, title="Đã tiếp nhận: bảng A")
    NoticeFactory(recipient=reader, title="Đọc rồi", read_at=NOW)
    response = client.get(url("notice-list") + "?state=unread&format=xlsx")
    cells = {cell.value for row in openpyxl.load_workbook(BytesIO(response.content)).active for cell in row}
    assert "Đã tiếp nhận: bảng A" in cells
    assert "Đọc rồi" not in cells


def test_choices_are_kept_and_recorded_and_compulsory_kinds_are_locked(client, reader):
    load_kinds()
    page = client.get(url("preference-edit"))
    assert "Thời hạn của đơn vị đã thay đổi." in page.content.decode()
    assert "obligations.extended" not in page.context["form"].fields
    data = {"general": "digest", "ranking.published": "none", "obligations.extended": "none"}
    assert client.post(url("preference-edit"), data).status_code == 302
    chosen = dict(Preference.objects.filter(user=reader).values_list("kind_id", "delivery"))
    assert chosen == {None: "digest", "ranking.published": "none"}
    entry = Entry.objects.get(action="notifications.preference.save")
    assert entry.after == {"*": "digest", "ranking.published": "none"}
    client.post(url("preference-edit"), data)
    assert Entry.objects.filter(action="notifications.preference.save").count() == 1
    client.post(url("preference-edit"), {"general": ""})
    assert not Preference.objects.exists()


def test_unknown_choice_comes_back_beside_its_field(client, reader):
    load_kinds()
    response = client.post(url("preference-edit"), {"general": "pigeon"})
    assert response.status_code == 422
    assert "general" in response.context["form"].errors


@pytest.mark.parametrize("count", [1, 3])
def test_outbox_query_count_does_not_grow(client, technician, count, django_assert_num_queries):
    MailFactory.create_batch(count)
    client.get(url("mail-list"))
    # Session, account, grants, bell, states, oldest, kinds of the filter, count, rows.
    with django_assert_num_queries(9):
        assert len(client.get(url("mail-list")).context["page_obj"]) == count


def test_outbox_says_when_no_server_is_set(client, technician, settings):
    settings.MAIL_CONFIGURED = False
    assert "Chưa khai báo máy chủ thư" in client.get(url("mail-list")).content.decode()


def test_send_again_all_dead_letters_to_the_present_address(client, technician):
    dead = MailFactory.create_batch(2, state=MailState.DEAD, failures=12, last_error="550 No such mailbox")
    dead[0].recipient.email = "moi@minhhoa.example"
    dead[0].recipient.save()
    sent = MailFactory(state=MailState.SENT, sent_at=NOW)
    query = "?all=1&state=dead"
    confirm = client.get(url("mail-resend") + query)
    data = dict(confirm.context["kept"]) | {"form_token": confirm.context["form_token"]}
    for _time in range(2):
        assert client.post(url("mail-resend"), data).status_code == 302
    rows = OutboxMail.objects.filter(pk__in=[mail.pk for mail in dead]).order_by("pk")
    assert [(mail.state, mail.failures) for mail in rows] == [("queued", 0), ("queued", 0)]
    assert rows[0].to == "moi@minhhoa.example"
    entry = Entry.objects.get(action="notifications.mail.resend")
    assert (entry.actor_id, entry.after["count"]) == (str(technician.pk), 2)
    sent.refresh_from_db()
    assert sent.state == "sent"


def test_mails_that_are_sent_are_not_sent_again(client, technician):
    mail, dead = MailFactory(state=MailState.SENT, sent_at=NOW), MailFactory(state=MailState.DEAD)
    response = client.post(url("mail-resend"), {"ids": [mail.pk, dead.pk], "counted": 2})
    assert response.status_code == 422
    assert "1 thư đã gửi hoặc đang chờ gửi" in response.content.decode()
    dead.refresh_from_db()
    assert dead.state == "dead"


def test_mail_page_shows_what_the_server_said(client, technician):
    mail = MailFactory(state=MailState.DEAD, failures=1, last_error="550 No such mailbox")
    page = client.get(url("mail-detail", mail.pk)).content.decode()
    assert "550 No such mailbox" in page
    assert "Gửi lại" in page


def test_caught_mails_are_read_by_technical_staff_in_local_mode_only(client, technician, settings, tmp_path):
    settings.MAIL_CATCHER_DIR = tmp_path / "mail"
    assert client.get(url("caught-list")).status_code == 404
    settings.EMAIL_BACKEND = BACKEND
    headers = {"Message-ID": "<abc@minhhoa.example>"}
    for _time in range(2):  # twice sent is one file, as the ids are the same
        mail = EmailMessage("Gia hạn", "Kính gửi Bà Thử", None, ["ba@minhhoa.example"], headers=headers)
        get_connection(BACKEND).send_messages([mail])
    assert [caught.subject for caught in client.get(url("caught-list")).context["mails"]] == ["Gia hạn"]
    page = client.get(url("caught-detail", "abc@minhhoa.example"))
    assert "Kính gửi Bà Thử" in page.content.decode()
    assert client.get(url("caught-detail", "..")).status_code == 404
    client.force_login(ReaderFactory())
    assert client.get(url("caught-list")).status_code == 404


def test_who_stands_in_for_somebody_neither_reads_nor_chooses_for_them(client, technician):
    """The person has not seen it; and what comes by mail is their own choice."""
    reader = ReaderFactory()
    notice, read = NoticeFactory(recipient=reader), NoticeFactory(recipient=reader, read_at=NOW)
    session = client.session
    session[signing.STANDS_IN] = {"user": reader.pk, "until": (timezone.now() + timedelta(minutes=5)).timestamp()}
    session.save()
    client.get(url("notice-open", notice.pk))
    client.post(url("notice-mark", notice.pk), {"as": "read"})
    client.post(url("notice-mark", read.pk), {"as": "unread"})
    assert [Notice.objects.get(pk=each.pk).read_at for each in (notice, read)] == [None, NOW]
    assert client.get(url("preference-edit")).status_code == 403
    assert client.post(url("preference-edit"), {"general": "none"}).status_code == 403
