"""Kiểm tra tính toàn vẹn: the last run, a new one by button, and the values that a witness outside can hold."""

from django import forms
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from django_filters.views import FilterView

from apps.audit import integrity
from apps.audit.domain.verifying import tail, witnessed
from apps.audit.models import IntegrityCheck, Seal
from apps.audit.queries.seals import last_of_each_day
from apps.core import spreadsheets, tokens
from apps.core.components import Column, Fact
from apps.core.dates import local
from apps.core.kept import kept_language
from apps.core.lists import ExportMixin
from apps.core.templatetags.formats import decimal, vi_datetime
from apps.dashboard.tasks import verify_integrity
from apps.dashboard.trail_filters import SealFilter
from apps.dashboard.views.trail import AuditorMixin
from apps.jobs.queue import enqueue

MOST_CHECKS = 10
CHECKS = {
    "audit.seals": gettext_lazy("Niêm phong của nhật ký và lịch sử"),
    "audit.guards": gettext_lazy("Trình bảo vệ các bảng chỉ ghi thêm"),
    "documents.files": gettext_lazy("Tệp đính kèm và tệp kết xuất"),
    "scoring.sheets": gettext_lazy("Mã băm và điểm của bảng chấm điểm"),
    "ranking.runs": gettext_lazy("Mã băm và kết quả xếp hạng"),
}


class IntegrityView(AuditorMixin, TemplateView):
    template_name = "dashboard/integrity.html"

    def get_context_data(self, **kwargs):
        checks = list(IntegrityCheck.objects.all()[:MOST_CHECKS])
        last = checks[0] if checks else None
        return super().get_context_data(
            last=last,
            earlier=checks[1:],
            facts=self.facts(last),
            results=results(last) if last else [],
            names=[str(CHECKS.get(name, name)) for name in integrity.names()],
            form_token=tokens.new_token(),
            **kwargs,
        )

    def facts(self, last) -> list[Fact]:
        seal, waiting = Seal.objects.first(), tail()
        since = _("%(count)s dòng, cũ nhất từ %(since)s") if waiting.since else _("%(count)s dòng")
        facts = [
            Fact(_("Niêm phong mới nhất"), seal_text(seal)),
            Fact(_("Chưa niêm phong"), since % {"count": decimal(waiting.count), "since": vi_datetime(waiting.since)}),
        ]
        if last:
            facts = [
                Fact(_("Lần kiểm tra gần nhất"), vi_datetime(last.finished_at)),
                Fact(_("Người yêu cầu"), last.asked_by),
                *facts,
            ]
        return facts


def seal_text(seal: Seal | None) -> str:
    if seal is None:
        return _("Chưa có; lần đầu trong vài phút sau khi cài đặt")
    return _("Số %(number)s, lúc %(at)s") % {"number": seal.number, "at": vi_datetime(seal.sealed_at)}


def results(check: IntegrityCheck) -> list[tuple[str, list[str]]]:
    """Each check with the faults kept of it."""
    return [(str(CHECKS.get(name, name)), faults) for name, faults in check.faults.items()]


class IntegrityCheckView(AuditorMixin, View):
    """“Kiểm tra ngay”: one job however often the button is pressed; then its progress."""

    http_method_names = ["post"]

    def post(self, request):
        token = tokens.parse(request.POST.get("form_token")) or tokens.new_token()
        with kept_language():
            label = _("Kiểm tra tính toàn vẹn")
        job = enqueue(
            verify_integrity,
            key=f"integrity:{token}",
            label=label,
            params={},
            actor=request.actor,
            now=request.received_at,
        )
        return HttpResponseRedirect(job.get_absolute_url())


class WitnessForm(forms.Form):
    """What somebody outside wrote down or printed."""

    number = forms.IntegerField(label=gettext_lazy("Số niêm phong"), min_value=1)
    value = forms.RegexField(
        label=gettext_lazy("Giá trị niêm phong"),
        regex=r"^\s*[0-9A-Fa-f]{64}\s*$",
        error_messages={"invalid": gettext_lazy("Giá trị gồm đúng 64 chữ số và chữ cái từ a đến f.")},
    )


class SealListView(AuditorMixin, ExportMixin, FilterView):
    """Giá trị niêm phong: the last seal of each day, to print and to hold; and the comparison with one held."""

    filterset_class = SealFilter
    template_name = "dashboard/seal_list.html"
    paginate_by = 31
    strict = False
    columns = (
        Column(gettext_lazy("Ngày")),
        Column(gettext_lazy("Số niêm phong"), numeric=True),
        Column(gettext_lazy("Lúc")),
        Column(gettext_lazy("Giá trị niêm phong"), width="wide"),
    )
    export_title = gettext_lazy("Giá trị niêm phong")
    export_file = "gia-tri-niem-phong"
    export_columns = (
        spreadsheets.Column("day", gettext_lazy("Ngày"), "date"),
        spreadsheets.Column("number", gettext_lazy("Số niêm phong"), "integer"),
        spreadsheets.Column("at", gettext_lazy("Lúc"), "datetime"),
        spreadsheets.Column("hash", gettext_lazy("Giá trị niêm phong"), width=70),
    )

    def get_queryset(self):
        return last_of_each_day()

    def get_context_data(self, **kwargs):
        asked = "number" in self.request.GET or "value" in self.request.GET
        form = WitnessForm(self.request.GET if asked else None)
        held = None
        if asked and form.is_valid():
            held = witnessed(form.cleaned_data["number"], form.cleaned_data["value"])
        return super().get_context_data(columns=self.columns, witness_form=form, held=held, **kwargs)

    def export_row(self, seal):
        return {"day": local(seal.sealed_at).date(), "number": seal.number, "at": seal.sealed_at, "hash": seal.hash}
