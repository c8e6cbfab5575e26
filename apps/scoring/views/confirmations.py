"""Xác nhận của cơ quan cấp tỉnh: the link, its page for somebody without an account, the signed paper."""

from django.core.cache import cache
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView

from apps.accounts.addresses import client_address
from apps.core.components import Crumb
from apps.core.errors import DomainError
from apps.core.form_pages import FormPageMixin
from apps.core.views import InvalidMixin, ScopedObjectMixin, ScopedPageView, TransitionView
from apps.documents.enums import SigningWay
from apps.documents.forms import NothingForm
from apps.documents.views.signing import SignedCopyFileMixin, SignedCopyUploadMixin
from apps.scoring import review_policies, review_queries
from apps.scoring.confirmation_forms import AnswerLinkForm, ConfirmationCopyForm, LinkForm
from apps.scoring.confirmation_presentation import word_of
from apps.scoring.domain import confirmation_papers as papers
from apps.scoring.domain import confirmations as domain
from apps.scoring.domain.tables import load_table
from apps.scoring.domain.versions import totals
from apps.scoring.enums import ConfirmationState, SheetState, StepRole
from apps.scoring.review_policies import step_role

MOST_TRIES, TRIES_FOR = 30, 10 * 60  # of one network address, wrong codes and dead links together
NOT_FOUND, TOO_MANY = 404, 429


class ConfirmationMixin(ScopedObjectMixin):
    """The sheet whose confirmation is asked for."""

    def get_queryset(self):
        return review_queries.for_review(self.request.actor)

    def get_kicker(self):
        return self.object.unit_name

    def crumbs(self):
        return [
            Crumb(self.object.unit_name, self.object.get_absolute_url()),
            Crumb(_("Xác nhận của cơ quan cấp tỉnh"), reverse("scoring:confirmation", args=[self.object.pk])),
        ]


class ConfirmationView(ConfirmationMixin, ScopedPageView):
    """How far the confirmation is, and the two ways to it."""

    template_name = "scoring/confirmation.html"

    def get_context_data(self, **kwargs):
        sheet, actor = self.object, self.request.actor
        found = list(sheet.confirmations.select_related("signed_copy"))
        turn = step_role(sheet) == StepRole.OUTSIDE and sheet.state in (SheetState.SELF_SUBMITTED, SheetState.IN_STEP)
        for each in found:
            each.word = word_of(each, self.request.received_at)
        waiting = next((each for each in found if each.state == ConfirmationState.WAITING), None)
        paper = waiting is not None and waiting.way == SigningWay.PAPER
        send = bool(review_policies.can_send_link(actor, sheet))
        return super().get_context_data(
            found=found,
            turn=turn,
            paper_waits=paper,
            may_send=turn and send,
            may_revoke=waiting is not None and send,
            may_accept=paper and bool(review_policies.can_accept_paper(actor, sheet)),
            may_upload=turn and bool(review_policies.can_bring_paper(actor, sheet)),
            **kwargs,
        )


class ConfirmationLinkView(ConfirmationMixin, FormPageMixin, TransitionView):
    """Tạo liên kết: link and code are shown once, in the answer to the post; nobody can look them up later."""

    policy = staticmethod(review_policies.can_send_link)
    form_class = LinkForm
    heading = gettext_lazy("Tạo liên kết xác nhận")
    lead = gettext_lazy("Liên kết dùng một lần, cho người xác nhận không có tài khoản. Liên kết cũ bị thu hồi.")
    submit_label = gettext_lazy("Tạo liên kết")
    one_time = False

    def get_initial(self):
        province = self.object.unit.province
        return {"days": 7, "body_name": _("Ủy ban nhân dân %(province)s") % {"province": province} if province else ""}

    def form_valid(self, form):
        try:
            made = domain.make_link(
                sheet_id=self.object.pk, actor=self.request.actor, now=self.request.received_at, **form.cleaned_data
            )
        except DomainError as error:
            return self.show_refusal(form, error)
        link = self.request.build_absolute_uri(reverse("scoring:outside", args=[made.token]))
        context = {"object": self.object, "made": made.confirmation, "link": link, "code": made.code}
        response = render(self.request, "scoring/confirmation_made.html", context)
        response["Cache-Control"] = "no-store"
        return response


class WaitingMixin(ConfirmationMixin, FormPageMixin):
    """One question about the link or the paper that waits."""

    form_class = NothingForm
    success_url_name = "scoring:confirmation"

    def waiting(self, **which) -> int | None:
        found = self.object.confirmations.filter(state=ConfirmationState.WAITING, **which)
        return found.values_list("pk", flat=True).first()


class ConfirmationAcceptView(WaitingMixin, TransitionView):
    """Tiếp nhận bản xác nhận that the unit uploaded."""

    policy = staticmethod(review_policies.can_accept_paper)
    heading = gettext_lazy("Tiếp nhận bản xác nhận?")
    lead = gettext_lazy("Đã đối chiếu bản ký, đóng dấu. Bảng được chuyển sang bước tiếp theo.")
    submit_label = gettext_lazy("Tiếp nhận")
    success_message = gettext_lazy("Đã ghi nhận bản xác nhận. Bảng được chuyển sang bước tiếp theo.")

    def call(self, form):
        if (waiting := self.waiting(way=SigningWay.PAPER)) is None:
            raise papers.PaperGone
        return papers.accept_paper(confirmation_id=waiting, actor=self.request.actor, now=self.request.received_at)


