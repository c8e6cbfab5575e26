"""Clusters (Cụm thi đua), their members and heads of each year."""

from apps.clusters.models.clusters import Cluster, ClusterYear
from apps.clusters.models.heads import HeadTerm, years_made_ready_by
from apps.clusters.models.inspections import Finding, Inspection
from apps.clusters.models.members import Member
from apps.clusters.models.plans import ActivityPlan, PlanItem

__all__ = [
    "ActivityPlan",
    "Cluster",
    "ClusterYear",
    "Finding",
    "HeadTerm",
    "Inspection",
    "Member",
    "PlanItem",
    "years_made_ready_by",
]
