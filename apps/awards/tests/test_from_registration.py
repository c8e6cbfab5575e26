"""Lấy từ đăng ký thi đua: what was sent, without retyping; whoever left since is told and nothing is made."""

from datetime import date

import pytest
from django.urls import reverse

from apps.awards.domain.nominees import NomineesRefused
from apps.awards.domain.taking_over import NothingSent, from_registration
from apps.awards.models import AwardProposal
from apps.registrations.tests.factories import NOW, SYSTEM, build
from apps.units.enums import Role
from apps.units.models import Posting
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db
MORE = {"actor": SYSTEM, "now": NOW}


def test_the_rows_that_were_sent_become_the_list():
    world = build()
    with pytest.raises(NothingSent):
        from_registration(registration_id=world.started(1).pk, **MORE)
    registration = world.sent(1, persons=2)
    proposal = from_registration(registration_id=registration.pk, **MORE)
    rows = list(proposal.nominees.in_order().values_list("subject", "award__code"))
    assert rows == [("collective", "TTLDXS"), ("individual", "LDTT"), ("individual", "LDTT")]
    assert (proposal.registration, proposal.type, proposal.year) == (
        registration,
        "merit",
        registration.cluster_year.year,
    )
    assert from_registration(registration_id=registration.pk, **MORE) == proposal  # nothing is proposed twice
    proposal.nominees.get(subject="collective").delete()
    again = from_registration(registration_id=registration.pk, **MORE)
    assert [each.subject for each in again.nominees.all()] == ["collective"]
    assert AwardProposal.objects.count() == 2


def test_who_left_since_is_told_and_nothing_is_made():
    world = build()
    registration = world.sent(1)
    person_id = registration.versions.get().rows.get(is_collective=False).person_id
    Posting.objects.filter(person_id=person_id).update(ends_on=date(2026, 3, 11))
    with pytest.raises(NomineesRefused, match="không công tác tại"):
        from_registration(registration_id=registration.pk, **MORE)
    assert not AwardProposal.objects.exists()


def test_awards_and_rows_are_chosen_and_who_left_is_left_out(client, time_machine):
    world = build()
    registration = world.sent(1, persons=2)
    gone, here = registration.versions.get().rows.filter(is_collective=False).in_order()
    flag = registration.versions.get().rows.get(is_collective=True)
    Posting.objects.filter(person_id=gone.person_id).update(ends_on=date(2026, 3, 11))
    time_machine.move_to(NOW, tick=False)
    client.force_login(RoleAssignmentFactory(unit=registration.unit, role=Role.OFFICER).user)
    address = reverse("awards:proposal-from-registration", args=[registration.pk])
    shown = client.get(address)
    assert set(shown.context["form"]["rows"].initial) == {str(row.pk) for row in (flag, gone, here)}
    everybody = {"awards": [flag.award_id, here.award_id], "rows": [flag.pk, gone.pk, here.pk]}
    refused = client.post(address, everybody)
    assert refused.status_code == 422
    assert "không công tác tại" in refused.content.decode()
    client.post(address, everybody | {"awards": [here.award_id], "rows": [flag.pk, here.pk]})
    proposal = AwardProposal.objects.get()
    assert [each.person_id for each in proposal.nominees.all()] == [here.person_id]
    assert "(đã có trong hồ sơ khác)" in client.get(address).content.decode()
