"""Yearly rating, discipline and training of a person."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import format_date
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.documents.domain.citing import cite
from apps.units.domain.postings import APP, NO_BASIS, Basis, lock
from apps.units.models import Discipline, Person, QualityRating, TrainingRecord
from apps.units.models.person_records import PersonRecord
from apps.units.person_queries import main_posting


class InTheFuture(DomainError):
    """Something that is said to have happened lies after today."""


class NotADisciplinePeriod(DomainError):
    """A measure is cleared after it began."""


@operation()
def rate(
    *, person_id: int, year: int, level: str, actor: Actor, now: datetime, on: date, basis: Basis = NO_BASIS
) -> QualityRating:
    """The rating of one year; a rating given before is replaced, the trail keeps it. Repeating changes nothing.

    Raises InTheFuture for a year that has not begun.
    """
    person = lock(person_id)
    if year > on.year:
        raise InTheFuture(_("Năm %(year)s chưa đến.") % {"year": year}, field="year")
    known = person.ratings.filter(year=year).first()
    rating = known or QualityRating(person=person, year=year)
    before = known.level if known else None
    document = _filed(person, basis, actor=actor, now=now, on=on)
    if known and before == level and document in (None, known.document):
        return known
    posting = main_posting(person.postings.for_list(), on)
    rating.level = level
    rating.unit_name = posting.unit.name if posting else ""
    rating.document = document or rating.document
    rating.save()
    _cite(rating, _("Xếp loại chất lượng năm %(year)s: %(name)s") % {"year": year, "name": person})
    record("units.rating.give", actor=actor, target=rating, at=now, before=before, after={"year": year, "level": level})
    return rating


@operation()
def discipline(
    *,
    person_id: int,
    form: str,
    starts_on: date,
    actor: Actor,
    now: datetime,
    on: date,
    basis: Basis,
    note: str = "",
) -> Discipline:
    """Note a disciplinary measure with its decision. Raises InTheFuture."""
    person = lock(person_id)
    _require_past(starts_on, on, "starts_on")
    measure = Discipline(person=person, form=form, starts_on=starts_on, note=clean(note))
    measure.document = _filed(person, basis, actor=actor, now=now, on=on)
    measure.save()
    # The label stays silent about what the paper says: where-used is read by others than the discipline is.
    _cite(measure, _("Hồ sơ cá nhân: %(name)s") % {"name": person})
    record("units.discipline.note", actor=actor, target=person, at=now, after={"discipline": measure.pk})
    return measure


@operation()
def clear_discipline(*, discipline_id: int, cleared_on: date, reason: str, actor: Actor, now: datetime) -> Discipline:
    """The day from which the measure no longer counts. Raises NotADisciplinePeriod."""
    person_id = Discipline.objects.values_list("person_id", flat=True).get(pk=discipline_id)
    person = lock(person_id)
    measure = Discipline.objects.get(pk=discipline_id)
    if cleared_on <= measure.starts_on:
        message = _("Ngày hết hiệu lực phải ở sau ngày có hiệu lực (%(day)s).")
        raise NotADisciplinePeriod(message % {"day": format_date(measure.starts_on)}, field="cleared_on")
    if measure.cleared_on == cleared_on:
        return measure
    measure.cleared_on = cleared_on
    measure.save(update_fields=["cleared_on", "updated_at"])
    record(
        "units.discipline.clear",
        actor=actor,
        target=person,
        at=now,
        after={"discipline": measure.pk, "cleared_on": cleared_on.isoformat()},
        reason=reason,
    )
    return measure


@operation()
def note_training(
    *,
    person_id: int,
    course: str,
    held_on: date,
    actor: Actor,
    now: datetime,
    on: date,
    organiser_name: str = "",
    certificate: str = "",
) -> TrainingRecord:
    """One course attended. The same course on the same day is noted once. Raises InTheFuture."""
    person = lock(person_id)
    _require_past(held_on, on, "held_on")
    training, created = TrainingRecord.objects.get_or_create(
        person=person,
        course=clean(course),
        held_on=held_on,
        defaults={"organiser_name": clean(organiser_name), "certificate": clean(certificate)},
    )
    if created:
        after = {"course": training.course, "held_on": held_on.isoformat()}
        record("units.training.note", actor=actor, target=training, at=now, after=after)
    return training


def _require_past(day: date, on: date, field: str) -> None:
    if day > on:
        raise InTheFuture(_("Ngày này ở sau hôm nay (%(day)s).") % {"day": format_date(on)}, field=field)


def _filed(person: Person, basis: Basis, *, actor: Actor, now: datetime, on: date):
    posting = main_posting(person.postings.for_list(), on)
    return basis.filed(unit=posting.unit, actor=actor, now=now) if posting else None


def _cite(row: PersonRecord, label) -> None:
    if row.document is not None:
        key = f"{row._meta.model_name}:{row.pk}"
        cite(row.document, app=APP, key=key, label=str(label), path=row.get_absolute_url())
