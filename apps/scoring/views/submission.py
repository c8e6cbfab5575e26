"""Xem lại, trình ký, gửi: check-answers, the two ways of signing, the receipt."""

from django.utils.translation import gettext as _

from apps.core import tokens
from apps.core.components import Fact
from apps.core.dates import format_date
from apps.core.views import TransitionView
from apps.documents.views.signing import (
    CheckAgainMixin,
    ScreenSignMixin,
    SignedCopyUploadMixin,
    ToLeaderMixin,
    ToOfficerMixin,
    awaits_paper,
    signing_facts,
    signing_panel,
)
from apps.scoring import policies
from apps.scoring.domain import submissions
from apps.scoring.domain.answers import answer_text
from apps.scoring.domain.inputs import stored_inputs
from apps.scoring.domain.lines import SheetNotEditable
from apps.scoring.domain.reading import SheetReading
from apps.scoring.models import ScoreLine
from apps.scoring.review_policies import can_receive_paper
from apps.scoring.views.base import SheetMixin, part_url
from apps.scoring.views.rows import line_row, line_warnings, part_sums
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
                "sends_proxy": context["editable"] and policies.types_for(actor, self.sheet),
                "signing": signing_panel(
                    "scoring:sheet",
                    self.sheet,
                    may_confirm=policies.can_confirm(actor, self.sheet),
                    seen=submissions.fingerprint(self.reading.lines.values(), self.reading.evidence),
                    remark_form=kwargs.get("remark_form"),
                ),
                "form_token": kwargs.get("form_token") or tokens.new_token(),
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
    all_max = reading.all_at_maximum
    unproved = [row for block in blocks for row in block["rows"] if row["unproved"]]
    warned = all_max or any(counts.values())
    return {"blocks": blocks, "counts": counts, "all_max": all_max, "warned": warned, "unproved": unproved}


def answer_row(reading: SheetReading, line: ScoreLine, url: str, counts: dict) -> dict:
    """One line of the check-answers table; counts its warnings."""
    warnings = []
    if reading.is_empty(line):
        counts["empty"] += 1
        warnings.append(_("Chưa chấm, tính 0 điểm"))
    if unproved := line in reading.unproved:
        warnings.append(_("Chưa có minh chứng mà bảng tiêu chí yêu cầu"))
    elif reading.lacks_evidence(line):
        counts["evidence"] += 1
        warnings.append(_("Chưa có minh chứng"))
    counts["breaches"] += bool(line.breaches)
    counts["unlike"] += reading.unlike_last_year(line)
    warnings += line_warnings(reading, line)
    return {
        "row": line_row(reading, line, editable=False),
        "answer": answer_text(reading.rule(line), stored_inputs(line)),
        "unlike": reading.unlike_last_year(line),
        "warnings": warnings,
        "unproved": unproved,
        "url": f"{url}#line-{line.pk}",
    }


class CheckAgain(CheckAgainMixin, SheetMixin, TransitionView):
    """A transition started from the check page of the sheet."""

    check_view = SheetCheckView
    check_url_name = "scoring:sheet-check"


class SheetConfirmView(ScreenSignMixin, CheckAgain):
    """Xác nhận trên hệ thống và gửi: the leader's click is the signature."""

    policy = staticmethod(policies.can_confirm)
    operation = staticmethod(submissions.submit_sheet)
    id_argument = "sheet_id"
    success_url_name = "scoring:sheet-receipt"


class SheetToLeaderView(ToLeaderMixin, CheckAgain):
    """Trình lãnh đạo."""

    policy = staticmethod(policies.can_prepare)
    operation = staticmethod(submissions.send_to_leader)
    id_argument = "sheet_id"
    success_url_name = "scoring:sheet-detail"


class SheetReturnInsideView(ToOfficerMixin, CheckAgain):
    """Yêu cầu sửa lại: from the leader back to the officer."""

    policy = staticmethod(policies.can_confirm)
    operation = staticmethod(submissions.return_to_officer)
    id_argument = "sheet_id"
    success_url_name = "scoring:sheet-detail"


class SheetPrintedView(CheckAgain):
    """In để trình ký: notes that the paper was printed, then shows the page to print."""

    policy = staticmethod(policies.can_prepare)
    operation = staticmethod(submissions.note_printed)
    id_argument = "sheet_id"
    success_url_name = "scoring:sheet-print"


class SheetSignView(SignedCopyUploadMixin, SheetMixin, TransitionView):
    """Tải lên bản ký, đóng dấu, and send; for whoever types from the paper, the scan of that paper."""

    policy = staticmethod(policies.can_send_paper)
    template_name = "scoring/sheet_sign.html"
    success_url_name = "scoring:sheet-receipt"

    def fingerprint(self):
        lines = ScoreLine.objects.filter(sheet_version__sheet=self.object, sheet_version__locked_at=None)
        return submissions.fingerprint(lines)

    def call(self, form):
        arguments = self.operation_arguments(form)
        who = {"sheet_id": self.sheet.pk, "actor": self.request.actor, "now": self.request.received_at}
        if policies.types_for(self.request.actor, self.sheet):
            del arguments["way"]
            return submissions.submit_proxy(**who, **arguments)
        return submissions.submit_sheet(**who, **arguments)

    def get_context_data(self, **kwargs):
        return super().get_context_data(sheet=self.object, **kwargs)


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
        # The paper of which the scan was made lies with whoever typed from it.
        awaited = awaits_paper(version.signed_copy) and not version.proxy_by_label
        return context | {
            "version": version,
            "step": step,
            "facts": receipt_facts(self.sheet, version),
            "may_receive": awaited and bool(can_receive_paper(self.request.actor, self.sheet)),
        }


def receipt_facts(sheet, version) -> list[Fact]:
    facts = [Fact(_("Số xác nhận"), version.receipt_number), Fact(_("Đơn vị"), sheet.unit_name)]
    if version.proxy_by_label:
        facts.append(Fact(_("Nhập thay"), version.proxy_by_label))
        facts.append(Fact(_("Ngày nhận bản giấy"), format_date(version.received_on)))
    facts += signing_facts(version.signing_way, version.signed_by_label or "–", version.signed_copy)
    return [*facts, Fact(_("Mã băm SHA-256"), version.sha256)]
