"""Vào sổ văn bản: S000-1, S004-2, S004-9, twins, secrecy, two writers."""

import threading
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection, transaction

from apps.audit.models import Entry
from apps.core.actor import Grant
from apps.core.dates import format_date, parse_date
from apps.core.errors import StaleVersion
from apps.documents import policies
from apps.documents.domain import citing, filing
from apps.documents.domain.filing import AlreadyFiled, InUse, PerhapsFiled, SaysTooMuch, change_paper, remove_paper
from apps.documents.domain.numbers import NumberWrong, own_number
from apps.documents.domain.secrecy import GUIDANCE, SecretMark, secrecy_mark
from apps.documents.enums import DocumentKind
from apps.documents.models import Document
from apps.documents.queries import guidance_for, where_used
from apps.documents.tests.factories import NOW, acting, filed, plan, region

pytestmark = pytest.mark.django_db


def test_s000_1_document():
    world = region()
    document = filed(world, issued_on=parse_date("08/4/2022"))
    assert (document.issued_on, format_date(document.issued_on)) == (date(2022, 4, 8), "08/04/2022")
    assert list(Document.objects.visible_to(acting(world.head)).search("36/kh-kvtd")) == [document]
    assert (document.kind, document.issuer_code) == (DocumentKind.PLAN, "KV-TPTW")
    with pytest.raises(AlreadyFiled, match="đã có trong sổ") as refused:
        filed(world, symbol="36/kh–kvtđ", issued_on=date(2022, 12, 31))
    assert refused.value.document == document
    assert filed(world, issued_on=date(2023, 1, 3)) != document


def test_s000_1_without_issuer_it_warns_and_asks_to_confirm():
    world = region()
    first = filed(world)
    with pytest.raises(PerhapsFiled) as warned:
        filed(world, issuer_name="")
    assert (warned.value.document, warned.value.field) == (first, "confirmed")
    assert filed(world, issuer_name="", confirmed=True) != first
    assert filed(world, symbol="99/BC-KVTĐ", issuer_name="").issuer_name == ""


@pytest.mark.parametrize("typed", ["005/qđ﹣btp", "005 / QĐ – BTP", "005/QĐ-BTP"])
def test_a_number_of_ours_is_written_as_the_decree_writes_it(typed):
    assert own_number(typed, DocumentKind.DECISION).casefold() == "005/qđ-btp"
    with pytest.raises(NumberWrong, match="không quá hai chữ số 0"):  # the register would not take it for number 5
        own_number(f"0{typed}", DocumentKind.DECISION)


def test_s004_2_symbols():
    world = region()
    symbols = {"10-Ctr/BCS": DocumentKind.PROGRAMME, "1116/QĐ-BTP": DocumentKind.DECISION, "Không số": "other"}
    found = {symbol: filed(world, symbol=symbol, issuer_name="Bộ Tư pháp") for symbol in symbols}
    assert {symbol: document.symbol for symbol, document in found.items()} == {s: s for s in symbols}
    assert {symbol: document.kind for symbol, document in found.items()} == symbols
    told = {
        "5034/BTP-TCCB": DocumentKind.LETTER,
        "5034/BTP-TC": DocumentKind.LETTER,  # the drafting unit, not a communiqué
        "1234/UB-QĐ": DocumentKind.DECISION,
        "144-CT": DocumentKind.OTHER,
        "05/CT-TTg": DocumentKind.DIRECTIVE,
    }
    assert {symbol: filing.kind_of_symbol(symbol) for symbol in told} == told


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("19-09-2022", "19/09/2022"),
        ("13/9/2022", "13/09/2022"),
        ("07/7/2021", "07/07/2021"),
        ("08/4/2022", "08/04/2022"),
    ],
)
def test_s004_9_date_shapes(client, typed, shown):
    world = region()
    client.force_login(world.head)
    data = {"owner_code": world.code, "symbol": "1/QĐ-T", "issued_on": typed, "issuer_name": "Bộ Tư pháp"}
    response = client.post("/documents/new/", data, follow=True)
    assert shown in response.content.decode()
    assert format_date(Document.objects.get().issued_on) == shown


def test_the_same_number_of_another_issuer_is_another_paper():
    world = region()
    assert filed(world, symbol="12/KH", issuer_name="Bộ Tư pháp") != filed(
        world, symbol="12/KH", issuer_name="Sở Nội vụ"
    )


def test_twin_seen_in_another_register_is_stopped_but_a_hidden_one_is_not_given_away():
    world = region()
    first = filed(world)
    with pytest.raises(AlreadyFiled) as refused:
        filed(world, by=world.member, owner="STP-HP")
    assert refused.value.document == first
    assert filed(world, by=world.outsider, owner="STP-YB") != first


def test_issuer_is_known_by_code_under_a_former_name():
    world = region()
    world.ha_noi.former_names.create(name="Sở Tư pháp Hà Nội")
    first = filed(world, symbol="5/BC", issuer_name=world.ha_noi.name)
    with pytest.raises(AlreadyFiled):
        filed(world, symbol="5/BC", issuer_name="Sở Tư pháp Hà Nội")
    assert first.issuer_code == world.ha_noi.code


