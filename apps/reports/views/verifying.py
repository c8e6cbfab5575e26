"""Tra cứu tệp đã phát hành: for anybody who holds a paper with a code. Nothing sent here is kept."""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from apps.accounts.public_pages import PublicPageMixin
from apps.core.components import Fact
from apps.core.templatetags.formats import file_size, vi_datetime
from apps.documents.domain import verifying
from apps.documents.domain.verifying import Sameness
from apps.documents.standing import Validity, standing_of
from apps.reports.certificate_checks import certificate_of

TONES = {
    Validity.VALID: "done",
    Validity.PARTLY: "warning",
    Validity.CORRECTED: "warning",
    Validity.REPLACED: "warning",
    Validity.DRAFT: "warning",
    Validity.CANCELLED: "error",
}
ANSWER_TONES = {Sameness.SAME: "done", Sameness.EXTENDED: "warning", Sameness.OTHER: "error"}


class CodePageMixin(PublicPageMixin):
    """Codes are drawn at random and long, but nobody needs to try them by the hundred."""

    scope = "verify"
    kept_seconds = 0

    @property
    def most_per_minute(self) -> int:
        return settings.VERIFY_REQUESTS_PER_MINUTE


class VerifyIndexView(CodePageMixin, TemplateView):
    """A box for the code; a code that was typed leads to its own address."""

    http_method_names = ("get", "head")
    template_name = "reports/verify_index.html"

    def get(self, request, *args, **kwargs):
        code = verifying.canonical_code(request.GET.get("code", "")).replace("/", "-")
        if code.strip("-."):
            return HttpResponseRedirect(reverse("verify", args=[code]))
        return super().get(request, *args, **kwargs)


class VerifyView(CodePageMixin, TemplateView):
    """What was issued with this code, when, by whom, whether it holds; and whether a file at hand is the same."""

    http_method_names = ("get", "head", "post")
    template_name = "reports/verify.html"

    def get(self, request, *args, **kwargs):
        return self.answer()

    def post(self, request, *args, **kwargs):
        """The way without JavaScript: the file is sent, compared and forgotten."""
        file = request.FILES.get("file")
        if file is None:
            return self.answer(problem=_("Chọn tệp cần so sánh."))
        if file.size > settings.UPLOAD_MAX_BYTES:
            words = {"most": file_size(settings.UPLOAD_MAX_BYTES)}
            return self.answer(problem=_("Tệp lớn hơn %(most)s, không gửi lên để so sánh được.") % words)
        return self.answer(file=file)

    def answer(self, *, file=None, problem: str = ""):
        code = self.kwargs["code"]
        issued = verifying.find_issued(code)
        if issued is None:
            shown = verifying.canonical_code(code)[:40]
            if certificate := certificate_of(shown):
                return self.render_to_response(self.get_context_data(certificate=certificate, code=shown))
            return self.render_to_response(self.get_context_data(issued=None, code=shown), status=404)
        standing = standing_of(issued)
        sameness = verifying.compare(issued, file.chunks()) if file else ""
        context = self.get_context_data(
            issued=issued,
            standing=standing,
            tone=TONES.get(standing.validity, "info"),
            facts=facts_of(issued, standing),
            problem=problem,
            sameness=sameness,
            sameness_label=Sameness(sameness).label if sameness else "",
            sameness_tone=ANSWER_TONES.get(sameness, ""),
            answers=[(each.value, each.label, ANSWER_TONES[each]) for each in Sameness],
            most=settings.UPLOAD_MAX_BYTES,
        )
        return self.render_to_response(context, status=422 if problem else 200)


def facts_of(issued, standing) -> list[Fact]:
    newer = verifying.newer_than(issued)
    facts = [
        Fact(_("Loại văn bản"), standing.kind),
        Fact(_("Tên"), standing.title),
        Fact(_("Cơ quan, đơn vị"), standing.issuer),
        Fact(_("Kết xuất lúc"), vi_datetime(issued.issued_at)),
        Fact(_("Số liệu lúc"), vi_datetime(issued.data_at)),
        Fact(_("Bản kết xuất sau"), vi_datetime(newer.issued_at) if newer else ""),
        Fact(_("Dung lượng"), file_size(issued.size)),
        Fact(_("Mã tra cứu"), issued.verification_code),
        Fact(_("Mã băm SHA-256"), issued.sha256),
    ]
    return [fact for fact in facts if fact.value]
