"""Who sees a pledge (accounts.audience): the other side of ``Pledge.objects.visible_to``."""

from django.utils.translation import gettext_lazy as _

from apps.accounts import audience
from apps.accounts.audience import Audience, Circle
from apps.clusters.audiences import heads_of
from apps.pledges.models import Pledge
from apps.units.audiences import OWN, organisers


def register() -> None:
    audience.register(Pledge, of_pledge)


def of_pledge(pledge: Pledge) -> Audience:
    circles = [*heads_of(pledge.cluster_year_id), *organisers(pledge.cluster_year.cluster.organiser)]
    if pledge.in_force_id:
        members = frozenset(pledge.cluster_year.members.values_list("unit_id", flat=True))
        circles.append(Circle(_("Đơn vị thành viên"), OWN, members))
    return Audience(tuple(circles))
