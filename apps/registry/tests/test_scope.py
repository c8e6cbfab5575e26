"""One scope for decisions and their awards: what is listed, what may be opened, what a figure links to."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from apps.accounts.grants import actor_for
from apps.core.actor import system_actor
from apps.documents.models import Use
from apps.registry.document_uses import followed
from apps.registry.domain.acts import correct_award
from apps.registry.domain.holds import InFuture, NotOfUnit, begin_hold, end_hold
from apps.registry.domain.recipients import RecipientTwice
from apps.registry.models import Award, AwardCampaign, GrantDocument, ReviewHold
from apps.registry.tests.factories import AwardFactory, DecisionFactory, GrantFactory, PersonFactory, PostingFactory
from apps.units.enums import Role, UnitKind
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
SYSTEM = system_actor()


@pytest.fixture
def at_now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ministry():
    return UnitFactory(kind=UnitKind.MINISTRY, code="BTP")


@pytest.fixture
def unit(ministry):
    return UnitFactory(parent=ministry)


def signed_in(client, unit, role=Role.OFFICER):
    user = RoleAssignmentFactory(role=role, unit=unit).user
    client.force_login(user)
    return actor_for(user, NOW.date())


def test_a_decision_is_seen_with_one_of_its_awards_and_tells_only_those(client, at_now, ministry, unit):
    grant = GrantFactory(keeper=ministry)
    mine = AwardFactory(grant=grant, unit=unit)
    other = AwardFactory(grant=grant, unit=UnitFactory(parent=ministry))
    hidden = AwardFactory(grant=GrantFactory(keeper=ministry), unit=UnitFactory(parent=ministry))
    actor = signed_in(client, unit)
    assert list(Award.objects.visible_to(actor)) == [mine]
    assert list(GrantDocument.objects.visible_to(actor)) == [grant]
    page = client.get(grant.get_absolute_url())
    assert list(page.context["awards"]) == [mine]
    assert "?grant=" not in page.content.decode().split("Danh sách")[1].split("Những dòng đầu")[0]
    assert other.recipient_name not in page.content.decode()
    listed = client.get(reverse("registry:grant-list"))
    assert [(row.pk, row.individuals, all_seen) for row, all_seen in listed.context["rows"]] == [(grant.pk, 2, False)]
    assert client.get(hidden.grant.get_absolute_url()).status_code == 404
    asked = client.get(reverse("registry:award-list"), {"grant": hidden.grant_id})
    assert hidden.grant.document.symbol not in asked.content.decode()


def test_what_a_person_received_elsewhere_follows_to_the_present_unit(client, ministry, unit):
    person = PostingFactory(unit=unit).person
    award = AwardFactory(person=person, unit=UnitFactory(parent=ministry), grant=GrantFactory(keeper=ministry))
    assert list(Award.objects.visible_to(signed_in(client, unit))) == [award]


def test_whoever_serves_the_keeper_sees_its_decisions_and_their_awards(client, unit):
    below = UnitFactory(parent=unit)
    award = AwardFactory(grant=GrantFactory(keeper=below))
    actor = signed_in(client, unit, Role.AUDITOR)
    assert list(Award.objects.visible_to(actor)) == [award]
    assert list(GrantDocument.objects.visible_to(actor)) == [award.grant]


@pytest.mark.parametrize("count", [1, 3])
def test_the_filter_by_decision_costs_the_same_for_one_and_three(
    client, at_now, ministry, count, django_assert_max_num_queries
):
    signed_in(client, ministry, Role.STANDING_OFFICE)
    grants = [AwardFactory(unit=UnitFactory(parent=ministry)).grant for _n in range(count)]
    client.get(reverse("registry:award-list"))
    with django_assert_max_num_queries(24) as captured:
        page = client.get(reverse("registry:award-list"), {"grant": grants[0].pk})
    assert page.context["page_obj"].paginator.count == 1
    COUNTS.setdefault("award-list", len(captured))
    assert len(captured) == COUNTS["award-list"]


COUNTS: dict[str, int] = {}


def test_the_timeline_links_only_what_may_be_opened(client, at_now, ministry, unit):
    before = AwardFactory(subject="collective", unit=unit, person=None)
    elsewhere = UnitFactory(parent=ministry)
    signed_in(client, elsewhere)
    page = client.get(reverse("registry:unit-timeline", args=[unit.pk])).content.decode()
    assert before.award_type.name in page
    assert before.get_absolute_url() not in page
    signed_in(client, unit)
    assert before.get_absolute_url() in client.get(reverse("registry:unit-timeline", args=[unit.pk])).content.decode()


def test_auditors_get_no_buttons_that_are_refused(client, at_now, ministry):
    signed_in(client, ministry, Role.AUDITOR)
    ReviewHold.objects.create(unit=ministry, kind="press", started_on=date(2026, 1, 1))
    for name, button in (("hold-list", "hold-create"), ("grant-list", "grant-create"), ("award-list", "grant-create")):
        page = client.get(reverse(f"registry:{name}")).content.decode()
        assert reverse(f"registry:{button}") not in page
        assert "Ghi kết luận" not in page


def test_a_decision_may_belong_to_a_campaign_that_one_sees(client, at_now):
    own = UnitFactory(kind=UnitKind.JUSTICE_DEPARTMENT, code="STP-THU")
    signed_in(client, own, Role.STANDING_OFFICE)
    mine = AwardCampaign.objects.create(owner=own, occasion="Dịp thử", type="movement", year=2026)
    theirs = AwardCampaign.objects.create(owner=UnitFactory(), occasion="Dịp khác", type="movement", year=2026)
    data = {
        "symbol": "1/QĐ-BTP",
        "issued_on": "20/12/2025",
        "issuer_name": "Bộ Tư pháp",
        "authority_name": "Bộ trưởng",
        "authority_level": "ministry",
        "keeper": "STP-THU",
        "campaign": theirs.pk,
    }
    url = reverse("registry:grant-create")
    assert client.post(url, data).status_code == 422
    assert client.post(url, data | {"campaign": mine.pk, "declared_individuals": "1000001"}).status_code == 422
    assert client.post(url, data | {"campaign": mine.pk}).status_code == 302
    assert GrantDocument.objects.get().campaign == mine


def hold(unit, **changes):
    arguments = {"unit_id": unit.pk, "kind": "complaint", "started_on": date(2026, 3, 2), "actor": SYSTEM, "now": NOW}
    return begin_hold(**{**arguments, **changes})


def test_a_review_is_of_the_units_own_people_and_not_in_the_future(unit):
    below = PostingFactory(unit=UnitFactory(parent=unit)).person
    assert hold(unit, person_id=below.pk) == hold(unit, person_id=below.pk)
    assert hold(unit) == hold(unit)
    with pytest.raises(NotOfUnit):
        hold(unit, person_id=PersonFactory().pk)
    with pytest.raises(InFuture):
        hold(unit, kind="press", started_on=date(2026, 3, 3))
    made = hold(unit)
    with pytest.raises(InFuture):
        end_hold(hold_id=made.pk, version=made.version, ended_on=date(2026, 3, 3), result="x", actor=SYSTEM, now=NOW)


def test_a_correction_that_would_make_a_second_line_is_refused():
    grant = GrantFactory()
    common = {"grant": grant, "person": None, "unit": None, "unit_name": "Hội thử"}
    AwardFactory(recipient_name="Trần Thị Thử", **common)
    wrong = AwardFactory(recipient_name="Trần Thi Thử", **common)
    with pytest.raises(RecipientTwice) as refused:
        correct_award(
            award_id=wrong.pk,
            version=wrong.version,
            changes={"recipient_name": "Trần Thị Thử"},
            document=DecisionFactory(),
            reason="Sai chính tả",
            actor=SYSTEM,
            now=NOW,
        )
    assert refused.value.field == "recipient_name"


def test_papers_name_only_the_places_that_one_may_open(client, ministry, unit):
    seen, hidden = AwardFactory(unit=unit).grant, AwardFactory().grant
    keys = [f"grant:{seen.pk}", f"grant:{hidden.pk}", "unknown:1"]
    assert followed(keys, signed_in(client, unit)) == {f"grant:{seen.pk}"}
    assert not Use.objects.exists()
