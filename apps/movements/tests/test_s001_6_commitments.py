"""S001-6: N/N (100%) of the roll; somebody joins: N/N+1 and the new name."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.documents.tests.factories import PDF
from apps.movements.commitment_queries import count, roll, with_counts
from apps.movements.domain.commitments import NotOnRoll, SignedOutside, commit, take_back
from apps.movements.models import Commitment, CommitmentList, Participation
from apps.movements.tests.model_factories import NOW, SYSTEM, TODAY, ParticipationFactory
from apps.periods.domain.years import YearClosed
from apps.periods.tests.factories import EmulationYearFactory
from apps.units.models import Unit
from apps.units.tests.factories import PersonFactory, PostingFactory, RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db
SIGNED = date(2026, 2, 10)


@pytest.fixture(autouse=True)
def at_now(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def place():
    return ParticipationFactory()


def staff(place, n):
    return [posting.person for posting in PostingFactory.create_batch(n, unit=place.unit)]


def sign(place, people, **changes):
    data = {"year": 2026, "signed_on": SIGNED, "person_ids": [each.pk for each in people]} | changes
    return commit(participation_id=place.pk, actor=SYSTEM, now=NOW, **data)


def test_s001_6_all_have_committed_then_somebody_joins(place):
    sign(place, staff(place, 4))
    assert count(place, 2026, TODAY).text == "4/4 (100%)"
    PostingFactory(unit=place.unit, person=PersonFactory(full_name="Lê Thị Mới"), starts_on=date(2026, 6, 15))
    assert count(place, 2026, date(2026, 6, 14)).text == "4/4 (100%)"
    found = count(place, 2026, TODAY)
    assert (found.text, found.missing) == ("4/5", ("Lê Thị Mới",))


def test_s001_6_on_the_page_with_the_new_name(client, place):
    client.force_login(RoleAssignmentFactory(unit=place.unit).user)
    address = reverse("movements:commitment-list", args=[place.pk])
    sign(place, staff(place, 2))
    assert "2/2 (100%)" in client.get(address).content.decode()
    PostingFactory(unit=place.unit, person=PersonFactory(full_name="Lê Thị Mới"))
    text = client.get(address).content.decode()
    assert "2/3" in text
    assert "Còn thiếu: <b>Lê Thị Mới</b>" in text


def test_s001_6_who_leaves_counts_no_longer(place):
    one, _other = staff(place, 2)
    sign(place, [one])
    one.postings.update(ends_on=date(2026, 6, 14))
    assert count(place, 2026, TODAY).text == "0/1"
    assert Commitment.objects.filter(person=one).exists()


def test_everybody_counts_where_they_work(place):
    """Seconded here counts here, seconded away does not, concurrent and former posts do not, units below do."""
    below = UnitFactory(parent=place.unit)
    here = PostingFactory(unit=below).person
    guest = PostingFactory(unit=UnitFactory()).person
    PostingFactory(person=guest, unit=place.unit, kind="seconded")
    away = PostingFactory(unit=place.unit).person
    PostingFactory(person=away, unit=UnitFactory(), kind="seconded")
    PostingFactory(unit=place.unit, kind="concurrent")
    PostingFactory(unit=place.unit, kind="former")
    place = Participation.objects.select_related("unit").get(pk=place.pk)
    assert set(roll(place, TODAY)) == {here, guest}
    # A unit below that takes part by itself has its own roll.
    ParticipationFactory(movement=place.movement, unit=Unit.objects.get(pk=below.pk))
    assert set(roll(place, TODAY)) == {guest}
    rows = {row.unit_id: row for row in with_counts(Participation.objects.all(), 2026, TODAY)}
    assert (rows[place.unit_id].roll_count, rows[below.pk].roll_count) == (1, 1)


def test_only_people_of_the_roll_and_days_of_the_year(place):
    with pytest.raises(NotOnRoll):
        sign(place, [PersonFactory()])
    for day in (date(2026, 6, 16), date(2025, 12, 31)):
        with pytest.raises(SignedOutside):
            sign(place, staff(place, 1), signed_on=day)


def test_a_closed_year_takes_no_commitment(place):
    people = staff(place, 1)
    EmulationYearFactory(organiser=place.movement.organiser, year=2026, state="closed")
    with pytest.raises(YearClosed):
        sign(place, people)


def test_ticking_again_changes_nothing_and_a_mistake_is_taken_back(place):
    people = staff(place, 2)
    assert (sign(place, people), sign(place, people)) == (2, 0)
    ids = [people[0].pk]
    arguments = {"participation_id": place.pk, "year": 2026, "actor": SYSTEM, "now": NOW, "reason": "Ghi nhầm người."}
    assert take_back(person_ids=ids, **arguments) == 1
    assert count(place, 2026, TODAY).text == "1/2"


def test_bulk_tick_with_the_signed_list(client, place):
    client.force_login(RoleAssignmentFactory(unit=place.unit).user)
    staff(place, 3)
    scan = SimpleUploadedFile("danh-sach.pdf", PDF)
    address = reverse("movements:commitment-add", args=[place.pk])
    answer = client.post(address, {"everybody": "on", "signed_on": "10/02/2026", "scan": scan})
    assert answer.status_code == 302
    assert count(place, 2026, TODAY).text == "3/3 (100%)"
    kept = CommitmentList.objects.get()
    assert (kept.people, kept.commitments.count()) == (3, 3)
    assert b"".join(client.get(reverse("movements:commitment-scan", args=[kept.pk])).streaming_content) == PDF


def test_pasted_names_are_checked_whole_first(client, place):
    client.force_login(RoleAssignmentFactory(unit=place.unit).user)
    for name in ("Nguyễn Văn Một", "Nguyễn Văn Hai"):
        PostingFactory(unit=place.unit, person=PersonFactory(full_name=name))
    address = reverse("movements:commitment-paste", args=[place.pk])
    wrong = client.post(address, {"pasted": "Nguyễn Văn Một\nLê Văn Lạ", "signed_on": "10/02/2026"})
    assert wrong.status_code == 422
    assert "dòng 3" in wrong.content.decode()
    assert not Commitment.objects.exists()
    right = "Họ và tên\tNgày ký\nnguyễn văn một\t12/02/2026\nNguyễn Văn Hai\t"
    assert client.post(address, {"pasted": right, "signed_on": "10/02/2026"}).status_code == 302
    assert sorted(Commitment.objects.values_list("signed_on", flat=True)) == [date(2026, 2, 10), date(2026, 2, 12)]
