"""Who sees the papers that units hand in to their cluster: for all apps."""

from django.db.models import Q

from apps.clusters.enums import READING
from apps.core.actor import Actor
from apps.units.enums import Role
from apps.units.models import organised_for


def handed_in_to(actor: Actor) -> Q:
    """Rows with ``unit`` and ``cluster_year``: the unit's own people; heads of the ClusterYear, former ones too; the
    standing office; auditors.
    """
    own = Q(unit_id__in=actor.unit_ids(Role.OFFICER, Role.LEADER))
    headed = Q(cluster_year_id__in=actor.cluster_year_ids(*READING))
    return own | headed | organised_for(actor, "cluster_year__cluster__organiser")
