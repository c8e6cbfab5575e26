"""Lines that fill themselves: taking the figures anew, objecting to one, answering."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.core.views import TransitionView
from apps.core.whole_numbers import number_in
from apps.documents.forms import NothingForm
from apps.scoring import policies, review_policies, review_queries
from apps.scoring.domain import figure_remarks, refreshing
from apps.scoring.domain.answers import answer_text
from apps.scoring.domain.filling import filling_of
from apps.scoring.domain.inputs import stored_inputs
from apps.scoring.domain.tables import load_table
from apps.scoring.forms import FigureAnswerForm, FigureRemarkForm
from apps.scoring.models import FigureRemark, ScoreLine
from apps.scoring.views.base import LineMixin, SheetMixin, part_url


class SheetRefreshView(SheetMixin, TransitionView):
    """Lấy lại số liệu: POST from a page of the sheet, back to that page."""

    http_method_names = ["post"]
    policy = staticmethod(policies.can_edit)
    operation = staticmethod(refreshing.refresh_sheet)
    id_argument = "sheet_id"
    form_class = NothingForm
    template_name = "scoring/sheet_refresh.html"

    def call(self, form):
        changed = super().call(form)
        if changed:
            text = _("Đã lấy lại số liệu do hệ thống điền: dòng %(lines)s.") % {"lines": ", ".join(changed)}
        else:
            text = _("Số liệu do hệ thống điền không thay đổi.")
        messages.success(self.request, text)
        return changed

    def get_success_url(self):
        if (part := number_in(self.request.POST, "part", most=999)) is not None:  # no table has a thousand parts
            return part_url(self.object, part)
        if self.request.POST.get("part") == "check":
            return reverse("scoring:sheet-check", args=[self.object.pk])
        return self.object.get_absolute_url()


class FigureRemarkView(LineMixin, TransitionView):
    """Nêu ý kiến về số liệu: the proof, and the words of the unit."""

    policy = staticmethod(policies.can_prepare)
    form_class = FigureRemarkForm
    template_name = "scoring/figure_remark.html"
    success_message = lazy("Đã ghi ý kiến. Người kiểm tra điểm sẽ trả lời; số liệu giữ nguyên đến khi có trả lời.")

    def get_context_data(self, **kwargs):
        return super().get_context_data(sheet=self.object, **filled_line(self.line), **kwargs)

    @property
    def line(self) -> ScoreLine:
        return ScoreLine.objects.select_related("criterion__criteria_set").get(pk=self.kwargs["pk"])

    def call(self, form):
        return figure_remarks.say(
            line_id=self.kwargs["pk"],
            text=form.cleaned_data["text"],
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def get_success_url(self):
        return line_url(self.object, self.line)


class FigureAnswerView(TransitionView):
    """Trả lời ý kiến về số liệu, by whoever checks the line."""

    policy = staticmethod(review_policies.can_review)
    form_class = FigureAnswerForm
    template_name = "scoring/figure_answer.html"
    success_message = lazy("Đã trả lời ý kiến của đơn vị.")

    def get_object(self):
        remarks = FigureRemark.objects.select_related("criterion")
        self.remark = get_object_or_404(remarks, pk=self.kwargs["pk"])
        actor = self.request.actor
        sheet = get_object_or_404(review_queries.for_reviewers(actor), pk=self.remark.sheet_id)
        codes = review_policies.lines_in_scope(actor, sheet, load_table(sheet.criteria_set_id))
        if review_policies.can_review(actor, sheet) and codes is not None and self.remark.criterion.code not in codes:
            raise Http404
        return sheet

    def get_context_data(self, **kwargs):
        lines = ScoreLine.objects.filter(sheet_version__sheet=self.object, criterion=self.remark.criterion)
        line = lines.select_related("criterion").order_by("-sheet_version", "-pk").first()
        return super().get_context_data(sheet=self.object, remark=self.remark, **filled_line(line), **kwargs)

    def call(self, form):
        return figure_remarks.answer(
            remark_id=self.remark.pk,
            text=form.cleaned_data["text"],
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def get_success_url(self):
        return reverse("scoring:review", args=[self.object.pk])


def filled_line(line: ScoreLine) -> dict:
    """What the pages about one filled line show of it."""
    table = load_table(line.criterion.criteria_set_id)
    rule = table.rule(line.criterion.code)
    return {
        "line": line,
        "criterion": line.criterion,
        "filling": filling_of(line),
        "answer": answer_text(rule, stored_inputs(line)),
    }


def line_url(sheet, line: ScoreLine) -> str:
    """The row of the line in its part."""
    roots = sheet.criteria_set.criteria.filter(parent=None).order_by("position").values_list("pk", flat=True)
    number = list(roots).index(line.criterion.part_id or line.criterion_id) + 1
    return f"{part_url(sheet, number)}#line-{line.pk}"
