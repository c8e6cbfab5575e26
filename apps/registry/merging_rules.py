"""What a merge does to the registry. Of units: nothing moves, the timeline follows the successions. Of two files of one
person: all rows go to the kept file.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.registry.models import (
    Award,
    AwardCampaign,
    EligibilityLetter,
    GrantDocument,
    Initiative,
    InitiativeAuthor,
    ReviewHold,
)
from apps.units import merging
from apps.units.domain import merging_people
from apps.units.models import Person


def register() -> None:
    stays = _("Giữ nguyên tên đơn vị lúc tặng; thành tích theo đơn vị kế thừa khi quyết định sắp xếp cho tính.")
    for model, field, label in (
        (Award, "unit", _("Khen thưởng đã tặng")),
        (GrantDocument, "keeper", _("Quyết định khen thưởng đã nhập")),
        (AwardCampaign, "owner", _("Đợt khen thưởng")),
        (Initiative, "unit", _("Sáng kiến, đề tài")),
        (EligibilityLetter, "unit", _("Phiếu kiểm tra điều kiện")),
        (ReviewHold, "unit", _("Tạm dừng xét khen thưởng")),
    ):
        key = f"{model._meta.app_label}.{model.__name__}.{field}"
        merging.register(key, **merging.stays(label, model, field, stays))


def register_people() -> None:
    """What joining two files of one person does: everything goes to the kept file."""
    for model in (Award, InitiativeAuthor, EligibilityLetter, ReviewHold):
        merging_people.register(f"registry.{model.__name__}.person", _mover(model))


def _mover(model: type[models.Model]):
    """Carries the rows of a model over; two rows that may stand only once speak against one person."""
    once = {
        Award: ("grant_id", "award_type_id"),
        InitiativeAuthor: ("initiative_id",),
        ReviewHold: ("unit_id", "kind"),
    }.get(model)
    alike = {"ended_on": None} if model is ReviewHold else {}

    def move(kept: Person, other: Person) -> int:
        rows = model.objects.filter(person=other)
        if once:
            mine = set(model.objects.filter(person=kept, **alike).values_list(*once))
            if mine & set(rows.filter(**alike).values_list(*once)):
                raise merging_people.MergeDoubtful(
                    _("Không gộp được: cả hai hồ sơ cùng có tên trong một quyết định, một việc (%(what)s).")
                    % {"what": model._meta.verbose_name}
                )
        return rows.update(person=kept)

    return move
