"""A unit writes its reply: the page with all comments, one page for each of them, each saved safely."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from apps.core import tokens
from apps.core.autosaving import DraftAutosaveMixin, is_autosave
from apps.core.components import Crumb, Difference
from apps.core.errors import StaleVersion
from apps.core.form_pages import FormPageMixin
from apps.core.numbers import format_points
from apps.core.views import ScopedObjectMixin, ScopedPageView, TransitionView
from apps.documents.forms import NothingForm
from apps.periods.enums import YearState
from apps.scoring import consultation_policies as policies
from apps.scoring import consultation_queries as queries
from apps.scoring.consultation_enums import ReplyState
from apps.scoring.consultation_forms import CommentForm, StatementForm
from apps.scoring.consultation_presentation import status_word
from apps.scoring.domain import consultation_replies as replies
from apps.scoring.domain.consultation_drafts import consulted_draft
from apps.scoring.models import Consultation, ConsultationReply, DraftComment, SentComment
from apps.scoring.views.consultations import list_crumb, round_label


class StartView(TransitionView):
    """Góp ý: makes the reply of a unit that was asked."""

    queryset = Consultation.objects.for_list()
    operation = staticmethod(replies.start_reply)
    id_argument = "consultation_id"
    form_class = NothingForm
    template_name = "scoring/consultation_start.html"

    def policy(self, actor, _consultation):
        return policies.can_start(actor, self.kwargs["unit_id"])

    def operation_arguments(self, form):
        return {"unit_id": self.kwargs["unit_id"]}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            question=now_in_words("Góp ý dự thảo?"),
            lead=self.object.criteria_set.title,
            confirm_label=now_in_words("Bắt đầu góp ý"),
            cancel_url=self.object.get_absolute_url(),
            crumbs=[list_crumb(), Crumb(round_label(self.object), self.object.get_absolute_url())],
            **kwargs,
        )

    def get_success_url(self):
        made = getattr(self, "result", None)
        return made.get_absolute_url() if made else self.object.get_absolute_url()


class ReplyMixin(ScopedObjectMixin):
    """Finds the reply among those the actor may see."""

    queryset = ConsultationReply.objects.for_list()

    @property
    def reply(self) -> ConsultationReply:
        return self.object

    def may_edit(self) -> bool:
        """Whether inputs are shown: who, state, round and year together (the domain checks again on locked rows)."""
        consultation = self.reply.consultation
        open_year = consultation.criteria_set.year.state != YearState.CLOSED
        writing = consultation.is_open and open_year and self.reply.state == ReplyState.DRAFT
        return writing and bool(policies.can_edit(self.request.actor, self.reply))

    def crumbs(self) -> list[Crumb]:
        consultation = self.reply.consultation
        return [
            list_crumb(),
            Crumb(round_label(consultation), consultation.get_absolute_url()),
            Crumb(self.reply.unit_name, self.reply.get_absolute_url()),
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            reply=self.reply,
            consultation=self.reply.consultation,
            word=status_word(self.reply),
            own=policies.is_own(self.request.actor, self.reply),
            **kwargs,
        )


class ReplyView(ReplyMixin, ScopedPageView):
    """The unit's reply: what it writes, or what it sent with the answers once the round is closed."""

    template_name = "scoring/consultation_reply.html"

    def get_context_data(self, **kwargs):
        reply, actor = self.reply, self.request.actor
        own, sending = policies.is_own(actor, reply), queries.current_sending(reply)
        reads_all = bool(policies.can_read_all(actor, reply.consultation))
        may_amend = reply.consultation.is_open and reply.state == ReplyState.SENT
        sent = SentComment.objects.filter(sending=sending).for_list().order_by("position") if sending else []
        writes = own and reply.state == ReplyState.DRAFT and reply.consultation.is_open
        return super().get_context_data(
            editable=self.may_edit(),
            drafts=list(reply.comments.all()) if writes else None,
            sending=sending,
            sent=list(sent),
            answers_shown=reads_all or not reply.consultation.is_open,
            may_amend=may_amend and bool(policies.can_edit(actor, reply)),
            reads_all=reads_all,
            obligation=reply.consultation.duty.obligations.filter(unit_id=reply.unit_id).first(),
            form_token=tokens.new_token(),
            **kwargs,
        )


