"""What a merge does to role models and commitments. Of units: a deed stays where it was done, commitments follow the
participation. Of two files of one person: all goes to the kept file.
"""

from django.utils.translation import gettext_lazy as _

from apps.movements.models import Commitment, RoleModel
from apps.units import merging
from apps.units.domain import merging_people
from apps.units.models import Person


def register() -> None:
    stays = _("Giữ nguyên đơn vị nơi có việc làm.")
    merging.register("movements.RoleModel.unit", **merging.stays(_("Điển hình tiên tiến"), RoleModel, "unit", stays))
    merging_people.register("movements.RoleModel.person", _move_role_models)
    merging_people.register("movements.Commitment.person", _move_commitments)


def _move_role_models(kept: Person, other: Person) -> int:
    return RoleModel.objects.filter(person=other).update(person=kept)


def _move_commitments(kept: Person, other: Person) -> int:
    """The same commitment written under both files is one commitment."""
    own = set(Commitment.objects.filter(person=kept).values_list("participation_id", "year"))
    moved = 0
    for row in Commitment.objects.filter(person=other):
        if (row.participation_id, row.year) in own:
            row.delete()
        else:
            row.person = kept
            row.save(update_fields=["person", "updated_at"])
        moved += 1
    return moved
