"""Bàn giao nhiệm vụ Trưởng Cụm: open tasks, papers, people, remarks; both sides confirm the version they have read."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.clusters.enums import HEAD_TITLES, HeadRole
from apps.clusters.models import ClusterYear, HeadTerm
from apps.clusters.queries import year_after
from apps.conferences import policies
from apps.conferences.domain import handing_over
from apps.conferences.handover_queries import (
    OpenTask,
    carry_overs,
    contacts_of,
    open_tasks,
    papers_of,
    readable_by,
)
from apps.conferences.mode_forms import HandoverForm, SeenVersionForm
from apps.conferences.models import Handover
from apps.core.components import Crumb, Fact
from apps.core.dates import format_date, format_datetime
from apps.core.form_pages import FormPageMixin
from apps.core.kept import kept_language
from apps.core.verdict import Verdict, refused
from apps.core.views import ScopedPageView, SecondWriterMixin, TransitionView


def handover_of(old: ClusterYear) -> Handover | None:
    return Handover.objects.select_related("old", "new").filter(old=old).first()


def crumbs_of(old: ClusterYear) -> list[Crumb]:
    return [
        Crumb(str(old), old.get_absolute_url()),
        Crumb(_("Bàn giao"), reverse("conferences:handover-detail", args=[old.pk])),
    ]


def kicker_of(old: ClusterYear) -> str:
    words = {"name": old.name, "old": old.year.year, "new": old.year.year + 1}
    return _("%(name)s · năm %(old)s bàn giao cho năm %(new)s") % words


class HandoverScope:
    """``object``: the ClusterYear that is handed over."""

    def get_queryset(self):
        return readable_by(self.request.actor)


class HandoverDetailView(HandoverScope, ScopedPageView):
    policy = staticmethod(policies.can_read_handover)
    template_name = "conferences/handover_detail.html"

    def get_context_data(self, **kwargs):
        old, actor = self.object, self.request.actor
        new, found = year_after(old), handover_of(old)
        heads = HeadTerm.objects.for_list().filter(cluster_year__in=[each.pk for each in (old, new) if each])
        takes_over = new is not None and bool(policies.can_take_over(actor, new))
        return super().get_context_data(
            old=old,
            new=new,
            handover=found,
            facts=facts_of(found, old, new, heads),
            tasks=tasks_of(found, old),
            papers=papers_of(old),
            contacts=contacts_of(old, actor.on),
            carry_overs=carry_overs(new) if new else [],
            takes_over=takes_over,
            may_write=new is not None and bool(policies.can_hand_over(actor, old)),
            may_give=bool(found and not found.given_at and policies.can_hand_over(actor, old)),
            may_take=takes_over and bool(found and found.given_at and not found.taken_at),
            heading=_("Bàn giao nhiệm vụ %(title)s") % {"title": HEAD_TITLES[old.cluster.kind, HeadRole.HEAD]},
            kicker=kicker_of(old),
            crumbs=crumbs_of(old)[:1],
            last=_("Bàn giao"),
            **kwargs,
        )


def tasks_of(found: Handover | None, old: ClusterYear) -> list[OpenTask]:
    """What is open; once the giving side has signed, what was open then, with the way to what still is."""
    if found is None or found.given_at is None:
        return open_tasks(old)
    with kept_language():
        urls = {task.text: task.url for task in open_tasks(old)}
    return [OpenTask(text, urls.get(text, "")) for text in found.open_tasks]


def facts_of(found: Handover | None, old: ClusterYear, new: ClusterYear | None, terms) -> list[Fact]:
    """Who leads which year from when, and which side has signed."""
    facts = [
        Fact(f"{term.title} {term.cluster_year.year.year}", term.holder, _since(term))
        for term in sorted(terms, key=lambda term: (term.cluster_year.year.year, term.starts_on, term.pk))
    ]
    if found is not None:
        for label, at, who in (
            (_("Bên giao ký"), found.given_at, found.given_by_label),
            (_("Bên nhận ký"), found.taken_at, found.taken_by_label),
        ):
            facts.append(Fact(label, who or _("chưa ký"), format_datetime(at) if at else ""))
    return facts


def _since(term: HeadTerm) -> str:
    since = _("từ ngày %(day)s") % {"day": format_date(term.starts_on)}
    until = _("đến ngày %(day)s") % {"day": format_date(term.ends_on)} if term.ends_on else ""
    return " ".join(filter(None, [since, until]))


class HandoverFormMixin(HandoverScope, FormPageMixin):
    """One act on the handover of a ClusterYear."""

    success_url_name = "conferences:handover-detail"

    def get_object(self):
        found = super().get_object()
        self.new = year_after(found)
        if self.new is None:
            raise Http404
        return found

    def crumbs(self):
        return crumbs_of(self.object)

    def get_kicker(self):
        return kicker_of(self.object)


class HandoverEditView(SecondWriterMixin, HandoverFormMixin, TransitionView):
    policy = staticmethod(policies.can_hand_over)
    form_class = HandoverForm
    heading = lazy("Lập bàn giao nhiệm vụ")
    lead = lazy("Việc chưa xong, văn bản và cán bộ phụ trách được lấy sẵn. Sửa thì hai bên ký lại.")
    submit_label = lazy("Lưu")
    success_message = lazy("Đã lưu bàn giao. Hai bên đọc và ký.")

    def get_initial(self):
        found = handover_of(self.object)
        names = (*handing_over.FIELDS, "version")
        return {name: getattr(found, name) for name in names} if found else {"version": 0}

    def call(self, form):
        return handing_over.write_handover(
            old_id=self.object.pk,
            new_id=self.new.pk,
            actor=self.request.actor,
            now=self.request.received_at,
            **form.cleaned_data,
        )

    def version_now(self) -> int:
        """The year is the object here; the version is that of the handover."""
        return self.get_initial()["version"]


class ConfirmView(HandoverFormMixin, TransitionView):
    """Ký bàn giao of one side: the version that the page showed."""

    giving = True
    form_class = SeenVersionForm
    heading = lazy("Ký bàn giao?")
    submit_label = lazy("Ký bàn giao")
    success_message = lazy("Đã ký bàn giao.")
    consequences = (lazy("Chữ ký là cho nội dung vừa đọc; nội dung thay đổi thì hai bên ký lại."),)

    def policy(self, actor, old: ClusterYear) -> Verdict:
        if self.found is None:
            return refused(_("Bên giao chưa lập bàn giao."))
        if self.giving:
            return policies.can_hand_over(actor, old)
        if self.found.given_at is None:
            return refused(handing_over.NotGiven.default_message)
        return policies.can_take_over(actor, self.new)

    def get_object(self):
        found = super().get_object()
        self.found = handover_of(found)
        return found

    def get_initial(self):
        return {"version": self.request.GET.get("seen") or self.found.version}

    def call(self, form):
        return handing_over.confirm(
            handover_id=self.found.pk,
            giving=self.giving,
            version=form.cleaned_data["version"],
            actor=self.request.actor,
            now=self.request.received_at,
        )


class TakeView(ConfirmView):
    giving = False
    heading = lazy("Ký nhận bàn giao?")
    submit_label = lazy("Ký nhận bàn giao")
    success_message = lazy("Đã ký nhận bàn giao.")
