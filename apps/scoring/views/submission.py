"""Xem lại, trình ký, gửi: check-answers, the two ways of signing, the receipt."""

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.core import tokens
from apps.core.components import Fact
from apps.core.errors import DomainError
from apps.core.uploads import SIGNED_COPY_KINDS
from apps.core.views import TransitionView
from apps.documents.domain.attachments import store
from apps.scoring import policies
from apps.scoring.domain import submissions
from apps.scoring.domain.answers import answer_text
from apps.scoring.domain.inputs import stored_inputs
from apps.scoring.domain.lines import SheetNotEditable
from apps.scoring.domain.reading import SheetReading
from apps.scoring.domain.uploads import kept_upload
from apps.scoring.enums import SigningWay
from apps.scoring.forms import NothingForm, RemarkForm, SeenForm, SignedCopyForm
from apps.scoring.models import ScoreLine
from apps.scoring.review_policies import can_receive_paper
from apps.scoring.views.base import SheetMixin, part_url, today
from apps.scoring.views.rows import line_row, part_sums
from apps.scoring.views.sheets import SheetPage


class SheetCheckView(SheetPage):
    """Xem lại trước khi gửi: all answers with "Thay đổi", warnings that do not stop, the choice of the way."""

    template_name = "scoring/sheet_check.html"
    last_year = True

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        actor = self.request.actor
        return (
            context
            | check_context(self.reading)
            | {
                "may_confirm": bool(policies.can_confirm(actor, self.sheet)),
                "seen": submissions.fingerprint(self.reading.lines.values()),
                "form_token": kwargs.get("form_token") or tokens.new_token(),
                "remark_form": kwargs.get("remark_form") or RemarkForm(),
            }
        )


def check_context(reading: SheetReading) -> dict:
    """Blocks of answers by part, and the warnings gathered."""
    blocks, counts = [], {"empty": 0, "evidence": 0, "breaches": 0, "unlike": 0}
    for number, part in enumerate(reading.parts, start=1):
        url = part_url(reading.sheet, number)
        rows = [answer_row(reading, line, url, counts) for line in reading.leaves(part.code)]
        sums = part_sums(reading, part.code)
        blocks.append({"part": part, "url": url, "rows": rows, "number": number, "sums": sums})
    return {"blocks": blocks, "counts": counts, "warned": any(counts.values())}


def answer_row(reading: SheetReading, line: ScoreLine, url: str, counts: dict) -> dict:
    """One line of the check-answers table; counts its warnings."""
    warnings = []
    if reading.is_empty(line):
        counts["empty"] += 1
        warnings.append(_("Chưa chấm, tính 0 điểm"))
    if reading.lacks_evidence(line):
        counts["evidence"] += 1
        warnings.append(_("Chưa có minh chứng"))
    if line.breaches:
        counts["breaches"] += 1
        warnings.append(_("Vượt giới hạn của tiêu chí"))
    if reading.differs_from_last_year(line):
        counts["unlike"] += 1
    return {
        "row": line_row(reading, line, editable=False),
        "answer": answer_text(reading.rule(line), stored_inputs(line)),
        "unlike": reading.differs_from_last_year(line),
        "warnings": warnings,
        "url": f"{url}#line-{line.pk}",
    }


class CheckAgain(TransitionView):
    """A transition started from the check page; refused, the check page comes back with the reason."""

    def form_invalid(self, form):
        view = SheetCheckView()
        view.setup(self.request, *self.args, **self.kwargs)
        view.object = self.object
        context = view.get_context_data(**self.again(form))
        return view.render_to_response(context, status=422)

    def again(self, form) -> dict:
        return {"form": form, "form_token": self.request.POST.get("form_token")}

    def get(self, request, *args, **kwargs):
        return HttpResponseRedirect(reverse("scoring:sheet-check", args=[self.object.pk]))


class SheetConfirmView(SheetMixin, CheckAgain):
    """Xác nhận trên hệ thống và gửi: the leader's click is the signature."""

    policy = staticmethod(policies.can_confirm)
    operation = staticmethod(submissions.submit_sheet)
    id_argument = "sheet_id"
    form_class = SeenForm
    success_url_name = "scoring:sheet-receipt"

    def operation_arguments(self, form):
        return {"way": SigningWay.SCREEN, "seen": form.cleaned_data["seen"]}


