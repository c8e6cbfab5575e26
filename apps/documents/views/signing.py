"""Signing and sending, as pages share it: the choice of the way, the upload of the scan, the facts of the receipt.

The app that owns the paper adds where it lies in scope, its policy and its domain function.
"""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.core.components import Fact
from apps.core.errors import DomainError
from apps.documents.domain.attachments import kept_upload
from apps.documents.domain.signed_copies import PaperCopy, office_line, receive_paper
from apps.documents.domain.signed_files import require_signed, store_signed
from apps.documents.enums import SigningWay
from apps.documents.forms import NothingForm
from apps.documents.models import SignedCopy
from apps.documents.serving import serve_attachment
from apps.documents.signatures.telling import facts_of
from apps.documents.signing_forms import PaperReceivedForm, RemarkForm, SeenForm, SignedCopyForm


@dataclass(frozen=True)
class SigningPanel:
    """What ``documents/_sign_and_send.html`` shows: addresses of the five steps, who may, what was done already.

    ``seen``: fingerprint of what the page shows. ``remark_form``: the leader's words when the paper goes back inside.
    """

    confirm_url: str
    to_leader_url: str
    to_officer_url: str
    printed_url: str
    sign_url: str
    may_confirm: bool
    seen: str
    remark_form: object
    sent_to_leader_at: datetime | None = None
    printed_at: datetime | None = None


def signing_panel(prefix: str, paper, *, may_confirm, seen: str, remark_form=None) -> SigningPanel:
    """The panel of a paper whose five steps stand at ``<prefix>-confirm``, ``<prefix>-to-leader`` and so on, by its id.

    ``paper`` has ``sent_to_leader_at`` and ``printed_at``.
    """
    steps = ("confirm", "to-leader", "to-officer", "printed", "sign")
    return SigningPanel(
        **{f"{step.replace('-', '_')}_url": reverse(f"{prefix}-{step}", args=[paper.pk]) for step in steps},
        may_confirm=bool(may_confirm),
        seen=seen,
        remark_form=remark_form or RemarkForm(),
        sent_to_leader_at=paper.sent_to_leader_at,
        printed_at=paper.printed_at,
    )


class CheckAgainMixin:
    """For a TransitionView started from the check page; refused, that page comes back with the reason.

    ``check_view``: the page's class; ``check_url_name``: its address, of the paper's id. A plain button unless a form
    is named.
    """

    check_view = None
    check_url_name = ""
    form_class = NothingForm

    def check_url(self) -> str:
        return reverse(self.check_url_name, args=[self.object.pk])

    def form_invalid(self, form):
        view = self.check_view()
        view.setup(self.request, *self.args, **self.kwargs)
        view.object = self.object
        return view.render_to_response(view.get_context_data(**self.again(form)), status=422)

    def again(self, form) -> dict:
        return {"form": form, "form_token": self.request.POST.get("form_token")}

    def get(self, request, *args, **kwargs):
        return HttpResponseRedirect(self.check_url())


# The steps of the panel. Each stands before a TransitionView of the owning app, which adds policy, operation and
# where to go next.


class ScreenSignMixin:
    """Xác nhận trên hệ thống: the leader's click is the signature. The operation takes ``way`` and ``seen``."""

    form_class = SeenForm

    def operation_arguments(self, form):
        return {"way": SigningWay.SCREEN, "seen": form.cleaned_data["seen"]}


class ToLeaderMixin:
    """Trình lãnh đạo."""

    success_message = gettext_lazy("Đã trình lãnh đạo đơn vị. Lãnh đạo xem và xác nhận trên hệ thống.")


class ToOfficerMixin:
    """Yêu cầu sửa lại: from the leader back to the officer. Put before a CheckAgainMixin. The operation takes
    ``remark``.
    """

    form_class = RemarkForm
    success_message = gettext_lazy("Đã chuyển lại cán bộ phụ trách kèm yêu cầu sửa.")

    def again(self, form) -> dict:
        return super().again(form) | {"remark_form": form}


