"""Who may open which page of movements: of the ministry, in which the second unit takes part.

Each part of the app lists its own rows.
"""

from datetime import date

from apps.movements.enums import MovementState, ReviewState
from apps.movements.models import AudiencePart, ChecklistItem, Content, Milestone, MovementReview
from apps.movements.tests import life_access, role_model_access
from apps.movements.tests.factories import MovementFactory, ParticipationFactory
from emulation_portal.tests.matrix import Row
from emulation_portal.tests.matrix_world import NOW


def launched(subject):
    movement = MovementFactory(organiser=subject.world.ministry)
    Content.objects.create(movement=movement, order=1, number="1", text="Nội dung")
    ChecklistItem.objects.create(movement=movement, order=1, text="Tiêu chí")
    return ParticipationFactory(movement=movement, unit=subject.sheet.unit)


def movement(subject) -> list:
    return [launched(subject).movement_id]


def draft(subject) -> list:
    made = MovementFactory(organiser=subject.world.ministry, state=MovementState.DRAFT, launched_at=None)
    AudiencePart.objects.create(movement=made, unit=subject.sheet.unit)
    return [made.pk]


def step(action: str):
    return lambda subject: [*movement(subject), action]


def participation(subject) -> list:
    return [launched(subject).pk]


def tick(name: str):
    return lambda subject: [*participation(subject), name]


def unit(subject) -> list:
    return [subject.sheet.unit_id]


def asked(subject, state=ReviewState.DRAFT):
    row = launched(subject)
    day = date(2020, 12, 20)
    milestone = Milestone.objects.create(
        movement=row.movement, kind="first", year=2020, due_on=day, covers_from=2020, covers_to=2020, asked_at=NOW
    )
    sent = {} if state == ReviewState.DRAFT else {"submitted_at": NOW, "first_submitted_at": NOW}
    return MovementReview.objects.create(
        participation=row, milestone=milestone, state=state, results="Đã thực hiện", **sent
    )


def milestone(subject) -> list:
    return [asked(subject).milestone_id]


def free_milestone(subject) -> list:
    made = Milestone.objects.create(
        movement=launched(subject).movement,
        kind="final",
        year=2020,
        window_text="cuối năm",
        covers_from=2020,
        covers_to=2020,
    )
    return [made.pk]


def review(subject) -> list:
    return [asked(subject).pk]


def sent(subject) -> list:
    return [asked(subject, ReviewState.SUBMITTED).pk]


EVERYBODY = "401 200 200 200 200 200 200 200 200"
SEEN = "401 404 404 200 200 200 200 200 404"
RUNS = "401 404 404 403 403 403 200 403 404"
DRAFT = "401 404 404 404 404 404 200 403 404"
SPEAKS = "401 404 404 200 200 403 403 403 404"

ROWS = [
    *role_model_access.ROWS,
    *life_access.ROWS,
    Row("movements:movement-list", EVERYBODY),
    Row("movements:movement-list", EVERYBODY, query="?format=xlsx"),
    Row("movements:movement-create", "401 200 200 200 200 200 200 403 403"),
    Row("movements:movement-detail", SEEN, arguments=movement),
    Row("movements:movement-edit", RUNS, arguments=movement),
    Row("movements:movement-contents", RUNS, arguments=movement),
    Row("movements:movement-audience", DRAFT, arguments=draft),
    Row("movements:movement-preview", DRAFT, arguments=draft),
    Row("movements:movement-preview", DRAFT, arguments=draft, query="?format=xlsx"),
    Row("movements:movement-launch", DRAFT, arguments=draft),
    Row("movements:movement-move", RUNS, arguments=step("review")),
    Row("movements:movement-move", RUNS, arguments=step("conclude")),
    Row("movements:movement-remove", DRAFT, arguments=draft),
    Row("movements:movement-units", SEEN, arguments=movement),
    Row("movements:movement-units", SEEN, arguments=movement, query="?format=xlsx"),
    Row("movements:movement-units", SEEN, arguments=movement, query="?launched=yes&line=justice&o=-name&late=left"),
    Row("movements:unit-add", RUNS, arguments=movement),
    Row("movements:milestone-create", RUNS, arguments=movement),
    Row("movements:milestone-detail", SEEN, arguments=milestone),
    Row("movements:milestone-detail", SEEN, arguments=milestone, query="?format=xlsx"),
    Row("movements:milestone-detail", SEEN, arguments=free_milestone),
    Row("movements:milestone-day", RUNS, arguments=free_milestone),
    Row("movements:milestone-remove", RUNS, arguments=free_milestone),
    Row("movements:reviews-accept", RUNS, arguments=milestone, query="?all=1"),
    Row("movements:participation-detail", SEEN, arguments=participation),
    Row("movements:tick-set", SPEAKS, arguments=tick("launched")),
    Row("movements:tick-set", SPEAKS, arguments=tick("planned")),
    Row("movements:tick-set", SPEAKS, arguments=tick("programmed")),
    Row("movements:tick-entry", RUNS, arguments=tick("planned")),
    Row("movements:plan-edit", SPEAKS, arguments=participation),
    Row("movements:checklist-mark", SPEAKS, arguments=participation),
    Row("movements:unit-drop", RUNS, arguments=participation),
    Row("movements:confirmation-own", "401 302 302 302 302 302 302 302 302"),
    Row("movements:confirmation", "401 403 403 200 200 403 403 403 403", arguments=unit),
    Row("movements:review-detail", "401 404 404 200 200 404 404 404 404", arguments=review),
    Row("movements:review-detail", SEEN, arguments=sent),
    Row("movements:review-edit", "401 404 404 200 200 404 404 404 404", arguments=review),
    Row("movements:review-refill", "401 404 404 200 200 404 404 404 404", arguments=review),
    Row("movements:review-send", "401 404 404 200 200 404 404 404 404", arguments=review),
    Row("movements:review-return", RUNS, arguments=sent),
    Row("movements:review-accept", RUNS, arguments=sent),
    Row("movements:review-entry", RUNS, arguments=sent),
]
