"""Lấy từ đăng ký thi đua: what was sent, without retyping; whoever left since is told and nothing is made."""

from datetime import date

import pytest

from apps.awards.domain.nominees import NomineesRefused
from apps.awards.domain.taking_over import NothingSent, from_registration
from apps.awards.models import AwardProposal
from apps.registrations.tests.factories import NOW, SYSTEM, build
from apps.units.models import Posting

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
