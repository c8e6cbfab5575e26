"""What the head does with one unit's registration, and Nhập thay."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.clusters.models import ClusterYear, Member
from apps.core.components import Crumb
from apps.core.form_pages import FormPageMixin
from apps.core.views import ScopedObjectMixin, TransitionView
from apps.documents.forms import NothingForm
from apps.obligations.domain.reopenings import note_reopening
from apps.obligations.forms import ReopeningForm
from apps.registrations import policies
from apps.registrations.domain import proxies, receiving, rows
from apps.registrations.forms import ProxyForm, ReturnForm
from apps.registrations.queries import DUTY
from apps.registrations.views.base import RegistrationMixin, today


class StepView(FormPageMixin, RegistrationMixin, TransitionView):
    """One step with one registration; back on its page afterwards."""

    id_argument = "registration_id"
    success_url_name = "registrations:registration-detail"

    def get_kicker(self):
        return self.registration.unit_name

    def crumbs(self):
        return RegistrationMixin.crumbs(self)


class AcceptView(StepView):
    """Tiếp nhận."""

    policy = staticmethod(policies.can_receive)
    operation = staticmethod(receiving.accept)
    form_class = NothingForm
    heading = submit_label = gettext_lazy("Tiếp nhận đăng ký")
    success_message = gettext_lazy("Đã tiếp nhận đăng ký của đơn vị.")
    consequences = (
        gettext_lazy("Đơn vị thấy đăng ký đã được tiếp nhận; vẫn yêu cầu bổ sung được trước khi gửi bảng tổng hợp."),
    )


class ReturnView(StepView):
    """Yêu cầu bổ sung: one unit only, the others are held."""

    policy = staticmethod(policies.can_receive)
    operation = staticmethod(receiving.return_registration)
    form_class = ReturnForm
    heading = submit_label = gettext_lazy("Yêu cầu bổ sung")
    success_message = gettext_lazy("Đã gửi yêu cầu bổ sung cho đơn vị. Đăng ký của các đơn vị khác giữ nguyên.")
    consequences = (gettext_lazy("Chỉ đơn vị này sửa và gửi lại; đăng ký của các đơn vị khác giữ nguyên."),)


class ReopenView(StepView):
    """Mở lại cho đơn vị sửa: until when, who asked, how, why; written into the duty as well, as from the board."""

    policy = staticmethod(policies.can_reopen)
    form_class = ReopeningForm
    heading = submit_label = gettext_lazy("Mở lại cho đơn vị sửa")
    success_message = gettext_lazy("Đã mở lại. Sau khi đơn vị gửi lại, gửi một bản tổng hợp mới.")
    consequences = (
        gettext_lazy("Bản đã gửi giữ nguyên; khi đơn vị gửi lại, bản tổng hợp số tiếp theo nêu rõ điểm khác."),
    )

    def call(self, form):
        registration, asked = self.registration, form.asked
        who = {"actor": self.request.actor, "now": self.request.received_at}
        year_id = registration.cluster_year.year_id
        rows.lock_registration(registration.pk)  # before its duty, as when it is sent
        owed = {"year_id": year_id, "code": DUTY, "unit_id": registration.unit_id}
        note_reopening(**owed, path=registration.get_absolute_url(), **asked, **who)
        return receiving.reopen(registration_id=registration.pk, reason=asked["reason"], **who)


class EndProxyView(StepView):
    """Thôi nhập thay: the unit goes on with what was typed."""

    policy = staticmethod(policies.can_send_proxy)
    operation = staticmethod(proxies.end_proxy)
    form_class = NothingForm
    heading = submit_label = gettext_lazy("Thôi nhập thay")
    success_message = gettext_lazy("Đã thôi nhập thay. Đơn vị tự nhập tiếp và gửi.")
    consequences = (gettext_lazy("Nội dung đã nhập giữ nguyên cho đơn vị; đơn vị tự ký và gửi."),)


class CorrectView(StepView):
    """Sửa bản nhập thay: the unit takes it in hand."""

    policy = staticmethod(policies.can_correct)
    operation = staticmethod(receiving.correct)
    form_class = NothingForm
    heading = submit_label = gettext_lazy("Sửa bản nhập thay")
    success_message = gettext_lazy("Bạn có thể sửa rồi ký, gửi lại. Ngày nhận bản giấy vẫn được tính là ngày gửi.")
    consequences = (
        gettext_lazy("Đơn vị sửa, ký và gửi lại như thường lệ; không bị tính chậm."),
        gettext_lazy("Cho đến khi gửi lại, nơi nhận coi là chưa có và hệ thống vẫn nhắc."),
    )


class MemberMixin(ScopedObjectMixin):
    """Finds a member of a ClusterYear that the actor may see, by ClusterYear and unit."""

    def get_object(self):
        years = ClusterYear.objects.for_list().visible_to(self.request.actor)
        cluster_year = get_object_or_404(years, pk=self.kwargs["pk"])
        members = Member.objects.standing().select_related("unit")
        member = get_object_or_404(members, cluster_year=cluster_year, unit_id=self.kwargs["unit_id"])
        member.cluster_year = cluster_year
        return member

    def crumbs(self):
        return [Crumb(_("Đăng ký thi đua"), reverse("registrations:registration-list"))]


class StartView(MemberMixin, FormPageMixin, TransitionView):
    """Lập đăng ký thi đua."""

    policy = staticmethod(policies.can_start)
    operation = staticmethod(rows.start)
    form_class = NothingForm
    heading = submit_label = gettext_lazy("Lập đăng ký thi đua")

    def get_kicker(self):
        return f"{self.object.unit_name}, {self.object.cluster_year}"

    def operation_arguments(self, form):
        return {"member_id": self.object.pk}

    def get_success_url(self):
        return self.result.get_absolute_url() if hasattr(self, "result") else reverse("registrations:registration-list")


class ProxyView(MemberMixin, FormPageMixin, TransitionView):
    """Nhập thay: the day on which the paper arrived, then the same page as the unit's own officer has."""

    policy = staticmethod(policies.can_type_for)
    operation = staticmethod(proxies.begin_proxy)
    form_class = ProxyForm
    heading = gettext_lazy("Nhập thay đăng ký thi đua")
    submit_label = gettext_lazy("Tiếp tục nhập")
    consequences = (
        gettext_lazy("Ngày nhận bản giấy được tính là ngày gửi."),
        gettext_lazy("Khi gửi xong, đơn vị được báo, thấy nhãn “Nhập thay” và sửa được trong 5 ngày."),
    )

    def get_kicker(self):
        return self.object.unit_name

    def get_initial(self):
        return {"received_on": today(self.request)}

    def crumbs(self):
        url = reverse("registrations:cluster-year", args=[self.object.cluster_year_id])
        return [*super().crumbs(), Crumb(self.object.cluster_year.name, url)]

    def operation_arguments(self, form):
        return {"member_id": self.object.pk, **form.cleaned_data}

    def get_success_url(self):
        if hasattr(self, "result"):
            return self.result.get_absolute_url()
        return reverse("registrations:cluster-year", args=[self.object.cluster_year_id])
