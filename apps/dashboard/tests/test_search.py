"""The search box: one lookup over everything, never more than the lists themselves show."""

import unicodedata
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.accounts.tests.factories import UserFactory
from apps.core.actor import system_actor
from apps.dashboard.searching import finding
from apps.documents.domain.filing import Paper, change_paper
from apps.documents.models import Document
from apps.documents.symbols import as_symbol
from apps.movements.tests.factories import MovementFactory
from apps.registry.tests.factories import AwardFactory, DecisionFactory, GrantFactory, PersonFactory, PostingFactory
from apps.units.enums import Role, UnitKind
from apps.units.models import Unit, UnitName
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry():
    return UnitFactory(kind=UnitKind.MINISTRY, name="Bộ Tư pháp", code="BTP")


@pytest.fixture
def office(client, ministry):
    client.force_login(RoleAssignmentFactory(role=Role.STANDING_OFFICE, unit=ministry).user)
    return client


def ask(client, text: str) -> dict[str, list[str]]:
    """Titles of what is found, by kind."""
    page = client.get(reverse("dashboard:search"), {"q": text})
    assert page.status_code == 200
    return {group.kind.code: [hit.title for hit in group.hits] for group in page.context["groups"]}


def plan() -> Document:
    return Document.objects.create(
        symbol="36/KH-KVTĐ",
        issued_on=date(2022, 4, 8),
        issuer_name="Khu vực thi đua các thành phố",
        abstract="Kế hoạch hoạt động năm 2022",
        owner_code="BTP",
        for_everyone=True,
    )


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("36/KH-KVTĐ", "36/kh-kvtd"),
        ("36 / kh – kvtđ", "36/kh-kvtd"),
        ("36-KH-KVTD", "36/kh-kvtd"),
        ("36.KH_KVTĐ", "36/kh-kvtd"),
        ("36/KH/KVTĐ", "36/kh-kvtd"),
        ("số: 36/KH-KVTĐ, ngày 08/4/2022", "36/kh-kvtd"),
        ("số 36/KH-KVTĐ (08/4/2022)", "36/kh-kvtd"),
        ("10-Ctr/BCS", "10-ctr/bcs"),
        ("06/KH-KVTĐ", "6/kh-kvtd"),
        ("kế hoạch 36/KH-KVTĐ", "kế hoạch 36/KH-KVTĐ"),
        ("2022", "2022"),
        ("08/4/2022", "08/4/2022"),
        ("Sở Tư pháp", "Sở Tư pháp"),
    ],
)
def test_a_symbol_is_read_in_any_spelling(typed, query):
    assert as_symbol(typed) == query


@pytest.mark.parametrize("typed", ["36/kh-kvtd", "36 – KH – KVTĐ", "số 36/KH-KVTĐ ngày 08/4/2022", "kvtd 36"])
def test_a_paper_is_found_by_its_symbol_and_so_it_is_in_its_list(office, typed):
    paper = plan()
    assert ask(office, typed)["documents"] == [str(paper)]
    listed = office.get(reverse("documents:document-list"), {"q": typed})
    assert [each.pk for each in listed.context["page_obj"]] == [paper.pk]


def test_what_rests_on_a_decision_is_found_by_its_symbol_and_follows_its_correction(office, ministry):
    paper = DecisionFactory(symbol="1806/QĐ-BTP", issued_on=date(2022, 9, 13))
    movement = MovementFactory(organiser=ministry, decision=paper)
    GrantFactory(keeper=ministry, document=paper)
    assert {*ask(office, "1806-QĐ-BTP")} >= {"movements", "decisions"}
    right = Paper("1860/QĐ-BTP", paper.issued_on, paper.issuer_name, paper.kind)
    who = {"actor": system_actor(), "now": timezone.now()}
    with CaptureQueriesContext(connection) as asked:
        change_paper(document_id=paper.pk, version=paper.version, paper=right, **who)
    held = [each["sql"] for each in asked if "FOR NO KEY UPDATE" in each["sql"]]  # so that nobody's words are undone
    assert not [each["sql"] for each in asked if "FOR UPDATE" in each["sql"]]  # whoever cites the paper need not wait
    for table in ("documents_document", "movements_movement", "registry_grantdocument", "awards_awarddecision"):
        assert any(f'FROM "{table}"' in sql for sql in held), table
    assert "movements" not in ask(office, "1806/QĐ-BTP")
    for typed in ("1860/QĐ-BTP", "số 1860-qd-btp ngày 13/9/2022"):
        found = ask(office, typed)
        assert (found["movements"], found["decisions"]) == ([movement.short_name], ["1860/QĐ-BTP (13/09/2022)"])
        listed = office.get(reverse("movements:movement-list"), {"q": typed, "state": "all"})
        assert [each.pk for each in listed.context["page_obj"]] == [movement.pk]


def test_all_kinds_are_found_without_diacritics_decomposed_and_by_former_names(office, ministry):
    unit = UnitFactory(parent=ministry, name="Sở Tư pháp tỉnh Lào Cai", code="LCA")
    UnitName.objects.create(unit=unit, name="Sở Tư pháp tỉnh Yên Bái", valid_to=date(2025, 6, 30))
    person = PersonFactory(full_name="Nguyễn Thị Yên Bái")
    PostingFactory(person=person, unit=unit)
    grant = GrantFactory(keeper=ministry, occasion="Tổng kết ở Yên Bái")
    AwardFactory(grant=grant, person=person, unit=unit)
    MovementFactory(organiser=ministry, short_name="Yên Bái thi đua", title="Yên Bái thi đua", state="draft")
    wanted = {"units", "people", "decisions", "awards", "movements"}
    for text in ("yen bai", "YÊN  BÁI", unicodedata.normalize("NFD", "Yên Bái")):
        assert set(ask(office, text)) == wanted
    page = office.get(reverse("dashboard:search"), {"q": "yen bai"})
    assert "theo tên cũ, đơn vị tiền thân" in page.content.decode()
    for group in page.context["groups"]:
        assert office.get(group.list_url).context["page_obj"].paginator.count == group.count


