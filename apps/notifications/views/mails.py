"""Thư gửi đi: the outbox with its states, sending again, and the mails caught in local mode."""

from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Count, Min
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from django_filters.views import FilterView

from apps.core.components import Column, Fact
from apps.core.dates import format_datetime
from apps.core.lists import BulkActionView, ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import ScopedPageView, require
from apps.notifications import catcher, policies
from apps.notifications.domain.delivery import MOST_FAILURES
from apps.notifications.domain.resending import resend
from apps.notifications.enums import MailState
from apps.notifications.filters import MailFilter
from apps.notifications.models import OutboxMail
from apps.notifications.views.tabs import mail_tabs

MOST_CAUGHT = 200


class MailListView(LoginRequiredMixin, ExportMixin, FilterView):
    """Every mail, newest first, with what became of it."""

    filterset_class = MailFilter
    template_name = "notifications/mail_list.html"
    paginate_by = 50
    strict = False
    columns = (
        Column(_("Chọn"), hidden_label=True, width="narrow"),
        Column(_("Thư"), width="wide"),
        Column(_("Trạng thái"), width="medium"),
        Column(_("Lập lúc"), sort="at", width="medium"),
        Column(_("Gửi lúc"), width="medium"),
        Column(_("Gửi tiếp sau"), sort="next", width="medium"),
    )
    export_title = _("Thư gửi đi")
    export_file = "thu-gui-di"
    export_columns = (
        SheetColumn("at", _("Lập lúc"), "datetime"),
        SheetColumn("kind", _("Loại"), width=30),
        SheetColumn("recipient", _("Người nhận"), width=30),
        SheetColumn("to", _("Địa chỉ"), width=30),
        SheetColumn("subject", _("Tiêu đề"), width=60),
        SheetColumn("state", _("Trạng thái"), width=18),
        SheetColumn("failures", _("Số lần không được"), kind="integer"),
        SheetColumn("sent", _("Gửi lúc"), "datetime"),
        SheetColumn("error", _("Lỗi gần nhất"), width=60),
    )

    def get_queryset(self):
        require(policies.can_manage_mail(self.request.actor))
        return OutboxMail.objects.visible_to(self.request.actor).for_list().order_by("-created_at", "-pk")

    def get_context_data(self, **kwargs):
        counts = dict(OutboxMail.objects.order_by().values_list("state").annotate(Count("pk")))
        waiting = OutboxMail.objects.filter(state__in=[MailState.QUEUED, MailState.FAILED])
        return super().get_context_data(
            columns=self.columns,
            tabs=mail_tabs(self.request.actor, "notifications:mail-list"),
            counts=[(state.label, state.value, counts.get(state.value, 0)) for state in MailState],
            oldest=waiting.aggregate(at=Min("created_at"))["at"],
            configured=settings.MAIL_CONFIGURED,
            catching=catcher.is_catching(),
            **kwargs,
        )

    def export_row(self, row):
        return (
            row.created_at,
            str(row.kind),
            row.recipient.full_name,
            row.to,
            row.subject,
            row.get_state_display(),
            row.failures,
            row.sent_at,
            row.last_error,
        )


class MailDetailView(ScopedPageView):
    """One mail with its tries."""

    queryset = OutboxMail.objects.select_related("kind", "recipient")
    template_name = "notifications/mail_detail.html"

    def policy(self, actor, mail):
        return policies.can_manage_mail(actor)

    def get_context_data(self, **kwargs):
        mail = self.object
        facts = [
            Fact(_("Người nhận"), f"{mail.recipient.label} <{mail.to}>"),
            Fact(_("Loại"), str(mail.kind)),
            Fact(_("Lập lúc"), format_datetime(mail.created_at)),
            Fact(_("Số lần không được"), f"{mail.failures}/{MOST_FAILURES}"),
            Fact(_("Mã thư (Message-ID)"), mail.message_id),
        ]
        if mail.sent_at:
            facts.append(Fact(_("Gửi lúc"), format_datetime(mail.sent_at)))
        if mail.state in {MailState.QUEUED, MailState.FAILED}:
            facts.append(Fact(_("Gửi tiếp sau"), format_datetime(mail.next_try_at)))
        if mail.last_error:
            facts.append(Fact(_("Lỗi gần nhất"), mail.last_error))
        resendable = mail.state in {MailState.FAILED, MailState.DEAD}
        return super().get_context_data(mail=mail, facts=facts, resendable=resendable, **kwargs)


class MailResendView(BulkActionView):
    """Gửi lại: all that the filters find, or those ticked."""

    list_view = MailListView
    policy = staticmethod(policies.can_manage_mail)
    operation = staticmethod(resend)
    question = _("Gửi lại những thư này?")
    confirm_label = _("Gửi lại")

    def list_url(self):
        return reverse("notifications:mail-list")

    def sample_text(self, row):
        return f"{row.subject} – {row.to} ({row.get_state_display()})"

    def done_text(self, done):
        return ngettext("Đã xếp %(n)d thư để gửi lại.", "Đã xếp %(n)d thư để gửi lại.", done) % {"n": done}


class CaughtMixin(LoginRequiredMixin):
    """Pages that exist in local mode only, for technical staff."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if not policies.can_read_caught(request.actor):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class CaughtListView(CaughtMixin, TemplateView):
    """The newest mails kept as files: what people would have received."""

    template_name = "notifications/caught_list.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            mails=catcher.newest(MOST_CAUGHT),
            columns=(Column(_("Thư"), width="wide"), Column(_("Gửi tới")), Column(_("Lúc"), width="medium")),
            tabs=mail_tabs(self.request.actor, "notifications:caught-list"),
            **kwargs,
        )


class CaughtDetailView(CaughtMixin, TemplateView):
    template_name = "notifications/caught_detail.html"

    def get_context_data(self, **kwargs):
        mail = catcher.read(self.kwargs["name"])
        if mail is None:
            raise Http404
        facts = [
            Fact(_("Gửi tới"), mail.to),
            Fact(_("Lúc"), format_datetime(mail.at)),
            Fact(_("Mã thư (Message-ID)"), mail.message_id),
        ]
        return super().get_context_data(mail=mail, facts=facts, **kwargs)
