"""Activity of a unit in a movement: figures, photos, a cited paper; who writes; what the review begins with."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.audit.models import Entry
from apps.core.errors import StaleVersion
from apps.documents.models import Use
from apps.movements.domain.activities import (
    CitedPaper,
    Figure,
    OutsideMovement,
    add_activity,
    correct_activity,
    remove_activity,
)
from apps.movements.models import ActivityEntry
from apps.movements.prefilling import entries_of
from apps.movements.tests.model_factories import JPEG, NOW, SYSTEM, ActivityFactory, ParticipationFactory
from apps.periods.domain.years import YearClosed
from apps.periods.tests.factories import EmulationYearFactory
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 12)


@pytest.fixture(autouse=True)
def at_now(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def place():
    return ParticipationFactory()


def picture(name="anh.jpg"):
    return SimpleUploadedFile(name, JPEG, "image/jpeg")


def added(place, **changes):
    data = {"on": DAY, "text": "Trao quà cho hộ nghèo.", "actor": SYSTEM, "now": NOW}
    return add_activity(participation_id=place.pk, **data | changes)


def test_an_activity_keeps_figures_photos_and_the_paper(place):
    entry = added(
        place,
        figures=[Figure("Hộ nghèo được giúp đỡ", Decimal(12), "hộ")],
        photos=[picture(), picture("anh-2.jpg")],
        paper=CitedPaper("15/KH-STP", date(2026, 3, 1)),
    )
    assert [figure.words for figure in entry.figures.all()] == ["Hộ nghèo được giúp đỡ: 12 hộ"]
    assert entry.photos.count() == 2
    assert entry.document.symbol == "15/KH-STP"
    assert Use.objects.get().key == f"participation:{place.pk}:activity:{entry.pk}"
    assert Entry.objects.filter(action="movements.activity.add").count() == 1


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2026, 6, 16)])
def test_a_day_outside_of_the_movement_or_after_today_is_refused(place, day):
    with pytest.raises(OutsideMovement):
        added(place, on=day)
    assert not ActivityEntry.objects.exists()


def test_a_closed_year_takes_nothing(place):
    EmulationYearFactory(organiser=place.movement.organiser, year=2026, state="closed")
    with pytest.raises(YearClosed):
        added(place)


def test_whoever_saves_second_is_told_and_a_removal_takes_the_citation_along(place):
    entry = added(place, paper=CitedPaper("15/KH-STP", date(2026, 3, 1)))
    data = {"on": DAY, "text": "Sửa.", "actor": SYSTEM, "now": NOW}
    correct_activity(entry_id=entry.pk, version=1, paper=CitedPaper("16/KH-STP", date(2026, 3, 2)), **data)
    with pytest.raises(StaleVersion):
        correct_activity(entry_id=entry.pk, version=1, **data)
    assert [use.document.symbol for use in Use.objects.all()] == ["16/KH-STP"]
    remove_activity(entry_id=entry.pk, reason="Ghi nhầm đơn vị.", actor=SYSTEM, now=NOW)
    assert not ActivityEntry.objects.exists()
    assert not Use.objects.exists()


def test_the_review_begins_with_the_activity_of_its_years(place):
    entry = added(place, figures=[Figure("Số hộ", Decimal("2.5"))])
    found = entries_of([place.pk], 2026, 2026)
    assert [(each.key, each.on, each.text) for each in found[place.pk]] == [
        (f"activity:{entry.pk}", "12/5/2026", "Trao quà cho hộ nghèo. (Số hộ: 2,5)")
    ]
    assert entries_of([place.pk], 2024, 2025) == {}


def test_forms_write_read_and_remove(client, place):
    client.force_login(RoleAssignmentFactory(unit=place.unit).user)
    data = {
        "on": "12/5/2026", "text": "Thăm hỏi.", "label_1": "Số hộ", "value_1": "1,5", "measure_1": "hộ",
        "symbol": "15/KH-STP", "issued_on": "01/03/2026", "photos": [picture(), picture("b.jpg")],
    }  # fmt: skip
    answer = client.post(reverse("movements:activity-create", args=[place.pk]), data)
    entry = ActivityEntry.objects.get()
    assert answer.url == entry.get_absolute_url()
    page = client.get(reverse("movements:activity-list", args=[place.pk])).content.decode()
    assert "Số hộ: 1,5 hộ" in page
    photo = entry.photos.first()
    assert b"".join(client.get(reverse("movements:activity-photo", args=[photo.pk])).streaming_content) == JPEG
    edit = reverse("movements:activity-edit", args=[entry.pk])
    assert 'value="1,5"' in client.get(edit).content.decode()
    changed = {"on": "12/5/2026", "text": "Khác.", "version": "1", "dropped_photos": [photo.pk]}
    assert client.post(edit, changed).status_code == 302
    entry.refresh_from_db()
    assert (entry.text, entry.photos.count(), entry.figures.count(), entry.document) == ("Khác.", 1, 0, None)
    stale = client.post(edit, {"on": "12/5/2026", "text": "Khác nữa.", "version": "1"})
    assert stale.status_code == 422
    assert 'name="version" value="2"' in stale.content.decode()
    remove = reverse("movements:activity-remove", args=[entry.pk])
    assert client.post(remove, {"reason": "Ghi nhầm phong trào."}).status_code == 302


def test_a_figure_without_its_number_is_told(client, place):
    client.force_login(RoleAssignmentFactory(unit=place.unit).user)
    data = {"on": "12/5/2026", "text": "Thăm hỏi.", "label_1": "Số hộ"}
    answer = client.post(reverse("movements:activity-create", args=[place.pk]), data)
    assert answer.status_code == 422
    assert "Nhập số của số liệu này." in answer.content.decode()


def test_the_list_costs_the_same_for_one_and_three(client, place, django_assert_max_num_queries):
    client.force_login(RoleAssignmentFactory(unit=place.unit).user)
    address = reverse("movements:activity-list", args=[place.pk])
    ActivityFactory(participation=place)
    client.get(address)
    with django_assert_max_num_queries(20) as one:
        client.get(address)
    ActivityFactory.create_batch(2, participation=place)
    with django_assert_max_num_queries(20) as three:
        client.get(address)
    assert len(one) == len(three)
