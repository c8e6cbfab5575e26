"""What a merge does to proposals: what was written stays with the name of then; a person's rows go to the kept file."""

from django.utils.translation import gettext_lazy as _

from apps.awards.models import AwardProposal, Nominee
from apps.units import merging
from apps.units.domain import merging_people
from apps.units.models import Person


def register() -> None:
    merging.register(
        "awards.AwardProposal.unit",
        **merging.stays(
            _("Hồ sơ đề nghị khen thưởng"),
            AwardProposal,
            "unit",
            _("Giữ nguyên của đơn vị cũ; hồ sơ chưa gửi thì đơn vị kế thừa lập lại."),
        ),
    )
    merging.register("awards.Nominee.unit", **merging.stays(_("Tập thể, cá nhân được đề nghị"), Nominee, "unit"))


def register_people() -> None:
    """Both files in one proposal with one award speak against it."""
    merging_people.register("awards.Nominee.person", move_nominations)


def move_nominations(kept: Person, other: Person) -> int:
    rows = Nominee.objects.filter(person=other)
    mine = set(Nominee.objects.filter(person=kept).values_list("proposal_id", "award_id"))
    if mine & set(rows.values_list("proposal_id", "award_id")):
        raise merging_people.MergeDoubtful(
            _("Không gộp được: cả hai hồ sơ cùng có tên trong một hồ sơ đề nghị với cùng danh hiệu, hình thức.")
        )
    return rows.update(person=kept)
