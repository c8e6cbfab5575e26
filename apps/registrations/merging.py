"""What a merge does to registrations: what was sent stays, the successor registers anew for the year."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.registrations.models import RegistrationRow, TitleRegistration, VersionRow
from apps.units import merging
from apps.units.domain import merging_people
from apps.units.models import Person


def register() -> None:
    merging.register(
        "registrations.TitleRegistration.unit",
        **merging.stays(
            _("Đăng ký thi đua"),
            TitleRegistration,
            "unit",
            _("Giữ nguyên của đơn vị cũ; đơn vị kế thừa lập đăng ký của mình."),
        ),
    )
    for model in (RegistrationRow, VersionRow):
        label = model._meta.verbose_name
        merging.register(f"registrations.{model.__name__}.unit", **merging.stays(label, model, "unit"))


def register_people() -> None:
    """What joining two files of one person does: rows go to the kept file; both with one award speak against it."""
    merging_people.register("registrations.RegistrationRow.person", _mover(RegistrationRow, "registration_id"))
    merging_people.register("registrations.VersionRow.person", _mover(VersionRow, "version_id"))


def _mover(model: type[models.Model], paper: str):
    def move(kept: Person, other: Person) -> int:
        rows = model.objects.filter(person=other)
        mine = set(model.objects.filter(person=kept).values_list(paper, "award_id"))
        if mine & set(rows.values_list(paper, "award_id")):
            raise merging_people.MergeDoubtful(
                _("Không gộp được: cả hai hồ sơ cùng có tên trong một đăng ký với cùng danh hiệu.")
            )
        return rows.update(person=kept)

    return move
