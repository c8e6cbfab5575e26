"""Conflict of interest in checking (Xung đột lợi ích): asked in the query of the sheet, or of one sheet alone.

Nobody checks the sheet of a unit where they hold a role or a post now, or held one in the days of its year; nor a sheet
whose self-score they typed themselves. Sub-units count as the unit.
"""

from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When

from apps.clusters.enums import FINISHING
from apps.core.actor import Actor
from apps.scoring.enums import Stage
from apps.scoring.models import ScoreLine, ScoreSheet
from apps.units.enums import Role
from apps.units.models import Posting, RoleAssignment
from apps.units.person_enums import PostingKind

OWN_ROLES = (Role.OFFICER, Role.LEADER)
ROLE, POSTING, SCORED, NONE = "role", "posting", "scored", ""


def conflict(actor: Actor):
    """Annotation of sheets: ROLE, POSTING, SCORED or NONE. Empty for the system and for nobody."""
    if actor.user_id is None or actor.on is None:
        return Value(NONE, output_field=CharField())
    return Case(
        When(
            Exists(_in_unit(RoleAssignment.objects.filter(user_id=actor.user_id, role__in=OWN_ROLES), actor)),
            then=Value(ROLE),
        ),
        When(Exists(_in_unit(_postings(actor), actor)), then=Value(POSTING)),
        When(Exists(_typed_by(actor)), then=Value(SCORED)),
        default=Value(NONE),
        output_field=CharField(),
    )


def conflict_of(actor: Actor, sheet: ScoreSheet) -> str:
    """The same of one sheet; without a query where the sheet came with ``conflict_found`` (``for_review``)."""
    if actor.holds(*OWN_ROLES, *FINISHING, unit_id=sheet.unit_id):
        return ROLE
    if hasattr(sheet, "conflict_found"):
        return sheet.conflict_found
    if actor.user_id is None or actor.on is None:
        return NONE
    return ScoreSheet.objects.filter(pk=sheet.pk).values_list(conflict(actor), flat=True).get()


def _postings(actor: Actor):
    return Posting.objects.filter(person__user_id=actor.user_id).exclude(kind=PostingKind.FORMER)


def _in_unit(rows, actor: Actor):
    """Of these rows those in the sheet's unit or below it, valid today or on a day of the sheet's year."""
    today = Q(ends_on=None) | Q(ends_on__gte=actor.on)
    begun = Q(starts_on=None) | Q(starts_on__lte=actor.on)
    in_year = (Q(ends_on=None) | Q(ends_on__gte=OuterRef("cluster_year__year__starts_on"))) & (
        Q(starts_on=None) | Q(starts_on__lte=OuterRef("cluster_year__year__ends_on"))
    )
    return rows.filter((today & begun) | in_year, unit__path__startswith=OuterRef("unit__path")).order_by()


def _typed_by(actor: Actor):
    lines = ScoreLine.objects.filter(saved_by_id=actor.user_id, sheet_version__stage=Stage.SELF)
    return lines.filter(sheet_version__sheet_id=OuterRef("pk")).order_by()
