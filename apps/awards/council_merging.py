"""What a merge does to councils, sessions and decisions: they stay those of the body that made them."""

from django.utils.translation import gettext_lazy as _

from apps.awards.models import AwardDecision, CertificateLayout, Council, CouncilMember, UpwardSubmission
from apps.units import merging
from apps.units.domain import merging_people
from apps.units.models import Person


def register() -> None:
    merging.register(
        "awards.Council.organiser",
        **merging.stays(
            _("Hội đồng"), Council, "organiser", _("Giữ nguyên của đơn vị cũ; đơn vị kế thừa kiện toàn Hội đồng mới.")
        ),
    )
    merging.register(
        "awards.AwardDecision.organiser",
        **merging.stays(_("Quyết định khen thưởng"), AwardDecision, "organiser"),
    )
    merging.register(
        "awards.CertificateLayout.organiser",
        **merging.stays(_("Mẫu in giấy khen, bằng khen"), CertificateLayout, "organiser"),
    )
    merging.register(
        "awards.UpwardSubmission.organiser",
        **merging.stays(_("Tờ trình cấp trên"), UpwardSubmission, "organiser"),
    )
    merging_people.register("awards.CouncilMember.person", move_seats)


def move_seats(kept: Person, other: Person) -> int:
    """Both files in one council in the same days speak against it."""
    rows = CouncilMember.objects.filter(person=other)
    mine = set(CouncilMember.objects.filter(person=kept).values_list("council_id", flat=True))
    if mine & set(rows.values_list("council_id", flat=True)):
        raise merging_people.MergeDoubtful(_("Không gộp được: cả hai hồ sơ cùng là thành viên của một Hội đồng."))
    return rows.update(person=kept)
