"""Who sees a ClusterYear (accounts.audience): the other side of ``ClusterYear.objects.visible_to``."""

from django.utils.translation import gettext_lazy as _

from apps.accounts import audience
from apps.accounts.audience import Audience, Circle
from apps.clusters.enums import FINISHING, HEADS, READING
from apps.clusters.models import ClusterYear
from apps.units.audiences import OWN, organisers


def register() -> None:
    audience.register(ClusterYear, of_cluster_year)


def heads_of(cluster_year_id: int) -> tuple[Circle, ...]:
    """Heads in their days, while they finish, and when they only read."""
    return (
        Circle(_("Trưởng, Phó Trưởng của năm"), HEADS, cluster_year_id=cluster_year_id),
        Circle(
            _("Trưởng, Phó Trưởng cũ, còn việc chưa xong của năm"),
            tuple(role for role in FINISHING if role not in HEADS),
            cluster_year_id=cluster_year_id,
        ),
        Circle(
            _("Nguyên Trưởng, Phó Trưởng: xem lại năm mình phụ trách"),
            tuple(role for role in READING if role not in FINISHING),
            cluster_year_id=cluster_year_id,
        ),
    )


def of_cluster_year(cluster_year: ClusterYear) -> Audience:
    members = frozenset(cluster_year.members.values_list("unit_id", flat=True))
    return Audience(
        (
            *heads_of(cluster_year.pk),
            Circle(_("Đơn vị thành viên"), OWN, members),
            *organisers(cluster_year.cluster.organiser),
        )
    )
