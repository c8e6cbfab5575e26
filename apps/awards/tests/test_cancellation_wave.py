"""A decision is revoked: the page tells what relied on it, through any number of steps; all of it is concluded on."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from apps.awards.tests import council_world as world_of
from apps.awards.tests.council_world import LATER, person_line
from apps.awards.tests.test_decisions import drafted, issue
from apps.awards.tests.test_later_acts import revoke
from apps.core.dates import format_date, local
from apps.notifications.models import Notice
from apps.registry.enums import AwardState
from apps.registry.models import Award, Reliance
from apps.registry.tests.factories import AwardFactory, DecisionFactory, GrantFactory
from apps.units.enums import Role, UnitKind
from apps.units.models import Unit
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db


def test_the_cancellation_wave_from_revoking_to_the_last_conclusion(client, time_machine):
    time_machine.move_to(LATER["now"] + timedelta(days=30), tick=False)
    world = world_of.build()
    decision = issue(drafted(world, world.proposal(person_line(unit=world.unit), person_line(unit=world.unit))))
    officer = RoleAssignmentFactory(unit=world.unit, role=Role.OFFICER).user
    colleague = RoleAssignmentFactory(unit=world.ministry, role=Role.STANDING_OFFICE).user
    one, two = Award.objects.order_by("pk")
    day = local(LATER["now"]).date()
    grant = GrantFactory(keeper=world.ministry, document=DecisionFactory(issued_on=day))
    names = ("Lê Thị Một", "Lê Thị Hai", "Lê Thị Ba")
    first, second, third = (AwardFactory(grant=grant, granted_on=day, recipient_name=name) for name in names)
    for award, basis in ((first, one), (second, first), (third, two)):  # the second leads back through the first
        Reliance.objects.create(award=award, basis=basis)
    client.force_login(RoleAssignmentFactory(unit=world.ministry, role=Role.STANDING_OFFICE).user)

    page = reverse("awards:decision-revoke", args=[decision.pk])
    assert "3 khen thưởng sau này sẽ cần xem lại." in client.get(page).content.decode()
    today = format_date(day + timedelta(days=20))
    paper = {"symbol": "30/QĐ-BTP", "issued_on": today, "issuer_name": "Bộ Tư pháp", "reason_code": "c"}
    typed = paper | {
        "reason": "Thẩm định trái quy định",
        "version": client.get(page).context["form"].initial["version"],
    }
    shown = client.post(page, typed, follow=True).content.decode()
    told = Notice.objects.filter(kind__code__startswith="registry.").order_by("kind")
    assert [(each.recipient_id, each.title[:7], each.body.partition(" khen")[0]) for each in told] == [
        (officer.pk, "Hủy bỏ:", "2"),
        (colleague.pk, "Khen th", "3"),
    ]
    review = reverse("registry:review-list")
    assert "3 khen thưởng cần xem lại" in shown
    assert f"{review}?grant={decision.grant_id}" in shown
    listed = client.get(review, {"grant": decision.grant_id})
    assert {award.recipient_name for award in listed.context["page_obj"]} == set(names)
    assert "30/QĐ-BTP" in listed.content.decode()
    assert client.get(review, {"format": "xlsx"}).status_code == 200

    keep, cancel = reverse("registry:review-keep"), reverse("registry:review-cancel")
    note = {"note": "Vẫn đủ điều kiện theo căn cứ khác"}
    assert client.post(keep, note | {"ids": third.pk, "counted": 1}).status_code == 302
    every = {"all": 1, "grant": decision.grant_id}
    asked = f"{cancel}?{urlencode(every)}"  # the form of the page comes back to its own address
    assert "Áp dụng cho 2 dòng" in client.get(asked).content.decode()
    wave = every | paper | {"symbol": "31/QĐ-BTP", "reason": "Không còn đủ điều kiện"}
    assert client.post(asked, wave | {"counted": 3}).status_code == 422  # one was kept meanwhile
    early = wave | {"counted": 2, "issued_on": format_date(day - timedelta(days=1))}
    assert client.post(asked, early).status_code == 422
    assert Award.objects.filter(state=AwardState.CANCELLED).count() == 2
    assert client.post(asked, wave | {"counted": 2}).status_code == 302
    states = dict(Award.objects.filter(grant=grant).values_list("pk", "state"))
    assert states == {first.pk: "cancelled", second.pk: "cancelled", third.pk: "granted"}
    assert list(client.get(review).context["page_obj"]) == []
    assert "khen thưởng cần xem lại" not in client.get(decision.get_absolute_url()).content.decode()


def test_the_page_of_a_decision_counts_what_its_reader_finds_in_the_list(client, time_machine):
    """Of the two that relied on it one was granted by another body, whose own office looks at it."""
    time_machine.move_to(LATER["now"] + timedelta(days=30), tick=False)
    world = world_of.build()
    decision = issue(drafted(world, world.proposal(person_line())))
    for keeper in (world.ministry, UnitFactory()):
        award = AwardFactory(grant=GrantFactory(keeper=keeper))
        Reliance.objects.create(award=award, basis=Award.objects.get(grant=decision.grant_id))
    revoke(decision)
    Unit.objects.filter(pk=world.ministry.pk).update(kind=UnitKind.JUSTICE_DEPARTMENT)  # the ministry's sees all
    client.force_login(RoleAssignmentFactory(unit=world.ministry, role=Role.STANDING_OFFICE).user)
    page = client.get(decision.get_absolute_url())
    listed = client.get(reverse("registry:review-list"), {"grant": decision.grant_id}).context["page_obj"]
    assert (page.context["waiting"], len(listed)) == (1, 1)
