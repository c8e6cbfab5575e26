"""The directory: roles of today with what the person's file knows, the account's own words where there is no file."""

from datetime import date

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from apps.units.enums import Role
from apps.units.models import Posting, RoleAssignment, TrainingRecord


def directory(on: date) -> QuerySet:
    """RoleAssignments of officers and leaders with name, post, phone, email, trained_on, course: one query."""
    trainings = TrainingRecord.objects.filter(person=OuterRef("user__person")).order_by("-held_on", "-pk")
    here = Posting.objects.filter(person=OuterRef("user__person"), unit=OuterRef("unit")).valid_on(on)
    return (
        RoleAssignment.objects.valid_on(on)
        .filter(role__in=(Role.OFFICER, Role.LEADER), user__is_active=True)
        .select_related("unit", "user")
        .annotate(
            name=_known("full_name"),
            honorific=_known("honorific"),
            phone=_known("phone"),
            email=_known("email"),
            post=Coalesce(NullIf(Subquery(here.order_by("-kind", "pk").values("post")[:1]), Value("")), "user__post"),
            name_key=F("user__person__name_sort_key"),
            trained_on=Subquery(trainings.values("held_on")[:1]),
            course=Subquery(trainings.values("course")[:1]),
        )
        .order_by("unit__path", "-role", "name_key", "pk")
    )


def _known(field: str):
    """The file's value, else the account's."""
    return Coalesce(NullIf(F(f"user__person__{field}"), Value("")), F(f"user__{field}"))
