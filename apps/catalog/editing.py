"""Which rows of the law have a page to change them, under which name in the address, and their fields."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from apps.catalog.models import (
    AwardRoute,
    AwardTerm,
    BaseSalary,
    CouncilExemption,
    DossierItem,
    EligibilityRule,
    Quota,
    VoteRule,
)
from apps.catalog.models.dated import DatedRow


@dataclass(frozen=True)
class Editable:
    """A kind of row: its name in the address, what it is called, the fields that may be changed.

    ``identity``: what tells a new row from the others; it does not change afterwards.
    """

    name: str
    model: type[DatedRow]
    label: object
    fields: tuple[str, ...]
    identity: tuple[str, ...] = ()

    @property
    def has_award(self) -> bool:
        """Whether a row stands under one award; the base salary is one for all."""
        return any(each.name == "award" for each in self.model._meta.fields)


COMMON = ("provision", "source", "confidence")
KINDS = {
    kind.name: kind
    for kind in (
        Editable(
            "terms",
            AwardTerm,
            _("thẩm quyền và tiền thưởng"),
            ("authority", "individual_multiple", "collective_multiple", "is_ceiling", *COMMON),
        ),
        Editable(
            "routes",
            AwardRoute,
            _("tuyến trình"),
            ("route", "on_registration", "through_vote", "note", *COMMON),
            ("unit_kind", "legal_person"),
        ),
        Editable(
            "rules",
            EligibilityRule,
            _("điều kiện, tiêu chuẩn"),
            ("comparison", "value", "label", "cure", *COMMON),
            ("subject", "group", "order", "fact"),
        ),
        Editable(
            "quotas",
            Quota,
            _("tỷ lệ, số lượng tối đa"),
            ("share_percent", "count", "base_label", *COMMON),
            ("unit_kind", "base"),
        ),
        Editable("votes", VoteRule, _("tỷ lệ phiếu"), ("share_percent", "base", "secret", *COMMON)),
        Editable(
            "exemptions",
            CouncilExemption,
            _("trường hợp không qua bỏ phiếu của Hội đồng"),
            ("label", *COMMON),
            ("type", "route"),
        ),
        Editable(
            "dossier",
            DossierItem,
            _("thành phần hồ sơ"),
            ("label", "form_code", "required", *COMMON),
            ("subject", "order"),
        ),
        Editable("salaries", BaseSalary, _("lương cơ sở"), ("amount", *COMMON)),
    )
}


def name_of(row: DatedRow) -> str:
    """The name of a row's kind in the address; empty when its kind has no page."""
    return next((kind.name for kind in KINDS.values() if isinstance(row, kind.model)), "")
