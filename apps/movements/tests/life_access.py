"""Who may open activities, commitments and the board of evenness. The second unit takes part in a movement."""

from apps.documents.domain.attachments import mark_used
from apps.movements.models import ActivityPhoto, CommitmentList
from apps.movements.tests.model_factories import ActivityFactory, MovementFactory, ParticipationFactory
from emulation_portal.tests.matrix import Row
from emulation_portal.tests.matrix_world import NOW, scan

COMPARING = "401 200 200 200 200 200 200 200 403"
READERS = "401 404 404 200 200 200 200 200 404"
WRITERS = "401 404 404 200 200 403 403 403 404"
NAMES = "401 404 404 200 200 403 200 200 404"


def place(subject):
    movement = MovementFactory(
        organiser=subject.world.ministry,
        starts_on=NOW.date().replace(month=1, day=1),
        ends_on=NOW.date().replace(month=12, day=31),
    )
    return ParticipationFactory(movement=movement, unit=subject.sheet.unit)


def participation(subject) -> list:
    return [place(subject).pk]


def activity(subject) -> list:
    return [ActivityFactory(participation=place(subject), on=NOW.date()).pk]


def photo(subject) -> list:
    entry = ActivityFactory(participation=place(subject), on=NOW.date())
    kept = scan("anh.pdf")
    mark_used(kept, NOW)
    return [ActivityPhoto.objects.create(entry=entry, attachment=kept).pk]


def signed(subject) -> list:
    made = CommitmentList.objects.create(
        participation=place(subject), year=NOW.year, attachment=scan(), signed_on=NOW.date(), people=1
    )
    return [made.pk]


def unit(subject) -> list:
    return [subject.sheet.unit_id]


ROWS = [
    Row("movements:evenness", "401 200 200 200 200 302 200 200 403"),
    Row("movements:evenness", COMPARING, query="?format=xlsx"),
    Row("movements:evenness-remind", "401 403 403 403 403 200 200 403 403"),
    Row("movements:own-movements", "401 302 302 302 302 302 302 404 404"),
    Row("movements:unit-movements", "401 200 200 200 200 200 200 200 200", arguments=unit),
    Row("movements:activity-list", READERS, arguments=participation),
    Row("movements:activity-create", WRITERS, arguments=participation),
    Row("movements:activity-edit", WRITERS, arguments=activity),
    Row("movements:activity-remove", WRITERS, arguments=activity),
    Row("movements:activity-photo", READERS, arguments=photo),
    Row("movements:commitment-list", READERS, arguments=participation),
    Row("movements:commitment-add", WRITERS, arguments=participation),
    Row("movements:commitment-paste", WRITERS, arguments=participation),
    Row("movements:commitment-remove", WRITERS, arguments=participation),
    Row("movements:commitment-scan", NAMES, arguments=signed),
]
