"""Lần gửi n: what a unit sent, as it was frozen. Who receives it reads this while the unit completes the dossier."""

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.utils.translation import gettext as _

from apps.awards import policies, queries
from apps.awards.domain.canonical import is_whole
from apps.awards.models import ProposalSubmission
from apps.awards.views.base import OfProposalMixin
from apps.catalog.enums import CommendationType
from apps.core.components import Column, Fact
from apps.core.dates import format_datetime
from apps.core.views import ScopedPageView

LINES_ON_PAGE = 50


class DraftPageMixin:
    """Put before a page of what the unit is writing: who receives the dossier is shown what was sent."""

    def get(self, request, *args, **kwargs):
        if not policies.sees_draft(request.actor, self.proposal):
            if (sent := queries.current_submission(self.proposal)) is None:
                raise Http404(_("Hồ sơ này chưa gửi."))
            return HttpResponseRedirect(sent.get_absolute_url())
        return super().get(request, *args, **kwargs)


def content_facts(submission: ProposalSubmission) -> list[Fact]:
    """Letter and meeting as they were sent; of what was sent before they were kept, only the numbers."""
    sent = submission.content
    numbers = _("%(collectives)s tập thể, %(individuals)s cá nhân")
    listed = {"collectives": submission.collectives, "individuals": submission.individuals}
    if not sent:
        return [Fact(_("Danh sách"), numbers % listed)]
    declared = ["…" if number is None else number for number in sent["declared"]]
    stated = numbers % dict(zip(("collectives", "individuals"), declared, strict=True))
    rows = [
        (_("Loại hình"), CommendationType(sent["type"]).label),
        (_("Dịp"), sent["occasion"]),
        (_("Kính gửi"), sent["addressed_to"]),
        (_("Thành tích năm"), "–".join(dict.fromkeys(str(year) for year in sent["period"]))),
        (_("Danh sách"), numbers % listed),
        (_("Theo tờ trình"), _("chưa định số") if sent["declared"] == [None, None] else stated),
        (_("Căn cứ, lý do"), sent["grounds"]),
    ]
    return [Fact(label, value) for label, value in rows if value]


def _with_day(kept: dict | None, name: str) -> dict | None:
    """With the day that is kept as text."""
    return kept and kept | {"day": date.fromisoformat(kept[name]) if kept[name] else None}


class SubmissionView(OfProposalMixin, ScopedPageView):
    """One sending: number, time, hash and whether it still fits, letter, meeting, papers, the list with reports."""

    queryset = ProposalSubmission.objects.select_related("proposal__unit", "proposal__year__organiser", "signed_copy")
    template_name = "awards/submission_detail.html"

    @property
    def columns(self):
        return (
            Column(_("Tập thể, cá nhân"), width="wide"),
            Column(_("Danh hiệu, hình thức")),
            Column(_("Phiếu"), numeric=True),
            Column(_("Kiểm tra điều kiện")),
            Column(_("Báo cáo thành tích"), width="wide"),
        )

    def get_context_data(self, **kwargs):
        submission = self.object
        lines = submission.nominees.select_related("award").defer("findings").order_by("position", "pk")
        return super().get_context_data(
            submission=submission,
            facts=[
                Fact(_("Số xác nhận"), submission.receipt_number),
                Fact(_("Gửi lúc"), format_datetime(submission.sent_at)),
                Fact(_("Người gửi"), submission.sent_by_label, _("Nhập thay") if submission.proxy_by_label else ""),
                *content_facts(submission),
                Fact(_("Mã băm SHA-256"), submission.sha256, self.proof()),
            ],
            meeting=_with_day(submission.content.get("meeting"), "held_on"),
            papers=[_with_day(paper, "issued_on") for paper in submission.content.get("papers", [])],
            page_obj=Paginator(lines, LINES_ON_PAGE).get_page(self.request.GET.get("page")),
            **kwargs,
        )

    def proof(self) -> str:
        """What the hash says of what is kept; nothing of what was sent before all of it was kept."""
        whole = is_whole(self.object)
        if whole is None:
            return ""
        return _("Khớp với nội dung đã gửi.") if whole else _("Không khớp với nội dung đã gửi.")