def test_nobody_finds_what_the_lists_do_not_show(client, ministry):
    unit, other = UnitFactory.create_batch(2, parent=ministry)
    own, foreign = PersonFactory(full_name="Lê Thị Riêng"), PersonFactory(full_name="Lê Văn Riêng")
    for person, home in ((own, unit), (foreign, other)):
        PostingFactory(person=person, unit=home)
        AwardFactory(person=person, unit=home, grant=GrantFactory(keeper=home, occasion="Riêng"))
    for role, people in ((Role.OFFICER, ["Bà Lê Thị Riêng"]), (None, None)):
        user = RoleAssignmentFactory(role=role, unit=unit).user if role else UserFactory()
        client.force_login(user)
        found = ask(client, "riêng")
        assert found.get("people") == people
        assert len(found.get("awards", [])) == len(found.get("decisions", [])) == len(people or [])
        shown = client.get(reverse("dashboard:search-suggestions"), {"q": "riêng"}).content.decode()
        assert "Lê Văn Riêng" not in shown
        assert ("Lê Thị Riêng" in shown) is bool(people)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("", False),
        ("l", False),
        ("%", False),
        ("__", True),
        ("'", False),
        ("a\u0301", False),
        ("zq", True),
        ("zqx", True),
    ],
)
def test_what_finds_nothing_says_what_to_do(office, text, asked):
    """Two letters are asked for, one is not."""
    page = office.get(reverse("dashboard:search"), {"q": text})
    assert page.context["groups"] == []
    assert ("Không tìm thấy gì" in page.content.decode()) is asked


@pytest.mark.parametrize("counted", [1000, 1])
def test_the_zero_before_a_number_makes_no_other_paper(office, monkeypatch, counted):
    """Typed whole or in part, with more hits than are counted or fewer: what begins so comes first."""
    monkeypatch.setattr(finding, "COUNTED", counted)
    monkeypatch.setattr(finding, "LOOKED_THROUGH", 1)
    for day, symbol in enumerate(("5/QĐ-BTP", "05/QĐ-STP", "15/QĐ-BTP", "105/QĐ-STP", "15/QĐ-STP"), start=1):
        GrantFactory(document=DecisionFactory(symbol=symbol, issued_on=date(2022, 9, day)))
    for typed, first in (
        ("05/QĐ-BTP", "5/QĐ-BTP (01/09/2022)"),
        ("5-qd-stp", "05/QĐ-STP (02/09/2022)"),
        ("05/QĐ-S", "05/QĐ-STP (02/09/2022)"),
    ):
        found = ask(office, typed)
        assert {found[kind][0] for kind in ("documents", "decisions")} == {first}, typed


def test_counting_ends_and_the_page_says_so(office, ministry, monkeypatch):
    monkeypatch.setattr(finding, "COUNTED", 6)
    UnitFactory.create_batch(9, parent=ministry, name="Đơn vị đo lường")
    page = office.get(reverse("dashboard:search"), {"q": "do luong"})
    (group,) = page.context["groups"]
    assert (group.count, group.more, len(group.hits)) == (7, True, 5)


def test_what_fits_best_is_shown_of_more_hits_than_are_counted(office, ministry, monkeypatch):
    """Called so, then begins so, then the newest; not those that the database happens to read first."""
    monkeypatch.setattr(finding, "COUNTED", 6)
    monkeypatch.setattr(finding, "LOOKED_THROUGH", 3)
    symbols = [*(f"{n}/BC-BTP" for n in range(1, 10)), "7/KH-ABC", "7/KH-A"]
    days = [*(date(2020, 1, n) for n in range(1, 10)), date(2002, 2, 2), date(2001, 1, 1)]
    for symbol, day in zip(symbols, days, strict=True):
        Document.objects.create(
            symbol=symbol, issued_on=day, abstract="Theo 7/KH-A", owner_code=ministry.code, for_everyone=True
        )
    page = office.get(reverse("dashboard:search"), {"q": "7-kh-a"})
    (group,) = page.context["groups"]
    shown = [hit.title.split()[0] for hit in group.hits]
    assert (shown, group.more) == (["7/KH-A", "7/KH-ABC", "9/BC-BTP", "8/BC-BTP", "7/BC-BTP"], True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_depend_on_what_is_found(office, ministry, count, django_assert_num_queries):
    for n in range(count):
        unit = UnitFactory(parent=ministry, name=f"Đo lường {n}")
        person = PersonFactory(full_name=f"Đo Lường {n}")
        PostingFactory(person=person, unit=unit)
        AwardFactory(person=person, unit=unit, grant=GrantFactory(keeper=ministry, occasion="Đo lường"))
    assert Unit.objects.search("do luong").count() == count
    office.get(reverse("dashboard:search"), {"q": "do luong"})
    # Session, user, actor and shell; the reach of the ministry's people; one that finds, four kinds, postings.
    with django_assert_num_queries(QUERIES):
        office.get(reverse("dashboard:search"), {"q": "do luong"})


QUERIES = 16
