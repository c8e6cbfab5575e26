"""Activities, commitments and the board of evenness: accessible, nothing cut off on a phone."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory, MemberFactory
from apps.movements.tests.model_factories import ActivityFactory, MovementFactory, ParticipationFactory
from apps.units.enums import Role
from apps.units.tests.factories import PersonFactory, PostingFactory, RoleAssignmentFactory
from emulation_portal.tests.browser import DESK, PHONE, axe_violations, overflow, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "Phong trào thi đua thực hành tiết kiệm, chống lãng phí trong toàn ngành Tư pháp giai đoạn mới"


@pytest.fixture
def led():
    """A head's unit with two movements, one themed; three people; some activity. A second member has none."""
    today = timezone.localdate()
    cluster_year = ClusterYearFactory(year__year=today.year)
    head, quiet = MemberFactory.create_batch(2, cluster_year=cluster_year)
    HeadTermFactory(cluster_year=cluster_year, unit=head.unit)
    user = RoleAssignmentFactory(unit=head.unit, role=Role.OFFICER).user
    days = {"starts_on": date(today.year, 1, 1), "ends_on": date(today.year, 12, 31)}
    for themed in (False, True):
        movement = MovementFactory(title=TITLE, short_name=TITLE[:80], themed=themed, **days)
        place = ParticipationFactory(movement=movement, unit=head.unit, launched_on=date(today.year, 1, 1))
        ParticipationFactory(movement=movement, unit=quiet.unit)
    ActivityFactory.create_batch(3, participation=place, on=today - timedelta(days=1))
    for _n in range(3):
        PostingFactory(unit=head.unit, person=PersonFactory())
    return user, place


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_pages_of_a_movement_s_life(page, live_server, client, led, size):
    user, place = led
    page.set_viewport_size(size)
    sign_in(page, live_server, client, user)
    for name, args in (
        ("movement-list", ()),
        ("own-movements", ()),
        ("activity-list", (place.pk,)),
        ("activity-create", (place.pk,)),
        ("commitment-list", (place.pk,)),
        ("commitment-add", (place.pk,)),
        ("commitment-paste", (place.pk,)),
        ("evenness", ()),
    ):
        page.goto(live_server.url + reverse(f"movements:{name}", args=args))
        assert (name, overflow(page), axe_violations(page)) == (name, 0, [])
