"""Places of use lead only those who may open them: heads' decisions, postings of people, score sheets."""

from datetime import date

import pytest

from apps.clusters.domain.heads import DecisionFacts, Office, appoint_by_decision
from apps.clusters.models import HeadTerm
from apps.documents.models import Document
from apps.documents.queries import where_used
from apps.documents.tests.factories import NOW, acting, region
from apps.units.domain.postings import Basis, PostingData, add_posting
from apps.units.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def test_decision_naming_a_head_leads_to_its_cluster_for_whoever_sees_it():
    world = region()
    HeadTerm.objects.all().delete()
    appoint_by_decision(
        cluster_year_id=world.cluster_year.pk,
        decision=DecisionFacts(symbol="99/QĐ-BTP", issued_on=date(2022, 1, 5), issuer_name="Bộ Tư pháp"),
        starts_on=date(2022, 1, 5),
        head=Office(unit_id=world.ha_noi.pk),
        deputies=[],
        actor=acting(world.office),
        now=NOW,
    )
    decision = Document.objects.get()
    assert (decision.owner_name, decision.issuer_code) == ("Bộ Tư pháp", "BTP")
    assert [place.path for place in where_used(decision, acting(world.member)).places] == [
        world.cluster_year.get_absolute_url()
    ]
    assert where_used(decision, acting(world.outsider)).others == 1


def test_basis_of_a_posting_leads_to_the_person_for_the_own_unit_only():
    world = region()
    add_posting(
        person_id=PersonFactory().pk,
        data=PostingData(
            unit_id=world.ha_noi.pk,
            kind="official",
            post="Chuyên viên (minh họa)",
            starts_on=date(2021, 1, 1),
            basis=Basis("7/QĐ-STP", date(2021, 1, 1)),
        ),
        actor=acting(world.head),
        now=NOW,
    )
    paper = Document.objects.get()
    assert len(where_used(paper, acting(world.head)).places) == 1
    assert where_used(paper, acting(world.outsider)).places == ()
