from django.db import models
from django.utils.translation import gettext_lazy as _


class ClusterKind(models.TextChoices):
    REGION = "region", _("Khu vực thi đua")
    CLUSTER = "cluster", _("Cụm thi đua")
    BLOC = "bloc", _("Khối thi đua")


class Line(models.TextChoices):
    JUSTICE = "justice", _("Khối Sở Tư pháp")
    ENFORCEMENT = "enforcement", _("Khối Thi hành án dân sự")


class HeadRole(models.TextChoices):
    """Codes are also the roles of the grants."""

    HEAD = "cluster_head", _("Trưởng")
    DEPUTY = "cluster_deputy", _("Phó Trưởng")


# Rule 2 of the glossary: the words follow the kind of the grouping.
HEAD_TITLES = {
    (ClusterKind.REGION, HeadRole.HEAD): _("Trưởng Khu vực"),
    (ClusterKind.REGION, HeadRole.DEPUTY): _("Phó Trưởng Khu vực"),
    (ClusterKind.CLUSTER, HeadRole.HEAD): _("Trưởng Cụm"),
    (ClusterKind.CLUSTER, HeadRole.DEPUTY): _("Phó Trưởng Cụm"),
    (ClusterKind.BLOC, HeadRole.HEAD): _("Trưởng Khối"),
    (ClusterKind.BLOC, HeadRole.DEPUTY): _("Phó Trưởng Khối"),
}
