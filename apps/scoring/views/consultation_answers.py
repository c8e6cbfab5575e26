"""The ministry's side: comments of all units side by side per criterion, and the answers."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView

from apps.core import spreadsheets
from apps.core.components import Column, Crumb, Difference
from apps.core.errors import StaleVersion
from apps.core.form_pages import FormPageMixin
from apps.core.lists import BulkActionView, ExportMixin
from apps.core.views import TransitionView, require
from apps.scoring import consultation_policies as policies
from apps.scoring.consultation_filters import CommentFilter
from apps.scoring.consultation_forms import AnswerForm, OneAnswerForm
from apps.scoring.domain import consultation_answers as answers
from apps.scoring.domain.set_rows import stored_rules
from apps.scoring.models import CommentAnswer, Consultation, SentComment
from apps.scoring.views.consultations import list_crumb, round_label
from apps.units.models import Unit


class CommentListView(ExportMixin, LoginRequiredMixin, FilterView):
    """Ý kiến side by side per criterion, in the order of the draft: filters by unit, criterion, answered or not."""

    filterset_class = CommentFilter
    template_name = "scoring/consultation_comments.html"
    paginate_by = 50
    export_title = _("Ý kiến tham gia dự thảo bảng tiêu chí")
    export_file = "y-kien-du-thao"
    columns = (
        Column(_("Chọn"), hidden_label=True, width="narrow"),
        Column(_("Ý kiến về"), sort="place", width="medium"),
        Column(_("Đơn vị"), sort="unit"),
        Column(_("Ý kiến, đề nghị"), width="wide"),
        Column(_("Tiếp thu, giải trình"), width="wide"),
    )
    export_columns = (
        spreadsheets.Column("target", _("Ý kiến về"), width=30),
        spreadsheets.Column("number", _("Số")),
        spreadsheets.Column("code", _("Mã tiêu chí")),
        spreadsheets.Column("label", _("Tiêu chí"), width=50),
        spreadsheets.Column("unit", _("Đơn vị"), width=40),
        spreadsheets.Column("body", _("Ý kiến"), width=60),
        spreadsheets.Column("points", _("Đề nghị điểm chuẩn"), "number"),
        spreadsheets.Column("wording", _("Đề nghị sửa thành"), width=60),
        spreadsheets.Column("sent", _("Gửi lúc"), "datetime"),
        spreadsheets.Column("late", _("Gửi sau hạn")),
        spreadsheets.Column("answer", _("Kết quả")),
        spreadsheets.Column("words", _("Nội dung tiếp thu, giải trình"), width=60),
    )

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(policies.can_read_all(request.actor, self.consultation))
            request.units_of_round = Unit.objects.filter(
                consultation_replies__consultation=self.consultation,
                consultation_replies__submitted_at__isnull=False,
            ).order_by("protocol_order", "pk")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def consultation(self) -> Consultation:
        seen = Consultation.objects.for_list().visible_to(self.request.actor)
        return get_object_or_404(seen, pk=self.kwargs["pk"])

    def get_queryset(self):
        comments = SentComment.objects.of(self.consultation.pk).visible_to(self.request.actor).for_list()
        return comments.order_by("order", "target", "code", "sending__reply__unit__protocol_order", "position", "pk")

    def get_context_data(self, **kwargs):
        may_answer = bool(policies.can_answer(self.request.actor, self.consultation))
        return super().get_context_data(
            consultation=self.consultation, may_answer=may_answer and self.consultation.is_open, **kwargs
        )

    def export_row(self, row):
        answer = getattr(row, "answer", None)
        return [
            row.get_target_display(),
            row.number,
            row.code,
            row.label,
            row.sending.reply.unit_name,
            row.body,
            row.proposed_points,
            row.proposed_wording,
            row.sending.sent_at,
            now_in_words("Có") if row.sending.is_late else "",
            answer.get_kind_display() if answer else "",
            answer.words if answer else "",
        ]


class AnswerManyView(BulkActionView):
    """Trả lời nhiều ý kiến: one answer for all ticked comments that have none yet."""

    list_view = CommentListView
    operation = staticmethod(answers.answer_comments)
    form_class = AnswerForm
    question = _("Trả lời nhiều ý kiến như nhau?")
    confirm_label = _("Trả lời")

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            seen = Consultation.objects.for_list().visible_to(request.actor)
            require(policies.can_answer(request.actor, get_object_or_404(seen, pk=kwargs["pk"])))
        return super().dispatch(request, *args, **kwargs)

    def chosen(self, query):
        """Those without an answer only: the others are answered one by one."""
        return super().chosen(query).unanswered()

    def list_url(self):
        return reverse("consultations:comment-list", args=[self.kwargs["pk"]])


class AnswerView(FormPageMixin, TransitionView):
    """Tiếp thu or Giải trình of one comment, with what the others say on the same criterion below."""

    queryset = SentComment.objects.standing().for_list()
    operation = staticmethod(answers.answer_comment)
    id_argument = "comment_id"
    form_class = OneAnswerForm
    template_name = "scoring/consultation_answer.html"
    heading = _("Tiếp thu, giải trình")
    submit_label = _("Lưu")
    success_message = _("Đã lưu.")
    stale = None

    @property
    def consultation(self) -> Consultation:
        return self.object.sending.reply.consultation

    def policy(self, actor, _comment):
        return policies.can_answer(actor, self.consultation)

    def crumbs(self):
        address = reverse("consultations:comment-list", args=[self.consultation.pk])
        return [
            list_crumb(),
            Crumb(round_label(self.consultation), self.consultation.get_absolute_url()),
            Crumb(now_in_words("Ý kiến của các đơn vị"), address),
        ]

    def get_kicker(self):
        return self.object.place

    def get_form_kwargs(self):
        rules = stored_rules(self.consultation.criteria_set_id)
        codes = [(rule.code, " ".join([rule.number or rule.code, rule.label])[:110]) for rule in rules]
        return super().get_form_kwargs() | {"codes": codes}

    def answer(self) -> CommentAnswer | None:
        return CommentAnswer.objects.filter(comment=self.object).first()

    def get_initial(self):
        answer = self.answer()
        if answer is None:
            return {"expected_version": 0}
        names = ("kind", "words", "changed_code")
        return {name: getattr(answer, name) for name in names} | {"expected_version": answer.version}

    def call(self, form):
        try:
            return super().call(form)
        except StaleVersion as stale:
            self.stale = stale
            raise

    def form_invalid(self, form):
        if self.stale:
            form.data = form.data.copy()
            form.data["expected_version"] = self.answer().version
        return super().form_invalid(form)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if self.stale:
            answer, typed = self.answer(), context["form"].cleaned_data
            kinds = dict(context["form"].fields["kind"].choices)
            rows = [
                Difference(now_in_words("Kết quả"), kinds.get(answer.kind), kinds.get(typed["kind"])),
                Difference(now_in_words("Nội dung"), answer.words, typed["words"]),
            ]
            context |= {"stale": self.stale, "differences": [row for row in rows if row.stored != row.typed]}
        comment = self.object
        beside = SentComment.objects.of(self.consultation.pk).filter(target=comment.target, code=comment.code)
        context["beside"] = list(beside.exclude(pk=comment.pk).for_list().order_by("sending__sent_at", "pk")[:MOST])
        return context

    def get_success_url(self):
        return reverse("consultations:comment-list", args=[self.consultation.pk])


MOST = 50  # comments on the same criterion shown below the form