class SheetToLeaderView(SheetMixin, CheckAgain):
    """Trình lãnh đạo."""

    policy = staticmethod(policies.can_edit)
    operation = staticmethod(submissions.send_to_leader)
    id_argument = "sheet_id"
    form_class = NothingForm
    success_message = gettext_lazy("Đã trình lãnh đạo đơn vị. Lãnh đạo xem và xác nhận trên hệ thống.")
    success_url_name = "scoring:sheet-detail"


class SheetReturnInsideView(SheetMixin, CheckAgain):
    """Yêu cầu sửa lại: from the leader back to the officer."""

    policy = staticmethod(policies.can_confirm)
    operation = staticmethod(submissions.return_to_officer)
    id_argument = "sheet_id"
    form_class = RemarkForm
    success_message = gettext_lazy("Đã chuyển lại cán bộ phụ trách kèm yêu cầu sửa.")
    success_url_name = "scoring:sheet-detail"

    def again(self, form) -> dict:
        return super().again(form) | {"remark_form": form}


class SheetPrintedView(SheetMixin, CheckAgain):
    """In để trình ký: notes that the paper was printed, then shows the page to print."""

    policy = staticmethod(policies.can_edit)
    operation = staticmethod(submissions.note_printed)
    id_argument = "sheet_id"
    form_class = NothingForm
    success_url_name = "scoring:sheet-print"


class SheetSignView(SheetMixin, TransitionView):
    """Tải lên bản ký, đóng dấu, and send."""

    policy = staticmethod(policies.can_send_paper)
    operation = staticmethod(submissions.submit_sheet)
    id_argument = "sheet_id"
    form_class = SignedCopyForm
    template_name = "scoring/sheet_sign.html"
    success_url_name = "scoring:sheet-receipt"
    kept = None

    def get_initial(self):
        lines = ScoreLine.objects.filter(sheet_version__sheet=self.object, sheet_version__locked_at=None)
        return {"seen": submissions.fingerprint(lines)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(sheet=self.object, kept=self.kept, **kwargs)

    def form_valid(self, form):
        """Keep the scan first, so that an error elsewhere does not lose it."""
        request = self.request
        if form.cleaned_data["signed_on"] > today(request):
            form.add_error("signed_on", _("Ngày ký không được sau hôm nay."))
            return self.form_invalid(form)
        self.kept = kept_upload(form.cleaned_data.get("kept"), actor=request.actor)
        try:
            if upload := form.cleaned_data.get("file"):
                self.kept = store(upload, actor=request.actor, now=request.received_at, allowed=SIGNED_COPY_KINDS)
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
        copy = submissions.PaperCopy(attachment=self.kept, **{name: data[name] for name in names})
        return {"way": SigningWay.PAPER, "signed_copy": copy if self.kept else None, "seen": data["seen"]}


class SheetReceiptView(SheetPage):
    """Giấy xác nhận: number, time, way, next step, PDF."""

    template_name = "scoring/sheet_receipt.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        current = self.reading.version
        version = current if current.receipt_number else submissions.last_submission(self.sheet)
        if version is None:
            raise SheetNotEditable(_("Bảng này chưa gửi nên chưa có giấy xác nhận."))
        step = self.sheet.criteria_set.steps.order_by("order").first()
        copy = version.signed_copy
        awaited = copy is not None and copy.paper_received_on is None
        return context | {
            "version": version,
            "step": step,
            "facts": receipt_facts(self.sheet, version),
            "may_receive": awaited and bool(can_receive_paper(self.request.actor, self.sheet)),
        }


def _pages(copy) -> str:
    return ngettext("%(n)d trang", "%(n)d trang", copy.page_count) % {"n": copy.page_count} if copy.page_count else ""


def receipt_facts(sheet, version) -> list[Fact]:
    facts = [
        Fact(_("Số xác nhận"), version.receipt_number),
        Fact(_("Đơn vị"), sheet.unit_name),
        Fact(_("Cách ký"), version.get_signing_way_display()),
    ]
    if copy := version.signed_copy:
        office = [copy.signer_post, copy.get_prefix_display() if copy.prefix else ""]
        facts.append(Fact(_("Người ký"), copy.signer_name, ", ".join(filter(None, office))))
        facts.append(Fact(_("Bản ký, đóng dấu"), f"{copy.number}, {copy.signed_on:%d/%m/%Y}", _pages(copy)))
        if copy.paper_received_on:
            received = f"{copy.paper_received_on:%d/%m/%Y}"
            facts.append(Fact(_("Đã nhận bản giấy"), received, copy.paper_received_by_label))
    else:
        facts.append(Fact(_("Người ký"), version.signed_by_label))
    facts.append(Fact(_("Mã băm SHA-256"), version.sha256))
    return facts
