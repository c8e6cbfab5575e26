"""What clusters tell of a year: what is in it, what keeps it from being closed, what stands in a head's calendar."""

from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from apps.clusters.enums import FINISHING, HeadRole
from apps.clusters.models import ClusterYear, HeadTerm
from apps.clusters.models import Finding as Found
from apps.core.actor import Actor
from apps.obligations.models import Duty
from apps.periods import agenda, closing, contents
from apps.periods.agenda import Event
from apps.periods.closing import Finding
from apps.periods.contents import Line


def register() -> None:
    contents.register("clusters", lazy("Cụm thi đua"), lines_of, order=10)
    closing.register("clusters", lazy("Cụm thi đua"), findings_of)
    agenda.register("clusters", events_of)


def lines_of(year, actor: Actor) -> list[Line]:
    """Clusters of the year that the actor sees, each with its members and whether somebody leads it; two queries."""
    visible = ClusterYear.objects.visible_to(actor).filter(year=year).values("pk")
    found = ClusterYear.objects.filter(pk__in=visible).annotate(
        member_count=Count("members", filter=Q(members__left_on=None), distinct=True),
        head_count=Count("head_terms", filter=Q(head_terms__role=HeadRole.HEAD), distinct=True),
    )
    return [
        Line(
            each.name,
            ngettext("%(n)d đơn vị", "%(n)d đơn vị", each.member_count) % {"n": each.member_count},
            each.get_absolute_url(),
            "" if each.head_count else _("Chưa có Trưởng"),
        )
        for each in found.order_by("name_key", "pk")
    ]


def findings_of(year):
    """Told, they do not keep the year open: a cluster that nobody was ever named to lead; what inspections found and
    nobody has put right yet, which may still be done after the closing.
    """
    heads = HeadTerm.objects.filter(role=HeadRole.HEAD).values("cluster_year_id")
    for each in ClusterYear.objects.filter(year=year).exclude(pk__in=heads).order_by("name_key", "pk"):
        text = _("%(cluster)s không có quyết định giao nhiệm vụ Trưởng.") % {"cluster": each.name}
        yield Finding(text, each.get_absolute_url(), blocks=False)
    if count := Found.objects.unfinished().filter(inspection__year=year).count():
        text = ngettext(
            "Còn %(n)d nội dung kiểm tra chưa khắc phục xong: đơn vị vẫn báo cáo được sau khi khóa sổ.",
            "Còn %(n)d nội dung kiểm tra chưa khắc phục xong: đơn vị vẫn báo cáo được sau khi khóa sổ.",
            count,
        ) % {"n": count}
        yield Finding(text, f"{reverse('clusters:inspection-list')}?unfinished=on&year={year.year}", blocks=False)


def events_of(actor: Actor, first: date, last: date):
    """Due dates of the members whom the actor leads, and the days on which terms begin and end; two queries."""
    led = actor.cluster_year_ids(*FINISHING)
    if not led:
        return []
    duties = Duty.objects.filter(year__clusters__in=led, asked_by=None, due_on__range=(first, last)).distinct()
    found = [
        Event(
            f"duty-{duty.pk}",
            duty.due_on,
            _("Hạn nộp của các đơn vị: %(what)s") % {"what": duty.label},
            duty.updated_at,
            note=duty.basis,
        )
        for duty in duties
    ]
    terms = HeadTerm.objects.filter(cluster_year__in=led, unit__in=actor.unit_ids()).for_list()
    for term in terms.filter(Q(starts_on__range=(first, last)) | Q(ends_on__range=(first, last))):
        url = reverse("clusters:cluster-year-detail", args=[term.cluster_year_id])
        what = {"title": term.title, "cluster": term.cluster_year.name}
        if first <= term.starts_on <= last:
            text = _("Bắt đầu làm %(title)s: %(cluster)s") % what
            found.append(Event(f"head-{term.pk}-start", term.starts_on, text, term.updated_at, url=url))
        if term.ends_on and first <= term.ends_on <= last:
            text = _("Ngày cuối làm %(title)s: %(cluster)s") % what
            found.append(Event(f"head-{term.pk}-end", term.ends_on, text, term.updated_at, url=url))
    return found
