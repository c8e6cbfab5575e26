"""The sentences of the report of a cluster: the register that its page, print and tests read."""

from apps.reports.summary import cluster_judging, cluster_work

__all__ = ["CLUSTER"]

CLUSTER = cluster_work.CLUSTER
assert cluster_judging.CLUSTER is CLUSTER  # noqa: S101 -- importing the second half adds its sentences
