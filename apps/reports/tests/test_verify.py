"""The public page of a verification code: what was issued, whether it holds, whether the file at hand is the same."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.accounts.tests.factories import UserFactory
from apps.clusters.tests.factories import ClusterYearFactory
from apps.core.actor import system_actor
from apps.documents.domain.issuing import About, issue
from apps.documents.domain.verifying import canonical_code, compare
from apps.documents.models import IssuedFile
from apps.ranking.tests.factories import run_of
from apps.registry.tests.factories import PersonFactory
from apps.reports.domain.summaries import begin_summary, finish_summary, what_is_read
from apps.reports.summary.reading import content_now

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
CODE = "ABCD-EFGH-JKLM"
CONTENT = b"%PDF-1.7 noi dung"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def issued(report="ranking", ids=(), code=CODE, title="Kết quả xếp hạng", at=NOW) -> IssuedFile:
    return issue(
        about=About(report, "run=1", list(ids), title),
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


@pytest.mark.parametrize("report", ["registry_letter", "eligibility_letter"])
def test_what_is_gone_no_longer_holds_and_no_person_is_named(client, report):
    asker, person = UserFactory(full_name="Trần Thị Hỏi"), PersonFactory(full_name="Lê Thị Xét")
    file = issued(report, [0], title=f"{person} – Bằng khen")
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
