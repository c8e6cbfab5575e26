"""Clusters (Cụm thi đua), their members and heads of each year."""

from apps.clusters.models.clusters import Cluster, ClusterYear
from apps.clusters.models.heads import HeadTerm
from apps.clusters.models.inspections import Finding, Inspection
from apps.clusters.models.members import Member

__all__ = ["Cluster", "ClusterYear", "Finding", "HeadTerm", "Inspection", "Member"]
