"""Evidence of a line: adding from the table, taking off, opening a file."""

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View

from apps.core.errors import DomainError
from apps.core.views import ScopedObjectMixin, TransitionView
from apps.documents.domain.attachments import store
from apps.documents.forms import NothingForm
from apps.documents.serving import serve_attachment
from apps.documents.views.signing import SignedCopyFileMixin
from apps.periods.domain.years import YearClosed
from apps.scoring import policies
from apps.scoring.domain import evidence
from apps.scoring.domain.departments import codes_of, own_keys
from apps.scoring.domain.lines import SheetNotEditable
from apps.scoring.domain.parts import EvidenceAdded, add_evidence
from apps.scoring.domain.reading import read_sheet
from apps.scoring.domain.tables import load_table
from apps.scoring.forms import EvidenceForm
from apps.scoring.models import EvidenceLink, ScoreSheet
from apps.scoring.review_policies import can_review, lines_in_scope
from apps.scoring.review_queries import for_reviewers
from apps.scoring.views.base import SheetMixin, part_url
from apps.scoring.views.lines import CONFLICT, INVALID, LineView
from apps.scoring.views.rows import line_row


class EvidenceAddView(LineView):
    """POST from the table (htmx): the evidence of the line anew."""

    http_method_names = ["post"]

    def post(self, request, pk):
        if not policies.can_edit(request.actor, self.sheet):
            self.line_in(read_sheet(self.sheet))  # a division adds to its own lines only
        form = EvidenceForm(request.POST, request.FILES, line_id=pk, documents=self.documents_to_cite())
        status = 200
        if form.is_valid() and form.is_filled:
            status = self.add(form)
        reading = read_sheet(self.sheet)
        row = line_row(reading, self.line_in(reading), editable=self.may_edit(reading))
        if form.errors:
            row.evidence_form, status = form, status if status != 200 else INVALID  # noqa: PLR2004 - the HTTP word
        elif not form.is_filled:
            form.add_error("symbol", _("Nhập số, ký hiệu của văn bản hoặc chọn tệp."))
            row.evidence_form, status = form, INVALID
        context = self.context(reading, row) | {"fragment": True}
        return render(request, "scoring/_line_evidence.html", context, status=status)

    def add(self, form: EvidenceForm) -> int:
        request = self.request
        try:
            with transaction.atomic():
                upload = form.cleaned_data["file"]
                attachment = store(upload, actor=request.actor, now=request.received_at) if upload else None
                added = EvidenceAdded(form.citation, attachment)
                add_evidence(line_id=self.kwargs["pk"], added=added, actor=request.actor, now=request.received_at)
        except (SheetNotEditable, YearClosed) as error:
            form.add_error(None, str(error.message))
            return CONFLICT
        except DomainError as error:
            form.add_error("file", str(error.message))
            return INVALID
        return 200


class EvidenceDocumentsView(SheetMixin, View):
    """Options of the box for a symbol: the unit's own documents, fetched when somebody is about to cite one."""

    policy = staticmethod(policies.can_fill)

    def get_queryset(self):
        return self.queryset.all().lines_open_to(self.request.actor)

    def get(self, request, pk):
        return render(request, "scoring/_documents.html", {"documents": self.documents_to_cite()})


class EvidenceMixin(ScopedObjectMixin):
    """Finds a piece of evidence whose sheet the actor may see; the policy is asked about the sheet."""

    def get_object(self):
        links = EvidenceLink.objects.select_related("document", "attachment", "line__criterion", "line__sheet_version")
        self.link = get_object_or_404(links, pk=self.kwargs["pk"])
        sheets = ScoreSheet.objects.for_list().lines_open_to(self.request.actor)
        sheet = get_object_or_404(sheets, pk=self.link.line.sheet_version.sheet_id)
        self.whole = ScoreSheet.objects.visible_to(self.request.actor).filter(pk=sheet.pk).exists()
        if not self.whole and not self.is_own(sheet):
            raise Http404
        return sheet

    def is_own(self, sheet: ScoreSheet) -> bool:
        """Whether a division of the actor fills the line."""
        own = codes_of(load_table(sheet.criteria_set_id), own_keys(sheet, self.request.actor))
        return self.link.line.criterion.code in own


class EvidenceFileView(EvidenceMixin, View):
    """The file itself; also for whoever was given its criterion to check."""

    def get_object(self):
        try:
            return super().get_object()
        except Http404:
            if not hasattr(self, "link"):
                raise
            return self.given_to_check()

    def given_to_check(self):
        actor, line = self.request.actor, self.link.line
        sheet = get_object_or_404(for_reviewers(actor), pk=line.sheet_version.sheet_id)
        codes = lines_in_scope(actor, sheet, load_table(sheet.criteria_set_id))
        if not can_review(actor, sheet) or (codes is not None and line.criterion.code not in codes):
            raise Http404
        return sheet

    def get(self, request, pk):
        attachment = self.link.attachment
        if attachment is None:
            raise Http404
        return serve_attachment(request, attachment)


class EvidenceRemoveView(EvidenceMixin, TransitionView):
    """Bỏ tài liệu minh chứng: a confirm page; by htmx the row's evidence anew."""

    policy = staticmethod(policies.can_fill)
    form_class = NothingForm
    template_name = "scoring/evidence_remove.html"
    success_message = _("Đã bỏ tài liệu minh chứng.")

    def get_object(self):
        """Reading the whole sheet (as head, as standing office) gives no line: the unit's own people have them all."""
        sheet, actor = super().get_object(), self.request.actor
        fills_a_part = policies.can_fill(actor, sheet) and not policies.can_edit(actor, sheet)
        if fills_a_part and not self.is_own(sheet):
            raise Http404
        return sheet

    def call(self, form):
        evidence.remove_evidence(evidence_id=self.link.pk, actor=self.request.actor, now=self.request.received_at)

    def get_context_data(self, **kwargs):
        return super().get_context_data(link=self.link, cancel_url=self.get_success_url(), **kwargs)

    def get_success_url(self):
        """The row in its part."""
        line = self.link.line
        if not self.whole:
            return f"{reverse('scoring:own-part', args=[self.object.pk])}#line-{line.pk}"
        part_id = line.criterion.part_id or line.criterion_id
        parts = [part.pk for part in read_sheet(self.object).parts]
        return f"{part_url(self.object, parts.index(part_id) + 1)}#line-{line.pk}"


class SignedCopyFileView(SignedCopyFileMixin, ScopedObjectMixin, View):
    """The scan of the signed paper of the newest submission."""

    queryset = ScoreSheet.objects.for_list()

    def newest_copy(self, obj):
        version = obj.versions.filter(signed_copy__isnull=False).order_by("-pk").first()
        return version.signed_copy if version else None