class WritingView(ReplyMixin, FormPageMixin, TransitionView):
    """A form of the unit that saves one thing; who saves second sees both."""

    policy = staticmethod(policies.can_edit)
    submit_label = _("Lưu")
    success_message = _("Đã lưu.")
    success_url_name = "consultations:reply-detail"
    stale = None

    def call(self, form):
        try:
            return self.keep(form)
        except StaleVersion as stale:
            self.stale = stale
            raise

    def keep(self, form):
        raise NotImplementedError

    def stored(self):
        """The row as it is stored now."""
        raise NotImplementedError

    def form_invalid(self, form):
        if self.stale:
            form.data = form.data.copy()
            form.data["expected_version"] = self.stored().version
        return super().form_invalid(form)

    def get_kicker(self):
        return self.reply.unit_name

    def get_context_data(self, **kwargs):
        saves_itself = isinstance(self, DraftAutosaveMixin) and not self.stale
        context = super().get_context_data(draft_autosave=saves_itself, **kwargs)
        if self.stale:
            context |= {"stale": self.stale, "differences": self.differences(context["form"])}
        return context

    def differences(self, form) -> list[Difference]:
        row, typed = self.stored(), form.cleaned_data
        names = [name for name in form._meta.fields if _shown(getattr(row, name)) != _shown(typed.get(name))]
        return [
            Difference(form.fields[name].label, _shown(getattr(row, name)), _shown(typed.get(name))) for name in names
        ]


def _shown(value) -> str:
    if isinstance(value, bool):
        return now_in_words("Có") if value else now_in_words("Không")
    if value is None or isinstance(value, str):
        return value or ""
    return format_points(value)


class SavesItself(DraftAutosaveMixin):
    """Put before a WritingView about a row that is there already."""

    def autosaved_fields(self, form):
        return {"expected_version": self.stored().version}


class StatementView(SavesItself, WritingView):
    """Ý kiến chung, and whether the unit agrees with the rest; saves itself while it is typed."""

    form_class = StatementForm
    heading = _("Ý kiến chung")

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        return kwargs | {"instance": ConsultationReply.objects.get(pk=self.reply.pk)}

    def get_initial(self):
        return {"expected_version": self.reply.version}

    def keep(self, form):
        data = form.cleaned_data
        return replies.save_statement(
            reply_id=self.reply.pk,
            agrees=data["agrees"],
            statement=data["statement"],
            expected_version=data["expected_version"],
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def stored(self):
        return ConsultationReply.objects.get(pk=self.reply.pk)


class CommentView(WritingView):
    """What adding and changing a comment share."""

    form_class = CommentForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"rules": consulted_draft(self.reply.consultation).rules}

    def given(self, form) -> replies.CommentInput:
        data = form.cleaned_data
        names = ("target", "code", "body", "proposed_points", "proposed_wording")
        return replies.CommentInput(**{name: data[name] for name in names})


class CommentAddView(CommentView):
    """Thêm ý kiến; ``?place=`` names the criterion that was pressed in the draft."""

    heading = _("Thêm ý kiến")
    submit_label = _("Lưu ý kiến")
    success_message = _("Đã lưu ý kiến.")

    def get_initial(self):
        return {"place": self.request.GET.get("place", "")}

    def keep(self, form):
        who = {"actor": self.request.actor, "now": self.request.received_at}
        return replies.add_comment(reply_id=self.reply.pk, comment=self.given(form), **who)


class CommentChangeView(SavesItself, CommentView):
    """Sửa ý kiến; saves itself while it is typed. Taken out meanwhile: what was typed becomes a new comment."""

    heading = _("Sửa ý kiến")
    submit_label = _("Lưu ý kiến")
    success_message = _("Đã lưu ý kiến.")

    def comment(self) -> DraftComment | None:
        return self.reply.comments.filter(pk=self.kwargs["comment_id"]).first()

    def get(self, request, *args, **kwargs):
        if self.comment() is None:
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.comment()}

    def get_initial(self):
        comment = self.comment()
        return {"place": CommentForm.place_of(comment), "expected_version": comment.version} if comment else {}

    def keep(self, form):
        who = {"actor": self.request.actor, "now": self.request.received_at}
        if self.comment() is None and is_autosave(self.request):
            raise replies.CommentGone
        if self.comment() is None:
            messages.warning(self.request, replies.CommentGone.default_message)
            return replies.add_comment(reply_id=self.reply.pk, comment=self.given(form), **who)
        return replies.change_comment(
            comment_id=self.kwargs["comment_id"],
            comment=self.given(form),
            expected_version=form.cleaned_data.get("expected_version") or 0,
            **who,
        )

    def stored(self):
        return self.comment()


class CommentRemoveView(ReplyMixin, TransitionView):
    """Bỏ ý kiến, on a page that shows what goes."""

    policy = staticmethod(policies.can_edit)
    form_class = NothingForm
    template_name = "scoring/consultation_remove.html"
    success_message = _("Đã bỏ ý kiến.")
    success_url_name = "consultations:reply-detail"

    def get_object(self):
        reply = super().get_object()
        self.comment = get_object_or_404(reply.comments, pk=self.kwargs["comment_id"])
        return reply

    def call(self, form):
        who = {"actor": self.request.actor, "now": self.request.received_at}
        return replies.remove_comment(comment_id=self.comment.pk, **who)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            question=now_in_words("Bỏ ý kiến này?"),
            lead=self.comment.place,
            comment=self.comment,
            confirm_label=now_in_words("Bỏ ý kiến"),
            cancel_url=self.reply.get_absolute_url(),
            **kwargs,
        )
