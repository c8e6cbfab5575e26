"""Lập hội nghị, đại hội; sửa; gửi giấy mời."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.clusters.models import ClusterYear
from apps.clusters.queries import year_after
from apps.conferences import policies
from apps.conferences.domain import inviting, planning
from apps.conferences.enums import ConferenceKind, Session
from apps.conferences.forms import ClosingForm, CongressForm, EditForm, guests_of, typed_of
from apps.conferences.page_queries import congresses_above, own_units
from apps.conferences.views.base import ConferenceFormMixin, list_crumb
from apps.core.components import Crumb
from apps.core.form_pages import FormPageMixin
from apps.core.views import MakeView, SecondWriterMixin, TransitionView, require
from apps.documents.forms import NothingForm
from apps.units.models import Unit


class PlanView(FormPageMixin, TransitionView):
    """Lập hội nghị of a ClusterYear: members of both years, both lines, come onto the list by themselves."""

    queryset = ClusterYear.objects.for_list()
    policy = staticmethod(policies.can_plan)
    form_class = ClosingForm
    template_name = "conferences/conference_plan.html"
    heading = lazy("Lập hội nghị")
    lead = lazy("Đơn vị thành viên của năm tổng kết và năm ký giao ước, cả hai khối, được đưa vào danh sách mời.")
    submit_label = lazy("Lập hội nghị")
    success_message = lazy("Đã lập hội nghị. Kiểm tra danh sách đơn vị rồi gửi giấy mời.")

    def crumbs(self):
        return [list_crumb(), Crumb(str(self.object), self.object.get_absolute_url())]

    def get_kicker(self):
        return str(self.object)

    @cached_property
    def following(self) -> ClusterYear | None:
        return year_after(self.object)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "following": self.following}

    def get_initial(self):
        year = self.object.year.year
        words = {"year": year, "next": year + 1, "cluster": self.object.name}
        title = _("Hội nghị tổng kết công tác thi đua, khen thưởng năm %(year)s")
        if self.following:
            title = _(
                "Hội nghị tổng kết công tác thi đua, khen thưởng năm %(year)s"
                " và ký kết giao ước thi đua năm %(next)s của %(cluster)s"
            )
        return {
            "kind": ConferenceKind.CLOSING,
            "session": Session.MORNING,
            "title": title % words,
            "next_cluster_year": self.following.pk if self.following else None,
        }

    def call(self, form):
        return planning.hold_closing(
            cluster_year_id=self.object.pk,
            next_cluster_year_id=form.cleaned_data["next_cluster_year"],
            kind=form.cleaned_data["kind"],
            plan=form.plan(),
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def get_success_url(self):
        return self.result.get_absolute_url()


class CongressMakeView(FormPageMixin, MakeView):
    """Lập đại hội thi đua yêu nước."""

    policy = staticmethod(policies.can_hold_congress)
    form_class = CongressForm
    template_name = "conferences/conference_plan.html"
    heading = lazy("Lập đại hội thi đua yêu nước")
    lead = lazy("Đại hội phải xong trước đại hội cấp trên; khi đại hội cấp trên chuyển ngày, đơn vị muộn được báo.")
    submit_label = lazy("Lập đại hội")
    success_message = lazy("Đã lập đại hội. Thêm đơn vị dự họp rồi gửi giấy mời.")

    def crumbs(self):
        return [list_crumb()]

    def get_initial(self):
        return {"session": Session.WHOLE_DAY}

    def get_form_kwargs(self):
        actor = self.request.actor
        return {**super().get_form_kwargs(), "organisers": own_units(actor), "parents": congresses_above(actor)}

    def make(self, form):
        data = form.cleaned_data
        organiser = Unit.objects.get(pk=data["organiser"])
        require(policies.can_hold(self.request.actor, organiser=organiser, cluster_year_id=None))
        made = planning.hold_congress(
            organiser_id=organiser.pk,
            parent_id=data["parent"],
            plan=form.plan(days_before_parent=data["days_before_parent"]),
            actor=self.request.actor,
            now=self.request.received_at,
        )
        return made.get_absolute_url()

    def get_success_url(self):
        return reverse("conferences:conference-list")


class EditView(SecondWriterMixin, ConferenceFormMixin, TransitionView):
    """Sửa: the second of two writers is told and keeps what was typed."""

    policy = staticmethod(policies.can_prepare)
    form_class = EditForm
    template_name = "conferences/conference_plan.html"
    heading = lazy("Sửa thông tin hội nghị")
    submit_label = lazy("Lưu")
    success_message = lazy("Đã lưu.")

    def get_form_kwargs(self):
        rows = guests_of(self.object)
        found, following = self.object, None
        if found.cluster_year and found.next_cluster_year_id is None:
            following = year_after(found.cluster_year)
        kwargs = {"rows": rows, "below": found.parent_id is not None, "following": following}
        return super().get_form_kwargs() | kwargs

    def get_initial(self):
        return typed_of(self.object)

    def get_consequences(self):
        found = []
        if self.object.attendees.exclude(invited_at=None).exists():
            found.append(_("Đơn vị đã được mời được báo khi ngày, buổi hoặc địa điểm thay đổi."))
        if self.object.dependents.exists():
            found.append(_("Đại hội cấp dưới muộn so với ngày mới được đánh dấu và báo cho đơn vị."))
        return found

    def call(self, form):
        return planning.change_plan(
            conference_id=self.object.pk,
            plan=form.changed_plan(),
            next_cluster_year_id=form.cleaned_data.get("next_cluster_year"),
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"] or 0,
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"stored_guests": guests_of(self.object) if self.stale else []}


class InviteView(ConferenceFormMixin, TransitionView):
    """Gửi giấy mời to whoever was not invited yet."""

    policy = staticmethod(policies.can_prepare)
    operation = staticmethod(inviting.send_invitations)
    form_class = NothingForm
    heading = lazy("Gửi giấy mời")
    submit_label = lazy("Gửi giấy mời")
    success_message = lazy("Đã gửi giấy mời. Cán bộ TĐKT và lãnh đạo các đơn vị được báo.")
    success_url_name = "conferences:attendee-list"

    def get_consequences(self):
        waiting = self.object.attendees.filter(invited_at=None).values_list("unit_name", flat=True).order_by("order")
        names = "; ".join(waiting)
        found = [_("Được mời: %(names)s.") % {"names": names}] if names else [_("Mọi đơn vị đã được mời.")]
        if not self.object.place:
            found.append(_("Chưa ghi địa điểm họp."))
        return found
