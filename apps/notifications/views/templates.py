"""Mẫu thư: the ministry's own words for each kind of mail."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView

from apps.core.components import Column, TimelineEntry
from apps.core.dates import format_date, local
from apps.core.errors import DomainError
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import TransitionView, require
from apps.notifications import policies
from apps.notifications.domain.templates import (
    checked_body,
    checked_subject,
    newest_version,
    reset_template,
    save_template,
)
from apps.notifications.filters import TemplateFilter
from apps.notifications.forms import ResetTemplateForm, TemplateForm
from apps.notifications.models import MailTemplate, NoticeKind
from apps.notifications.placeholders import fill, placeholders_of
from apps.notifications.queries import mail_text
from apps.notifications.views.tabs import mail_tabs


class TemplateListView(LoginRequiredMixin, ExportMixin, FilterView):
    """Every kind of mail and whose words it has today."""

    filterset_class = TemplateFilter
    template_name = "notifications/template_list.html"
    paginate_by = 50
    strict = False
    columns = (
        Column(_("Loại thư"), width="wide"),
        Column(_("Nhóm")),
        Column(_("Tiêu đề thư")),
        Column(_("Đang dùng"), width="medium"),
    )
    export_title = _("Mẫu thư")
    export_file = "mau-thu"
    export_columns = (
        SheetColumn("kind", _("Loại thư"), width=40),
        SheetColumn("group", _("Nhóm"), width=30),
        SheetColumn("subject", _("Tiêu đề thư"), width=50),
        SheetColumn("body", _("Nội dung thư"), width=80),
        SheetColumn("which", _("Đang dùng"), width=30),
    )

    def get_queryset(self):
        require(policies.can_manage_mail(self.request.actor))
        return NoticeKind.objects.visible_to(self.request.actor).filter(retired=False).order_by("position", "code")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        self.versions = self._versions()
        rows = [(kind, *self._in_use(kind)[::2]) for kind in context["page_obj"]]
        tabs = mail_tabs(self.request.actor, "notifications:template-list")
        may_word = bool(policies.can_word_mails(self.request.actor))
        return context | {"rows": rows, "columns": self.columns, "tabs": tabs, "may_word": may_word}

    def _versions(self) -> dict[str, MailTemplate]:
        today = local(self.request.received_at).date()
        return {each.kind_id: each for each in MailTemplate.objects.in_force(today) if not each.shipped}

    def _in_use(self, kind: NoticeKind) -> tuple[str, str, str]:
        """Subject, body, whose they are."""
        version = self.versions.get(kind.code)
        if version is None:
            return kind.subject, kind.body, now_in_words("Mẫu gốc")
        words = now_in_words("Mẫu của Bộ, phiên bản %(number)s, từ %(day)s")
        return version.subject, version.body, words % {"number": version.number, "day": format_date(version.starts_on)}

    def export_row(self, row):
        return (str(row), row.group_name, *self._in_use(row))


class TemplateMixin:
    """Pages about the mail of one kind."""

    queryset = NoticeKind.objects.filter(retired=False)

    def get_object(self):
        return get_object_or_404(self.get_queryset(), code=self.kwargs["code"])

    def policy(self, actor, kind):
        return policies.can_word_mails(actor)

    def get_success_url(self):
        return reverse("notifications:template-edit", args=[self.object.code])


class TemplateEditView(TemplateMixin, TransitionView):
    """Editing, with the placeholders that there are, a preview, and the earlier versions."""

    form_class = TemplateForm
    template_name = "notifications/template_edit.html"
    success_message = _("Đã lưu mẫu thư.")
    preview = None

    def get_initial(self):
        newest = newest_version(self.object)
        today = local(self.request.received_at).date()
        text = newest if newest and not newest.shipped else self.object
        return {
            "subject": text.subject,
            "body": text.body,
            "starts_on": format_date(max(today, newest.starts_on) if newest else today),
            "expected_number": newest.number if newest else 0,
        }

    def call(self, form):
        return save_template(
            kind_code=self.object.code, actor=self.request.actor, now=self.request.received_at, **form.cleaned_data
        )

    def form_valid(self, form):
        if "preview" not in self.request.POST:
            return super().form_valid(form)
        try:
            subject = checked_subject(self.object.code, form.cleaned_data["subject"])
            body = checked_body(self.object.code, form.cleaned_data["body"])
        except DomainError as error:
            form.add_error(error.field, str(error.message))
            return self.form_invalid(form)
        self.preview = self._filled(subject, body)
        return self.render_to_response(self.get_context_data(form=form))

    def _filled(self, subject: str, body: str) -> tuple[str, str]:
        examples = {each.name: str(each.example) for each in placeholders_of(self.object.code)}
        return fill(subject, examples), fill(body, examples)

    def get_context_data(self, **kwargs):
        text = mail_text(self.object, local(self.request.received_at).date())
        versions = list(MailTemplate.objects.filter(kind=self.object.code).order_by("-number"))
        return super().get_context_data(
            kind=self.object,
            placeholders=placeholders_of(self.object.code),
            preview=self.preview or self._filled(text.subject, text.body),
            is_draft=self.preview is not None,
            own=bool(versions and not versions[0].shipped),
            history=[_told(version) for version in versions],
            **kwargs,
        )


def _told(version: MailTemplate) -> TimelineEntry:
    title = (
        now_in_words("Phiên bản %(number)s: trở lại mẫu gốc, từ %(day)s")
        if version.shipped
        else now_in_words("Phiên bản %(number)s, dùng từ %(day)s")
    )
    words = {"number": version.number, "day": format_date(version.starts_on)}
    return TimelineEntry(version.saved_at, title % words, body=version.subject, who=version.saved_by_label)


class TemplateResetView(TemplateMixin, TransitionView):
    """Back to the shipped text, after a page that shows it."""

    form_class = ResetTemplateForm
    template_name = "notifications/template_reset.html"
    success_message = _("Đã trở lại mẫu gốc.")

    def get_initial(self):
        newest = newest_version(self.object)
        return {"expected_number": newest.number if newest else 0}

    def get(self, request, *args, **kwargs):
        newest = newest_version(self.object)
        if newest is None or newest.shipped:
            return HttpResponseRedirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def call(self, form):
        return reset_template(
            kind_code=self.object.code, actor=self.request.actor, now=self.request.received_at, **form.cleaned_data
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(kind=self.object, **kwargs)
