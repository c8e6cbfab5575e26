from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class AfterTerm(models.TextChoices):
    """Roles of the grants once another head acts: what is left of the old year, then reading it only."""

    CLOSING_HEAD = "closing_head", _("Trưởng (việc còn lại)")
    CLOSING_DEPUTY = "closing_deputy", _("Phó Trưởng (việc còn lại)")
    FORMER_HEAD = "former_head", _("Nguyên Trưởng")
    FORMER_DEPUTY = "former_deputy", _("Nguyên Phó Trưởng")


# Who acts for the ClusterYear; who may still finish its tasks (check, remind, rank); who reads all of it.
HEADS = (HeadRole.HEAD, HeadRole.DEPUTY)
FINISHING = (*HEADS, AfterTerm.CLOSING_HEAD, AfterTerm.CLOSING_DEPUTY)
READING = (*FINISHING, AfterTerm.FORMER_HEAD, AfterTerm.FORMER_DEPUTY)


# Rule 2 of the glossary: the words follow the kind of the grouping.
GROUPINGS = {
    ClusterKind.REGION: pgettext_lazy("grouping", "Khu vực"),
    ClusterKind.CLUSTER: pgettext_lazy("grouping", "Cụm"),
    ClusterKind.BLOC: pgettext_lazy("grouping", "Khối"),
}
HEAD_TITLES = {
    (ClusterKind.REGION, HeadRole.HEAD): _("Trưởng Khu vực"),
    (ClusterKind.REGION, HeadRole.DEPUTY): _("Phó Trưởng Khu vực"),
    (ClusterKind.CLUSTER, HeadRole.HEAD): _("Trưởng Cụm"),
    (ClusterKind.CLUSTER, HeadRole.DEPUTY): _("Phó Trưởng Cụm"),
    (ClusterKind.BLOC, HeadRole.HEAD): _("Trưởng Khối"),
    (ClusterKind.BLOC, HeadRole.DEPUTY): _("Phó Trưởng Khối"),
    (ClusterKind.REGION, AfterTerm.CLOSING_HEAD): _("Trưởng Khu vực (việc còn lại)"),
    (ClusterKind.REGION, AfterTerm.CLOSING_DEPUTY): _("Phó Trưởng Khu vực (việc còn lại)"),
    (ClusterKind.CLUSTER, AfterTerm.CLOSING_HEAD): _("Trưởng Cụm (việc còn lại)"),
    (ClusterKind.CLUSTER, AfterTerm.CLOSING_DEPUTY): _("Phó Trưởng Cụm (việc còn lại)"),
    (ClusterKind.BLOC, AfterTerm.CLOSING_HEAD): _("Trưởng Khối (việc còn lại)"),
    (ClusterKind.BLOC, AfterTerm.CLOSING_DEPUTY): _("Phó Trưởng Khối (việc còn lại)"),
    (ClusterKind.REGION, AfterTerm.FORMER_HEAD): _("Nguyên Trưởng Khu vực"),
    (ClusterKind.REGION, AfterTerm.FORMER_DEPUTY): _("Nguyên Phó Trưởng Khu vực"),
    (ClusterKind.CLUSTER, AfterTerm.FORMER_HEAD): _("Nguyên Trưởng Cụm"),
    (ClusterKind.CLUSTER, AfterTerm.FORMER_DEPUTY): _("Nguyên Phó Trưởng Cụm"),
    (ClusterKind.BLOC, AfterTerm.FORMER_HEAD): _("Nguyên Trưởng Khối"),
    (ClusterKind.BLOC, AfterTerm.FORMER_DEPUTY): _("Nguyên Phó Trưởng Khối"),
}


class FindingState(models.TextChoices):
    """A finding of an inspection: to be put right, said to be put right, taken as put right."""

    OPEN = "open", _("Chưa khắc phục")
    FIXED = "fixed", _("Đã báo khắc phục")
    ACCEPTED = "accepted", _("Đã khắc phục")


class PlanState(models.TextChoices):
    DRAFT = "draft", _("Dự thảo")
    ISSUED = "issued", _("Đã ban hành")


class ItemKind(models.TextChoices):
    """What a line of the plan is about: the tasks of a head, in the order of the year."""

    PLEDGE = "pledge", _("Ký giao ước")
    REGISTRATION = "registration", _("Đăng ký thi đua")
    MOVEMENT = "movement", _("Phong trào")
    REPORT = "report", _("Báo cáo")
    INSPECTION = "inspection", _("Kiểm tra")
    SCORING = "scoring", _("Chấm điểm, xếp hạng")
    CONFERENCE = "conference", _("Hội nghị")
    OTHER = "other", _("Việc khác")


# The duty of the members that an item of this kind speaks of (obligations.Duty.code); others get a duty of their own.
DUTY_OF_KIND = {
    ItemKind.PLEDGE: "pledge",
    ItemKind.REGISTRATION: "registration",
    ItemKind.MOVEMENT: "movement_launch",
    ItemKind.SCORING: "score_sheet",
}
