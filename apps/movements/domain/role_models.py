"""Role models: suggesting a deed, correcting the text, citing the award. Steps and spreading: ``role_model_steps``.

A deed belongs to no year's papers: it may be found, and told of, after its year was closed.
"""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.locking import hold
from apps.core.text import clean, fold
from apps.core.uploads import JPEG, PNG
from apps.core.verdict import require_allowed
from apps.core.versions import require_version
from apps.documents.domain import attachments
from apps.movements import role_model_policies as policies
from apps.movements.models import Movement, RoleModel, RoleModelStep
from apps.movements.role_model_enums import ModelStep, Subject
from apps.movements.role_model_queries import citable_awards, fitting_awards, person_meant
from apps.notifications.domain.sending import notify
from apps.registry.models import Award
from apps.units.enums import Role
from apps.units.models import Person, Unit
from apps.units.queries import ids_of_people

PHOTO_KINDS = (JPEG, PNG)


class DeedInFuture(DomainError):
    """The deed has not been done yet."""

    default_message = _("Ngày có việc làm không được sau hôm nay.")


class NotTheirAward(DomainError):
    """An award of somebody else, or one that was decided before the deed."""

    default_message = _("Khen thưởng này không phải của người, tập thể được giới thiệu, hoặc có trước việc làm.")


@operation()
def suggest(  # noqa: PLR0913 -- the fields of the form
    *,
    unit_id: int,
    name: str,
    deed: str,
    deed_on: date,
    actor: Actor,
    now: datetime,
    subject: str = Subject.PERSON,
    person: Person | None = None,
    field: str = "",
    movement: Movement | None = None,
    photo=None,
    illustrative: bool = False,
) -> RoleModel:
    """Phát hiện: somebody of the unit tells of a deed. The unit's officers hear of it.

    Without ``person`` the name is looked for among the people of the unit; where nobody or several bear it, it stays a
    name. ``photo``: an uploaded picture. Raises NotAllowed, DeedInFuture, UploadRefused.
    """
    unit = Unit.objects.get(pk=unit_id)
    require_allowed(policies.can_suggest_for(actor, unit))
    today = local(now).date()
    if deed_on > today:
        raise DeedInFuture(field="deed_on")
    if person is None and subject == Subject.PERSON:
        person = person_meant(name, unit, today)
    role_model = RoleModel.objects.create(
        unit=unit,
        subject=subject,
        name=clean(person.full_name if person else name),
        person=person if subject == Subject.PERSON else None,
        deed=clean(deed, multiline=True),
        deed_on=deed_on,
        field=clean(field),
        movement=movement,
        photo=_kept(photo, actor, now),
        suggested_on=today,
        suggested_by_id=actor.user_id,
        suggested_by_label=actor.label,
        illustrative=illustrative,
        saved_by_label=actor.label,
        saved_at=now,
    )
    RoleModelStep.objects.create(role_model=role_model, step=ModelStep.FOUND, on=today, by_label=actor.label)
    record("movements.role_model.suggest", actor=actor, target=role_model, at=now, after={"deed_on": str(deed_on)})
    officers = ids_of_people([unit.pk], [Role.OFFICER], today)
    notify("movements.role_model_suggested", to=officers, about=role_model, actor=actor, now=now)
    return role_model


@operation()
def correct(  # noqa: PLR0913 -- the fields of the form
    *,
    role_model_id: int,
    version: int,
    name: str,
    deed: str,
    deed_on: date,
    actor: Actor,
    now: datetime,
    subject: str = Subject.PERSON,
    person: Person | None = None,
    field: str = "",
    movement: Movement | None = None,
    photo=None,
) -> RoleModel:
    """Correct what was written; a new photo takes the place of the old one.

    The cited award stays only where it still fits: the same person, or the same name, and decided since the deed.
    Raises NotAllowed, StaleVersion, DeedInFuture.
    """
    role_model = locked(role_model_id)
    require_allowed(policies.can_correct(actor, role_model))
    require_version(role_model, version)
    if deed_on > role_model.suggested_on:
        raise DeedInFuture(_("Ngày có việc làm không được sau ngày giới thiệu."), field="deed_on")
    before, subject_before, name_before = shown(role_model), role_model.subject, fold(role_model.name)
    if person is None and subject == Subject.PERSON:
        person = person_meant(name, role_model.unit, role_model.suggested_on)
    role_model.subject, role_model.name = subject, clean(name)
    role_model.person = person if subject == Subject.PERSON else None
    role_model.deed, role_model.deed_on = clean(deed, multiline=True), deed_on
    role_model.field, role_model.movement = clean(field), movement
    role_model.photo = _kept(photo, actor, now) or role_model.photo
    if role_model.award_id:
        same = subject == subject_before and (role_model.person_id or fold(role_model.name) == name_before)
        if not same or not fitting_awards(role_model, Award.objects.filter(pk=role_model.award_id)).exists():
            role_model.award = None
    role_model.recognised_on = first_recognition(role_model)
    save(role_model, actor, now)
    after = shown(role_model)
    record("movements.role_model.correct", actor=actor, target=role_model, at=now, before=before, after=after)
    return role_model


@operation()
def cite_award(*, role_model_id: int, award: Award, actor: Actor, now: datetime) -> RoleModel:
    """The deed was recognised by an award of the registry (Sổ khen thưởng). Raises NotAllowed, NotTheirAward."""
    role_model = locked(role_model_id)
    require_allowed(policies.can_keep(actor, role_model))
    if not citable_awards(role_model, actor).filter(pk=award.pk).exists():
        raise NotTheirAward(field="award")
    before = role_model.recognised_on
    role_model.award = award
    role_model.recognised_on = first_recognition(role_model)
    save(role_model, actor, now)
    record(
        "movements.role_model.recognise",
        actor=actor,
        target=role_model,
        at=now,
        before={"recognised_on": str(before) if before else None},
        after={"award": str(award), "recognised_on": str(role_model.recognised_on)},
    )
    return role_model


def locked(role_model_id: int) -> RoleModel:
    return hold(RoleModel.objects.select_related("unit", "award"), role_model_id)


def save(role_model: RoleModel, actor: Actor, now: datetime) -> None:
    role_model.version += 1
    role_model.saved_by_label, role_model.saved_at = actor.label, now
    role_model.save()


def first_recognition(role_model: RoleModel) -> date | None:
    """The award, or the day it was spread: whichever came first."""
    spread = role_model.steps.filter(step=ModelStep.SPREAD).order_by("on").values_list("on", flat=True).first()
    award = role_model.award.granted_on if role_model.award_id else None
    return min(filter(None, (spread, award)), default=None)


def shown(role_model: RoleModel) -> dict:
    """What the trail keeps of the text."""
    return {
        "name": role_model.name,
        "deed_on": str(role_model.deed_on),
        "field": role_model.field,
        "deed": role_model.deed,
        "award": str(role_model.award or ""),
    }


def _kept(photo, actor: Actor, now: datetime):
    if not photo:
        return None
    attachment = attachments.store(photo, actor=actor, now=now, allowed=PHOTO_KINDS)
    attachments.mark_used(attachment, now)
    return attachment
