"""Pages of the registry: what each figure opens, forms, letters, the public page."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from apps.catalog.models import AwardType
from apps.catalog.reference import load_catalogue
from apps.registry.models import Award, EligibilityLetter, GrantDocument
from apps.registry.tests.factories import AwardFactory, DecisionFactory, GrantFactory, PersonFactory, PostingFactory
from apps.units.enums import Role, UnitKind
from apps.units.models import QualityRating
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)


@pytest.fixture
def at_now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ministry():
    return UnitFactory(kind=UnitKind.MINISTRY, name="Bộ Tư pháp", code="BTP")


@pytest.fixture
def office(client, ministry, at_now):
    client.force_login(RoleAssignmentFactory(role=Role.STANDING_OFFICE, unit=ministry).user)
    return client


def test_each_figure_opens_its_list(office, ministry):
    grant = GrantFactory(keeper=ministry)
    AwardFactory.create_batch(2, grant=grant)
    AwardFactory(grant=grant, subject="collective", person=None)
    page = office.get(reverse("registry:grant-list"))
    row = page.context["page_obj"][0]
    assert (row.collectives, row.individuals) == (1, 2)
    assert (page.context["totals"].collectives, page.context["totals"].individuals) == (1, 2)
    listed = office.get(reverse("registry:award-list"), {"grant": grant.pk, "subject": "individual"})
    assert listed.context["page_obj"].paginator.count == 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(office, ministry, count, django_assert_max_num_queries):
    for _n in range(count):
        AwardFactory(unit=UnitFactory(parent=ministry))
    office.get(reverse("registry:award-list"))
    with django_assert_max_num_queries(20) as captured:
        office.get(reverse("registry:award-list"))
    COUNTS.setdefault("award-list", len(captured))
    assert len(captured) == COUNTS["award-list"]


COUNTS: dict[str, int] = {}


def test_a_decision_is_entered_once_and_the_second_time_is_told(office, ministry):
    data = {
        "symbol": "1234/QĐ-BTP",
        "issued_on": "20-12-2025",
        "issuer_name": "Bộ Tư pháp",
        "authority_name": "Bộ trưởng Bộ Tư pháp",
        "authority_level": "ministry",
        "keeper": "BTP",
        "declared_individuals": "2",
    }
    answer = office.post(reverse("registry:grant-create"), data)
    grant = GrantDocument.objects.get()
    assert answer.url == grant.get_absolute_url()
    assert grant.decided_on == date(2025, 12, 20)
    again = office.post(reverse("registry:grant-create"), data)
    assert again.status_code == 422
    assert "đã có trong Sổ khen thưởng" in again.content.decode()
    assert "thiếu 2 cá nhân so với quyết định (2)" in office.get(grant.get_absolute_url()).content.decode()
    old = office.post(reverse("registry:grant-create"), data | {"symbol": "245/KT-CTN"})
    assert old.status_code == 302, "a number of former times"


def test_a_paper_that_is_known_with_another_day_is_told_beside_the_day(office, ministry):
    grant = GrantFactory(keeper=ministry)
    held, fallen = AwardFactory(grant=grant), AwardFactory(grant=grant, state="cancelled")
    DecisionFactory(symbol="9/QĐ-BTP", issued_on=date(2026, 1, 5), owner_code="BTP")
    typed = {"symbol": "9/QĐ-BTP", "issued_on": "06/01/2026", "reason": "Theo kết luận mới", "reason_code": "a"}
    for name, award in (("award-correct", held), ("award-cancel", held), ("award-restore", fallen)):
        page = reverse(f"registry:{name}", args=[award.pk])
        answer = office.post(page, office.get(page).context["form"].initial | typed)
        assert answer.context["form"].errors == {"issued_on": ["Số này đã vào sổ văn bản với ngày 05/01/2026."]}


def test_a_recipient_is_added_by_name_and_twins_are_asked(office, ministry):
    load_catalogue()
    grant = GrantFactory(keeper=ministry)
    unit = UnitFactory(parent=ministry, name="Cục Thử nghiệm", code="CTN")
    PostingFactory(person=PersonFactory(full_name="Trần Thị Thử"), unit=unit)
    PostingFactory(person=PersonFactory(full_name="Trần Thị Thử"), unit=UnitFactory(parent=ministry))
    data = {
        "award": AwardType.objects.get(code="BKB").pk,
        "subject": "individual",
        "person": "Trần Thị Thử",
        "unit": "CTN",
        "standing": "official",
        "year": "2025",
    }
    url = reverse("registry:recipient-add", args=[grant.pk])
    refused = office.post(url, data)
    assert refused.status_code == 422
    assert "Có nhiều người khớp" in refused.content.decode()
    assert office.post(url, data | {"person": "Trần Thị Thử, Cục Thử nghiệm"}).status_code == 302
    award = Award.objects.get()
    assert (award.recipient, award.unit, award.granted_on) == ("Bà Trần Thị Thử", unit, grant.decided_on)


def test_a_letter_names_article_and_what_is_missing(office, ministry):
    load_catalogue()
    unit = UnitFactory(parent=ministry)
    person = PersonFactory(full_name="Lê Văn Mẫu Duy Nhất")
    PostingFactory(person=person, unit=unit, starts_on=date(2015, 1, 1))
    QualityRating.objects.create(person=person, year=2025, level="done")
    data = {
        "award": AwardType.objects.get(code="LDTT").pk,
        "person": "Lê Văn Mẫu Duy Nhất",
        "year": "2025",
        "received_on": "02/03/2026",
    }
    answer = office.post(reverse("registry:letter-create"), data)
    letter = EligibilityLetter.objects.get()
    assert answer.url == letter.get_absolute_url()
    page = office.get(answer.url).content.decode()
    assert letter.get_outcome_display() == "Không đủ điều kiện"
    for text in ("Xếp loại chất lượng hoàn thành tốt", "Điều 24 khoản 1 06/2022/QH15", "2025: Hoàn thành nhiệm vụ"):
        assert text in page
    pdf = office.get(reverse("registry:letter-pdf", args=[letter.pk]))
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")


def test_what_the_meeting_confirms_makes_a_new_letter(office, ministry):
    load_catalogue()
    person = PersonFactory(full_name="Lê Văn Mẫu Duy Nhất")
    PostingFactory(person=person, unit=UnitFactory(parent=ministry))
    data = {"award": AwardType.objects.get(code="BKB").pk, "person": person.full_name, "year": "2025"}
    office.post(reverse("registry:letter-create"), data | {"received_on": "02/03/2026"})
    first = EligibilityLetter.objects.get()
    office.post(reverse("registry:letter-again", args=[first.pk]), {"facts": ["declared:movement_excellence"]})
    second = EligibilityLetter.objects.exclude(pk=first.pk).get()
    way = next(part for part in second.findings[0]["parts"] if part.get("group") == "Một trong các trường hợp")
    assert way["outcome"] == 0
    assert second.declared == ["declared:movement_excellence"]


def test_the_public_page_shows_published_lists_and_no_more(client, ministry, at_now):
    shown = AwardFactory(grant=GrantFactory(keeper=ministry, published_on=date(2026, 3, 2)))
    hidden = AwardFactory(grant=GrantFactory(keeper=ministry, published_on=date(2026, 3, 3)))
    cancelled = AwardFactory(grant=shown.grant, state="cancelled")
    page = client.get(reverse("registry:public-list")).content.decode()
    assert shown.recipient_name in page
    assert hidden.recipient_name not in page
    assert cancelled.recipient_name not in page


def test_former_units_of_a_recipient_are_named(office, ministry):
    AwardFactory(unit=UnitFactory(parent=ministry, name="Vụ Thử cũ"), unit_name="Vụ Thử cũ")
    assert "Vụ Thử cũ" in office.get(reverse("registry:award-list")).content.decode()
