"""Vào sổ văn bản, sửa, thêm tệp, bỏ tệp, xóa."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from apps.core.errors import DomainError
from apps.core.views import SecondWriterMixin, TransitionView
from apps.documents import policies
from apps.documents.domain import attachments, files, filing
from apps.documents.domain.filing import AlreadyFiled, PerhapsFiled
from apps.documents.domain.signed_files import require_signed, store_signed
from apps.documents.forms import ChangePaperForm, FileForm, NewPaperForm, NothingForm
from apps.documents.models import Document, DocumentFile
from apps.documents.scope import registers_of

KNOWN_ISSUERS = 100


class PaperFormView(TransitionView):
    """What filing and correcting share: the form of a paper, and the first paper when the same one is there."""

    template_name = "documents/document_form.html"
    first = None

    @cached_property
    def registers(self):
        return policies.registers(self.request.actor)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"registers": self.registers}

    def get_context_data(self, **kwargs):
        seen = Document.objects.visible_to(self.request.actor).exclude(issuer_name="").order_by("issuer_name")
        issuers = list(seen.values_list("issuer_name", flat=True).distinct()[:KNOWN_ISSUERS])
        own = [keeper.name for keeper in self.registers]
        return super().get_context_data(issuers=dict.fromkeys([*own, *issuers]), first=self.first, **kwargs)

    def show_refusal(self, form, error):
        if isinstance(error, AlreadyFiled | PerhapsFiled):
            visible = Document.objects.visible_to(self.request.actor)
            self.first = visible.filter(pk=error.document.pk).first()
        return super().show_refusal(form, error)


class DocumentCreateView(PaperFormView):
    """Vào sổ văn bản; ``?owner=`` chooses the register, ``?guidance=`` the year that the paper guides."""

    policy = staticmethod(policies.can_file)
    form_class = NewPaperForm
    success_message = _("Đã vào sổ văn bản.")
    kept = None

    def get_object(self):
        return None

    def get_initial(self):
        asked = self.request.GET
        codes = {keeper.code for keeper in self.registers}
        return {name: asked[key] for name, key in (("guidance_year", "guidance"),) if key in asked} | (
            {"owner_code": asked["owner"]} if asked.get("owner") in codes else {}
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(kept=self.kept, cancel_url=reverse("documents:document-list"), **kwargs)

    def form_valid(self, form):
        """Keep the scan first, so that an error elsewhere does not lose it."""
        request, data = self.request, form.cleaned_data
        self.kept = attachments.kept_upload(data.get("kept"), actor=request.actor)
        try:
            if data.get("file"):
                self.kept = _stored(form, request)
            require_signed(self.kept, digital=data["digital"])
        except DomainError as error:
            form.add_error("file", str(error.message))
            return self.form_invalid(form)
        return super().form_valid(form)

    def form_invalid(self, form):
        if self.kept is None and form.cleaned_data.get("kept"):
            self.kept = attachments.kept_upload(form.cleaned_data["kept"], actor=self.request.actor)
        return super().form_invalid(form)

    def call(self, form):
        actor, now = self.request.actor, self.request.received_at
        document = filing.file_paper(
            paper=form.paper(),
            owner_code=form.keeper.code,
            owner_name=form.keeper.name,
            confirmed=form.cleaned_data["confirmed"],
            actor=actor,
            now=now,
        )
        if self.kept is not None:
            files.attach_file(document_id=document.pk, attachment=self.kept, actor=actor, now=now)
        return document

    def get_success_url(self):
        return self.result.get_absolute_url() if hasattr(self, "result") else reverse("documents:document-list")


def _stored(form, request):
    """The uploaded file; signatures are checked where it is said to have some. Raises what ``store_signed`` raises."""
    upload, by = form.cleaned_data["file"], {"actor": request.actor, "now": request.received_at}
    return store_signed(upload, digital=True, **by) if form.cleaned_data["digital"] else attachments.store(upload, **by)


class DocumentChangeView(SecondWriterMixin, PaperFormView):
    """Sửa văn bản: the second of two writers is told, and what they typed stays."""

    queryset = Document.objects
    policy = staticmethod(policies.can_change)
    form_class = ChangePaperForm
    success_message = _("Đã lưu văn bản.")

    @cached_property
    def registers(self):
        return [registers_of(self.request.actor)[self.object.owner_code]]

    def get_initial(self):
        names = [*filing.PAPER_FIELDS, "owner_code", "version"]
        return {name: getattr(self.object, name) for name in names}

    def get_context_data(self, **kwargs):
        return super().get_context_data(cancel_url=self.object.get_absolute_url(), **kwargs)

    def call(self, form):
        untouched = {} if "for_everyone" in form.fields else {"for_everyone": self.object.for_everyone}
        return filing.change_paper(
            document_id=self.object.pk,
            version=form.cleaned_data["version"],
            paper=form.paper(**untouched),
            confirmed=form.cleaned_data["confirmed"],
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def get_success_url(self):
        return self.object.get_absolute_url()


class DocumentRemoveView(TransitionView):
    """Xóa văn bản that nothing cites."""

    queryset = Document.objects
    policy = staticmethod(policies.can_change)
    operation = staticmethod(filing.remove_paper)
    id_argument = "document_id"
    form_class = NothingForm
    template_name = "documents/document_remove.html"
    success_message = _("Đã xóa văn bản khỏi sổ.")

    def get_context_data(self, **kwargs):
        return super().get_context_data(document=self.object, cancel_url=self.object.get_absolute_url(), **kwargs)

    def get_success_url(self):
        return reverse("documents:document-list")


class FileAddView(TransitionView):
    """Thêm tệp: a scan or a form."""

    queryset = Document.objects
    policy = staticmethod(policies.can_change)
    form_class = FileForm
    template_name = "documents/file_add.html"
    success_message = _("Đã thêm tệp.")

    def call(self, form):
        actor, now = self.request.actor, self.request.received_at
        attachment = _stored(form, self.request)
        files.attach_file(
            document_id=self.object.pk, attachment=attachment, note=form.cleaned_data["note"], actor=actor, now=now
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(document=self.object, cancel_url=self.object.get_absolute_url(), **kwargs)

    def get_success_url(self):
        return self.object.get_absolute_url()


class FileRemoveView(TransitionView):
    """Bỏ tệp khỏi văn bản."""

    queryset = Document.objects
    policy = staticmethod(policies.can_change)
    form_class = NothingForm
    template_name = "documents/file_remove.html"
    success_message = _("Đã bỏ tệp khỏi văn bản.")

    def get_object(self):
        document = super().get_object()
        found = DocumentFile.objects.select_related("attachment")
        self.file = get_object_or_404(found, pk=self.kwargs["file_id"], document=document)
        return document

    def call(self, form):
        files.detach_file(file_id=self.file.pk, actor=self.request.actor, now=self.request.received_at)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            document=self.object, file=self.file, cancel_url=self.object.get_absolute_url(), **kwargs
        )

    def get_success_url(self):
        return self.object.get_absolute_url()
