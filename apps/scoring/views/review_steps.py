"""Steps of a sheet on its way: taking over, agreeing many lines, giving back, finishing, reopening, closing."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.core.views import TransitionView
from apps.documents.forms import NothingForm
from apps.obligations.domain.reopenings import note_reopening
from apps.obligations.forms import ReopeningForm
from apps.obligations.queries import by_unit
from apps.scoring import review_policies
from apps.scoring.domain import finalising, relative, returns, reviews
from apps.scoring.domain.lines import lock_sheet
from apps.scoring.domain.tables import load_table
from apps.scoring.enums import SheetState
from apps.scoring.models import FigureRemark
from apps.scoring.review_forms import AgreeForm, ReasonForm, ReturnForm
from apps.scoring.review_progress import missing_groups
from apps.scoring.review_queries import DUTY, steps_of
from apps.scoring.review_reading import ReviewReading
from apps.scoring.review_scope import given_of
from apps.scoring.views.reviews import ReviewMixin


class ReviewStepView(ReviewMixin, TransitionView):
    """A confirm page of review; leads back to the list."""

    id_argument = "sheet_id"
    success_url_name = "scoring:review"
    form_class = NothingForm

    @property
    def reading(self) -> ReviewReading | None:
        if not hasattr(self, "_reading"):
            self._reading = self.read()
        return self._reading

    def get_context_data(self, **kwargs):
        cancel_url = reverse(self.success_url_name, args=[self.object.pk])
        return super().get_context_data(reading=self.reading, cancel_url=cancel_url, **kwargs)


class ReviewStartView(ReviewStepView):
    """Tiếp nhận."""

    template_name = "scoring/review_start.html"
    policy = staticmethod(review_policies.can_coordinate)
    operation = staticmethod(reviews.start_step)
    success_message = _("Đã tiếp nhận bảng.")

    def get_context_data(self, **kwargs):
        """Groups that nobody was given, while others were: said before the step begins."""
        given = [each for each in given_of(self.object) if each.order == review_policies.step_order(self.object)]
        missing = missing_groups(load_table(self.object.criteria_set_id), given) if given else []
        return super().get_context_data(missing=missing, **kwargs)


class ReviewAgreeView(ReviewStepView):
    """Đồng ý tất cả dòng còn lại, of the sheet or of one part: says how many lines and how many points."""

    template_name = "scoring/review_agree.html"
    policy = staticmethod(review_policies.can_decide)
    operation = staticmethod(reviews.agree_lines)
    form_class = AgreeForm

    @property
    def part_id(self) -> int | None:
        text = self.request.POST.get("part") or self.request.GET.get("part") or ""
        ids = {str(each.part.pk): each.part.pk for each in self.reading.parts} if self.reading else {}
        return ids.get(text)

    def get_initial(self):
        return {"part": self.part_id}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if self.reading is None:
            return context
        rows = [row for row in self.reading.rows if not row.is_checked and self.part_id in (None, row.part.pk)]
        return context | {
            "part": next((each.part for each in self.reading.parts if each.part.pk == self.part_id), None),
            "count": len(rows),
            "points": sum((row.own for row in rows), 0),
            "worth_a_look": [row for row in rows if row.needs_look],
            "unscored": sum(row.is_unscored for row in rows),
        }

    def operation_arguments(self, form):
        given = [row.criterion.pk for row in self.reading.rows] if self.reading and self.reading.is_limited else None
        return {"part_id": form.cleaned_data["part"], "criterion_ids": given}

    @property
    def success_message(self):
        count = self.result
        return ngettext("Đã đồng ý %(count)d dòng.", "Đã đồng ý %(count)d dòng.", count) % {"count": count}


class ReviewReturnView(ReviewStepView):
    """Yêu cầu bổ sung: which lines, and what is asked."""

    template_name = "scoring/review_return.html"
    policy = staticmethod(review_policies.can_return)
    operation = staticmethod(returns.return_sheet)
    form_class = ReturnForm
    success_url_name = "scoring:sheet-comparison"
    success_message = _("Đã gửi yêu cầu bổ sung cho đơn vị. Các dòng đã kiểm tra được giữ lại.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"reading": self.reading}

    def get_context_data(self, **kwargs):
        chosen = self.request.GET.get("line", "")
        return super().get_context_data(**kwargs) | {
            "chosen": chosen,
            "cancel_url": reverse("scoring:review", args=[self.object.pk]),
        }

    def operation_arguments(self, form):
        return {"remark": form.cleaned_data["remark"], "line_remarks": form.line_remarks()}


class ReviewFinishView(ReviewStepView):
    """Hoàn thành kiểm tra: all differences with their reasons before the step is closed.

    Words of the unit that nobody answered are pointed out; they do not stop it.
    """

    template_name = "scoring/review_finish.html"
    policy = staticmethod(review_policies.can_finish)
    operation = staticmethod(finalising.finish_step)

    @property
    def success_message(self):
        if self.result.state == SheetState.FINAL:
            return _("Đã hoàn thành kiểm tra. Bảng điểm đã chốt.")
        return _("Đã hoàn thành kiểm tra. Bảng được chuyển sang bước tiếp theo.")

    def get_success_url(self):
        return reverse("scoring:sheet-comparison", args=[self.object.pk])

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        following = next((step for step in steps_of(self.object) if step.order > self.object.step), None)
        waiting = FigureRemark.objects.filter(sheet=self.object, answered_at=None).select_related("criterion")
        return context | {"following": following, "figure_remarks": waiting.order_by("criterion__position")}


class SheetReopenView(ReviewStepView):
    """Mở lại cho đơn vị sửa."""

    template_name = "scoring/review_reopen.html"
    policy = staticmethod(review_policies.can_reopen)
    success_url_name = "scoring:sheet-comparison"
    success_message = _("Đã mở lại bảng cho đơn vị sửa.")

    @property
    def duty_key(self) -> dict:
        sheet = self.object
        return {"year_id": sheet.cluster_year.year_id, "code": DUTY, "unit_id": sheet.unit_id}

    def get_form_class(self):
        """As on the board: who asked, how, until which hour. The reason alone where nobody asked for the sheet."""
        key = self.duty_key
        return ReopeningForm if by_unit(key["year_id"], key["code"], [key["unit_id"]]) else ReasonForm

    def call(self, form):
        data, who = form.cleaned_data, {"actor": self.request.actor, "now": self.request.received_at}
        if "until" in data:
            relative.lock_cluster(self.object.pk)
            lock_sheet(self.object.pk)  # before its duty, as when it is sent
            note_reopening(**self.duty_key, path=self.object.get_absolute_url(), **form.asked, **who)
        return returns.reopen_sheet(sheet_id=self.object.pk, reason=data["reason"], **who)


class SheetCloseUnsentView(ReviewStepView):
    """Đóng: không nộp, không xếp hạng."""

    template_name = "scoring/review_close_unsent.html"
    policy = staticmethod(review_policies.can_close_unsent)
    operation = staticmethod(returns.close_unsent)
    form_class = ReasonForm
    success_url_name = "scoring:sheet-comparison"
    success_message = _("Đã đóng bảng: không nộp, không xếp hạng.")
