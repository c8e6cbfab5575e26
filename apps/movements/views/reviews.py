"""A unit's report for a first or final review: written, read again, sent, judged."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.core import tokens
from apps.core.components import Answer, Crumb
from apps.core.form_pages import FormPageMixin
from apps.core.views import ScopedPageView, SecondWriterMixin, TransitionView
from apps.documents.forms import NothingForm
from apps.movements import policies
from apps.movements.domain import judging, reviews
from apps.movements.models import MovementReview
from apps.movements.paper_fields import paper_initial
from apps.movements.review_words import review_word
from apps.movements.unit_forms import ReviewEntryForm, ReviewForm, ReviewReturnForm, ReviewSendForm
from apps.movements.views.common import list_crumb
from apps.movements.views.figures import figure_charts
from apps.movements.workflow import REVIEW_FLOW

TEXTS = (
    ("results", lazy("Kết quả đạt được")),
    ("limits", lazy("Hạn chế, nguyên nhân")),
    ("proposals", lazy("Phương hướng, kiến nghị")),
)
ROWS = MovementReview.objects.for_list().select_related("document")


class ReviewDetailView(ScopedPageView):
    """Xem lại trước khi gửi, the receipt afterwards, and what the organiser may do."""

    queryset = ROWS
    template_name = "movements/review_detail.html"

    def get_context_data(self, **kwargs):
        review, actor = self.object, self.request.actor
        corrects = reviews.correctable(review, actor.on)
        open_to_send = REVIEW_FLOW.allows("submit", review.state)
        editable = corrects or open_to_send
        writes = editable and bool(policies.can_write_review(actor, review))
        change = reverse("movements:review-edit", args=[review.pk]) if writes else ""
        judges = bool(policies.can_judge_review(actor, review))
        nothing = _("Chưa ghi kết quả: chưa gửi được.")
        return super().get_context_data(
            review=review,
            movement=review.participation.movement,
            word=review_word(review),
            figures=figure_charts(
                review.participation.movement, review.participation.unit_id, review.milestone.covers_to
            ),
            answers=[
                Answer(
                    label, getattr(review, name), change, nothing if name == "results" and not review.results else ""
                )
                for name, label in TEXTS
            ],
            receipt=reviews.receipt_number(review),
            writes=writes,
            may_send=editable and bool(policies.can_send_review(actor, review)),
            form_token=tokens.new_token(),
            send_form=ReviewSendForm(initial={"version": review.version, **paper_initial(review.document)}),
            may_return=judges and REVIEW_FLOW.allows("return", review.state),
            may_accept=judges and REVIEW_FLOW.allows("accept", review.state),
            may_enter=open_to_send and bool(policies.can_enter_review_instead(actor, review)),
            **kwargs,
        )


class ReviewMixin(FormPageMixin):
    queryset = ROWS

    def crumbs(self):
        review = self.object
        return [
            list_crumb(),
            Crumb(str(review.participation.movement), review.participation.get_absolute_url()),
            Crumb(str(review.milestone), review.get_absolute_url()),
        ]

    def get_kicker(self):
        return f"{self.object.participation.unit_name} · {self.object.milestone}"

    def get_success_url(self):
        return self.object.get_absolute_url()


class ReviewEditView(SecondWriterMixin, ReviewMixin, TransitionView):
    """Soạn báo cáo; begins with what was entered."""

    policy = staticmethod(policies.can_write_review)
    form_class = ReviewForm
    template_name = "movements/review_form.html"
    operation = reviews.save_review
    id_argument = "review_id"
    heading = lazy("Soạn báo cáo")
    submit_label = lazy("Lưu, xem lại trước khi gửi")

    def get_initial(self):
        review = self.object
        return {**{name: getattr(review, name) for name, _label in TEXTS}, "version": review.version}

    def operation_arguments(self, form):
        return {"texts": form.texts, "version": form.cleaned_data["version"]}


class ReviewRefillView(ReviewMixin, TransitionView):
    """Lấy thêm kết quả đã ghi."""

    policy = staticmethod(policies.can_write_review)
    form_class = NothingForm
    operation = reviews.refill
    id_argument = "review_id"
    heading = lazy("Lấy thêm kết quả đã ghi")
    lead = lazy("Những gì ghi sau lần lấy trước được thêm vào cuối phần kết quả; nội dung đã soạn giữ nguyên.")
    submit_label = lazy("Lấy thêm")
    success_message = lazy("Đã lấy thêm.")

    def get_success_url(self):
        return reverse("movements:review-edit", args=[self.object.pk])


class ReviewSendView(ReviewMixin, TransitionView):
    """Gửi: from the page where everything was read again."""

    policy = staticmethod(policies.can_send_review)
    form_class = ReviewSendForm
    operation = reviews.submit_review
    id_argument = "review_id"
    heading = lazy("Gửi báo cáo")
    submit_label = lazy("Gửi")
    success_message = lazy("Đã gửi.")

    def get_initial(self):
        return {"version": self.object.version, **paper_initial(self.object.document)}

    def operation_arguments(self, form):
        return {"version": form.cleaned_data["version"], "paper": form.paper}


class ReviewReturnView(ReviewMixin, TransitionView):
    policy = staticmethod(policies.can_judge_review)
    form_class = ReviewReturnForm
    operation = judging.return_review
    id_argument = "review_id"
    heading = lazy("Yêu cầu bổ sung")
    submit_label = lazy("Gửi yêu cầu bổ sung")
    success_message = lazy("Đã gửi yêu cầu bổ sung.")


class ReviewAcceptView(ReviewMixin, TransitionView):
    policy = staticmethod(policies.can_judge_review)
    form_class = NothingForm
    operation = judging.accept_review
    id_argument = "review_id"
    heading = lazy("Tiếp nhận báo cáo")
    submit_label = lazy("Tiếp nhận")
    success_message = lazy("Đã tiếp nhận.")


class ReviewEntryView(ReviewMixin, TransitionView):
    """Nhập thay from the unit's paper."""

    policy = staticmethod(policies.can_enter_review_instead)
    form_class = ReviewEntryForm
    heading = lazy("Nhập thay báo cáo")
    lead = lazy("Ngày nhận bản giấy được tính; đơn vị được thông báo và có thể sửa.")
    submit_label = lazy("Nhập thay")
    success_message = lazy("Đã nhập thay. Đơn vị đã được thông báo.")

    def get_initial(self):
        return {"received_on": self.request.actor.on}

    def call(self, form):
        data = form.cleaned_data
        return reviews.enter_review_instead(
            review_id=self.object.pk,
            texts=form.texts,
            received_on=data["received_on"],
            basis=data["basis"],
            paper=form.paper,
            actor=self.request.actor,
            now=self.request.received_at,
        )