class ConfirmationRevokeView(WaitingMixin, TransitionView):
    """Thu hồi liên kết đang chờ; a paper that waits is not taken."""

    policy = staticmethod(review_policies.can_send_link)
    heading = gettext_lazy("Thu hồi liên kết xác nhận?")
    lead = gettext_lazy("Liên kết không mở được nữa. Có thể tạo liên kết mới.")
    submit_label = gettext_lazy("Thu hồi")

    paper = False

    def get_object(self):
        found = super().get_object()
        self.paper = found.confirmations.filter(state=ConfirmationState.WAITING, way=SigningWay.PAPER).exists()
        if self.paper:
            self.heading, self.lead = _("Không tiếp nhận bản xác nhận?"), papers.REFUSED
            self.submit_label = _("Không tiếp nhận")
        else:
            self.success_message = _("Đã thu hồi liên kết.")
        return found

    def call(self, form):
        if (waiting := self.waiting()) is None:
            raise domain.LinkDead
        end = papers.refuse_paper if self.paper else domain.revoke_link
        return end(confirmation_id=waiting, actor=self.request.actor, now=self.request.received_at)


class ConfirmationPaperView(SignedCopyUploadMixin, ConfirmationMixin, TransitionView):
    """Tải lên bản xác nhận ký, đóng dấu."""

    policy = staticmethod(review_policies.can_bring_paper)
    form_class = ConfirmationCopyForm
    template_name = "scoring/confirmation_paper.html"
    success_url_name = "scoring:confirmation"

    @property
    def ends_step(self) -> bool:
        """What the unit uploads waits for somebody else."""
        return bool(review_policies.can_accept_paper(self.request.actor, self.object))

    @property
    def success_message(self):
        if self.ends_step:
            return ConfirmationAcceptView.success_message
        return _("Đã tải lên bản xác nhận. Bảng được chuyển bước sau khi được tiếp nhận.")

    def get_context_data(self, **kwargs):
        return super().get_context_data(ends_step=self.ends_step, **kwargs)

    def fingerprint(self):
        return ""

    def call(self, form):
        copy = self.operation_arguments(form)["signed_copy"]
        keep = papers.confirm_by_paper if self.ends_step else papers.bring_paper
        return keep(
            sheet_id=self.object.pk,
            body_name=form.cleaned_data["body_name"],
            signed_copy=copy,
            actor=self.request.actor,
            now=self.request.received_at,
        )


class ConfirmationFileView(SignedCopyFileMixin, ConfirmationMixin, View):
    """The scan of the newest paper."""

    def newest_copy(self, obj):
        found = obj.confirmations.filter(signed_copy__isnull=False).select_related("signed_copy__attachment").first()
        return found.signed_copy if found else None


class OutsideView(InvalidMixin, FormView):
    """The page behind the link: the sheet as it waits, the answer. Open to whoever holds the link, and nothing else."""

    form_class = AnswerLinkForm
    template_name = "scoring/outside.html"

    def dispatch(self, request, *args, **kwargs):
        self.token = kwargs["token"]
        if self.tries() >= MOST_TRIES:
            return self.dead(TOO_MANY)
        self.found = domain.living(self.token, request.received_at)
        if self.found is None:
            self.count()
            return self.dead(NOT_FOUND)
        response = super().dispatch(request, *args, **kwargs)
        return self.private(response)

    def get_context_data(self, **kwargs):
        sheet = self.found.sheet
        table = load_table(sheet.criteria_set_id)
        lines = list(self.found.version.lines.select_related("criterion__part").order_by("criterion__position"))
        shown = {"lines": lines, "seen": domain.seen_of(lines), "sums": totals(lines, table)}
        return super().get_context_data(found=self.found, sheet=sheet, **shown, **kwargs)

    def form_valid(self, form):
        data = form.cleaned_data
        try:
            answered = domain.answer_link(
                token=self.token,
                code=data["code"],
                name=data["name"],
                post=data["post"],
                confirm=data["answer"] == "confirm",
                words=data["words"],
                seen=data["seen"],
                now=self.request.received_at,
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
            return self.form_invalid(form)
        if answered is None:
            self.count()
            form.add_error("code", _("Mã xác nhận không đúng. Sau vài lần sai, liên kết bị khóa."))
            return self.form_invalid(form)
        return render(self.request, "scoring/outside_done.html", {"found": answered})

    def dead(self, status: int):
        """The same words whatever the reason: the page tells nothing of a sheet."""
        return self.private(render(self.request, "scoring/outside_dead.html", status=status))

    def private(self, response):
        response["Cache-Control"] = "no-store"
        # The address is a key: the portal's own Referrer-Policy keeps it from other sites. A stricter one would make
        # browsers post the answer without an origin, which is refused.
        response["X-Robots-Tag"] = "noindex"
        return response

    @property
    def key(self) -> str:
        return f"scoring:outside:{client_address(self.request) or '-'}"

    def tries(self) -> int:
        return cache.get(self.key, 0)

    def count(self) -> None:
        cache.add(self.key, 0, TRIES_FOR)
        cache.incr(self.key)