def test_region_is_read_by_members_and_not_by_outsiders():
    world = region()
    document = filed(world)
    seen = {name: Document.objects.visible_to(acting(getattr(world, name))).exists() for name in ("member", "outsider")}
    assert seen == {"member": True, "outsider": False}
    assert (
        bool(policies.can_change(acting(world.head), document)),
        bool(policies.can_change(acting(world.member), document)),
    ) == (True, False)


def test_former_head_reads_the_register_and_files_no_more():
    world = region()
    document = filed(world)
    after = replace(acting(world.head), grants=tuple(g for g in acting(world.head).grants if not g.cluster_year_id))
    former = Grant("former_head", world.ha_noi.pk, world.ha_noi.path, world.cluster_year.pk)
    after = replace(after, grants=(*after.grants, former))
    assert list(Document.objects.visible_to(after)) == [document]
    assert not policies.can_change(after, document)


def test_published_guidance_is_found_by_everybody_in_its_year():
    world = region()
    letter = filed(
        world,
        by=world.office,
        owner="BTP",
        symbol="5034/BTP-TCCB",
        issuer_name="Bộ Tư pháp",
        guidance_year=2023,
        for_everyone=True,
    )
    assert list(guidance_for(acting(world.outsider), 2023)) == [letter]
    assert not guidance_for(acting(world.outsider), 2022)


@pytest.mark.parametrize("mark", ["Mật", "Tối mật", "TUYỆT MẬT", "tối  mật"])
@pytest.mark.parametrize("field", ["symbol", "abstract"])
def test_secrecy_mark_is_refused_with_the_guidance(field, mark):
    world = region()
    with pytest.raises(SecretMark) as refused:
        filed(world, **{field: f"12/BC ({mark})"})
    assert str(GUIDANCE) in str(refused.value)
    assert refused.value.field == field
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Kế hoạch bảo vệ bí mật nhà nước", ""),
        ("Quy chế bảo mật thông tin", ""),
        ("Đổi mật khẩu", ""),
        ("Mật độ dân cư", ""),
        ("bao-cao-toi-mat.pdf", "toi-mat"),
        ("Báo cáo_Mật.pdf", "Mật"),
        ("To\u0302\u0301i ma\u0323\u0302t.pdf", "Tối mật"),
        ("toi mat ngu.pdf", "toi mat"),
        ("thoi mat.pdf", ""),
    ],
)
def test_marks_are_told_from_ordinary_words(text, mark):
    assert secrecy_mark(text) == mark


def test_paper_of_the_secret_route_is_a_line_that_says_nothing():
    world = region()
    with pytest.raises(SaysTooMuch):
        filed(world, secret_route=True, abstract="Nội dung")
    line = filed(world, secret_route=True, symbol="77/BC")
    assert (line.secret_route, line.abstract, line.files.count()) == (True, "", 0)


def test_second_writer_is_told_and_the_first_one_stays():
    world = region()
    document = filed(world)
    changed = change_paper(
        document_id=document.pk, version=1, paper=plan(abstract="Bản đúng"), actor=acting(world.head), now=NOW
    )
    assert (changed.version, changed.abstract) == (2, "Bản đúng")
    with pytest.raises(StaleVersion, match="đã sửa lúc"):
        change_paper(document_id=document.pk, version=1, paper=plan(abstract="Muộn"), actor=acting(world.head), now=NOW)
    entry = Entry.objects.get(action="documents.document.change")
    assert (entry.before, entry.after) == ({"abstract": ""}, {"abstract": "Bản đúng"})


def test_changing_into_a_twin_is_stopped_and_saving_nothing_new_writes_nothing():
    world = region()
    first, second = filed(world), filed(world, symbol="37/KH-KVTĐ")
    with pytest.raises(AlreadyFiled):
        change_paper(document_id=second.pk, version=1, paper=plan(), actor=acting(world.head), now=NOW)
    change_paper(
        document_id=first.pk,
        version=1,
        paper=plan(kind="plan", issuer_code="KV-TPTW"),
        actor=acting(world.head),
        now=NOW,
    )
    assert not Entry.objects.filter(action="documents.document.change").exists()


def test_cited_paper_stays_and_an_unused_one_goes():
    world = region()
    document = filed(world)
    citing.cite(document, app="elsewhere", key="1", label="Bảng tự chấm điểm", path="/x/")
    with pytest.raises(InUse):
        remove_paper(document_id=document.pk, actor=acting(world.head), now=NOW)
    assert where_used(document, acting(world.head)).others == 1  # an app that registered nothing shows nothing
    citing.uncite(document, app="elsewhere", key="1")
    remove_paper(document_id=document.pk, actor=acting(world.head), now=NOW)
    assert not Document.objects.exists()
    assert Entry.objects.get(action="documents.document.remove").before["symbol"] == "36/KH-KVTĐ"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("owners", [("KV-TPTW", "KV-TPTW"), ("KV-TPTW", "STP-HN")])
def test_two_people_file_the_same_paper_at_once_and_one_is_told(owners):
    world = region()
    barrier, told = threading.Barrier(2), []

    def file(owner):
        try:
            barrier.wait(timeout=5)
            with transaction.atomic():
                document = filed(world, owner=owner)
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_sleep(0.3)")
                told.append(("filed", document.pk))
        except AlreadyFiled as refused:
            told.append(("told", refused.document.pk))
        finally:
            connection.close()

    threads = [threading.Thread(target=file, args=(owner,)) for owner in owners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    only = Document.objects.get()
    assert sorted(told) == [("filed", only.pk), ("told", only.pk)]