class SignedCopyUploadMixin:
    """For a TransitionView: the scan comes with the form, is kept whatever else is wrong, and signs the paper.

    ``fingerprint()``: what is signed, as it stands now. The operation takes ``way``, ``signed_copy`` and ``seen``.
    ``check_url_name``: the page to go back to, where the template does not say it.
    """

    form_class = SignedCopyForm
    check_url_name = ""
    kept = None

    def fingerprint(self) -> str:
        raise NotImplementedError

    def get_initial(self):
        return {"seen": self.fingerprint()}

    def get_context_data(self, **kwargs):
        if self.check_url_name:
            kwargs["check_url"] = reverse(self.check_url_name, args=[self.object.pk])
        return super().get_context_data(kept=self.kept, **kwargs)

    def form_valid(self, form):
        """Keep the scan first, so that an error elsewhere does not lose it."""
        request = self.request
        if form.cleaned_data["signed_on"] > timezone.localtime(request.received_at).date():
            form.add_error("signed_on", _("Ngày ký không được sau hôm nay."))
            return self.form_invalid(form)
        self.kept = kept_upload(form.cleaned_data.get("kept"), actor=request.actor)
        digital = form.cleaned_data["digital"]
        try:
            if upload := form.cleaned_data.get("file"):
                self.kept = store_signed(upload, digital=digital, actor=request.actor, now=request.received_at)
            require_signed(self.kept, digital=digital)
        except DomainError as error:
            form.add_error("file", str(error.message))
            return self.form_invalid(form)
        return super().form_valid(form)

    def form_invalid(self, form):
        if self.kept is None and form.cleaned_data.get("kept"):
            self.kept = kept_upload(form.cleaned_data["kept"], actor=self.request.actor)
        return super().form_invalid(form)

    def operation_arguments(self, form):
        data = form.cleaned_data
        names = ("number", "signed_on", "signer_name", "signer_post", "prefix")
        copy = PaperCopy(attachment=self.kept, **{name: data[name] for name in names}) if self.kept else None
        return {"way": SigningWay.PAPER, "signed_copy": copy, "seen": data["seen"]}


class SignedCopyMixin:
    """Finds the scan behind ``self.object`` or answers 404. The owning app says what bears it: ``newest(obj)``."""

    def newest(self, obj):
        """What was signed last, with its ``signed_copy``; None where nothing was."""
        return obj

    def newest_copy(self, obj) -> SignedCopy | None:
        signed = self.newest(obj)
        return signed.signed_copy if signed else None

    def get_object(self):
        obj = super().get_object()
        self.copy = self.newest_copy(obj)
        if self.copy is None:
            raise Http404
        return obj


class SignedCopyFileMixin(SignedCopyMixin):
    """For a View: the scan itself; the owning app's scope and policy have been asked."""

    def get(self, request, *args, **kwargs):
        return serve_attachment(request, self.copy.attachment)


class PaperReceiveMixin(SignedCopyMixin):
    """For a TransitionView: Đã nhận bản giấy, the day on which the original behind the scan arrived."""

    form_class = PaperReceivedForm

    def get_initial(self):
        return {"received_on": timezone.localtime(self.request.received_at).date()}

    def get_context_data(self, **kwargs):
        return super().get_context_data(copy=self.copy, cancel_url=self.get_success_url(), **kwargs)

    def call(self, form):
        return receive_paper(
            signed_copy_id=self.copy.pk,
            received_on=form.cleaned_data["received_on"],
            actor=self.request.actor,
            now=self.request.received_at,
        )


def awaits_paper(copy: SignedCopy | None) -> bool:
    """Signed on paper, and the original has not arrived."""
    return copy is not None and copy.paper_received_on is None


def signing_facts(way: str, signed_by_label: str, copy: SignedCopy | None) -> list[Fact]:
    """How a paper was signed, for its receipt."""
    if copy is None:
        return [Fact(_("Cách ký"), str(SigningWay(way).label)), Fact(_("Người ký"), signed_by_label)]
    digital = facts_of(copy.attachment_id)
    facts = [
        Fact(_("Cách ký"), _("Ký số") if digital else str(SigningWay(way).label)),
        Fact(_("Người ký"), copy.signer_name, office_line(copy.prefix, copy.signer_post)),
        Fact(_("Bản ký, đóng dấu"), f"{copy.number}, {copy.signed_on:%d/%m/%Y}", _pages(copy)),
        *digital,
    ]
    if copy.paper_received_on:
        received = f"{copy.paper_received_on:%d/%m/%Y}"
        facts.append(Fact(_("Đã nhận bản giấy"), received, copy.paper_received_by_label))
    return facts


def _pages(copy: SignedCopy) -> str:
    return ngettext("%(n)d trang", "%(n)d trang", copy.page_count) % {"n": copy.page_count} if copy.page_count else ""
