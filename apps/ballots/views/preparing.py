"""What is prepared: a new ballot, its rules, questions, who stands, who votes; until the opening."""

from dataclasses import replace

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.generic import FormView

from apps.ballots import policies
from apps.ballots.domain import preparing, questions
from apps.ballots.domain.preparing import Asked, NotPrepared
from apps.ballots.enums import BallotState
from apps.ballots.forms import NothingForm
from apps.ballots.hosts import find
from apps.ballots.models import Option, Question
from apps.ballots.preparing_forms import ChangeRulesForm, NewBallotForm, QuestionForm, WithdrawForm
from apps.ballots.queries import earlier_questions
from apps.ballots.views.base import BallotFormView
from apps.core.form_pages import FormPageMixin
from apps.core.views import OneTimeFormMixin, SecondWriterMixin, require


class BallotCreateView(OneTimeFormMixin, LoginRequiredMixin, FormPageMixin, FormView):
    """Chuẩn bị bỏ phiếu for a record of some host."""

    form_class = NewBallotForm
    heading = lazy("Chuẩn bị bỏ phiếu")
    lead = lazy("Sau bước này: thêm nội dung bỏ phiếu và đơn vị được bình xét, rồi đề nghị Tổ kiểm phiếu.")
    submit_label = lazy("Lưu và tiếp tục")

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.host = find(f"{kwargs['app']}.{kwargs['model']}")
        self.keeper_id = kwargs["pk"]
        if self.host is None or not self.host.sees(request.actor, self.keeper_id):
            raise Http404
        require(self.host.can_prepare(request.actor, self.keeper_id))
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"scopes": self.host.scopes(self.keeper_id)}

    def get_initial(self):
        return {"title": _("Bình xét, suy tôn")}

    def get_kicker(self):
        return self.host.heading(self.keeper_id)

    def crumbs(self):
        return self.host.crumbs(self.keeper_id)

    def make(self, form):
        made = self.host.prepare(
            self.keeper_id, rules=form.rules(), actor=self.request.actor, now=self.request.received_at
        )
        return reverse("ballots:question-add", args=[made.pk])

    def get_success_url(self):
        return self.crumbs()[-1].url


class PreparingView(BallotFormView):
    """A step of whoever prepares the ballot."""

    policy = staticmethod(policies.can_prepare)
    states = (BallotState.PREPARED,)
    refusal = NotPrepared


class RulesView(SecondWriterMixin, PreparingView):
    """Sửa thể thức."""

    form_class = ChangeRulesForm
    heading = lazy("Sửa thể thức bỏ phiếu")
    submit_label = lazy("Lưu")
    success_message = lazy("Đã lưu thể thức bỏ phiếu.")

    def get_initial(self):
        ballot = self.object
        return {
            "title": ballot.title,
            "mode": ballot.mode,
            "own_party_forbidden": not ballot.own_party_allowed,
            "version": ballot.version,
        }

    def call(self, form):
        rules = self.host.rules(self.object, form.rules(self.object.scope), self.request.received_at)
        return preparing.change_rules(
            ballot_id=self.object.pk,
            rules=rules,
            version=form.cleaned_data["version"],
            actor=self.request.actor,
            now=self.request.received_at,
        )


class QuestionView(SecondWriterMixin, PreparingView):
    """One question with who stands; the second of two writers sees what is stored beside what was typed."""

    policy = staticmethod(policies.can_ask)
    form_class = QuestionForm
    template_name = "ballots/question_form.html"
    submit_label = lazy("Lưu nội dung")
    success_message = lazy("Đã lưu nội dung bỏ phiếu.")
    question: Question | None = None

    def get_form_kwargs(self):
        standers = self.host.standers(self.object)
        groups = {each.group: self.host.group_label(each.group) for each in standers if each.group}
        several = len(groups) > 1  # one quota for all is the number of seats, unless the settings say one
        return super().get_form_kwargs() | {
            "standers": standers,
            "groups": dict(sorted(groups.items())) if several or set(groups) & set(self.limits()) else {},
            "earlier": earlier_questions(self.object),
        }

    def call(self, form):
        return questions.write_question(
            ballot_id=self.object.pk,
            question_id=self.question.pk if self.question else None,
            asked=self.asked(form),
            version=form.cleaned_data["version"],
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def asked(self, form) -> Asked:
        return form.asked()

    def limits(self) -> dict[str, int]:
        """Quotas to begin with."""
        return self.host.limits(self.object)

    def show_refusal(self, form, error):
        if error.field == "options":
            error.field = "parties"
        return super().show_refusal(form, error)


class QuestionAddView(QuestionView):
    """Thêm nội dung bỏ phiếu; everybody stands until somebody is unticked."""

    heading = lazy("Thêm nội dung bỏ phiếu")

    def asked(self, form) -> Asked:
        """Quotas of the award that the text names, where the person left what stood there."""
        asked, kinds = form.asked(), {each.group for each in form.standers}
        typed = {group for group in form.groups if f"limit-{group}" in form.changed_data}
        named = self.host.limits(self.object, asked.text)
        limits = {group: most for group, most in named.items() if group in kinds - typed}
        return replace(asked, limits=limits | {group: asked.limits[group] for group in typed & set(asked.limits)})

    def get_initial(self):
        limits = {f"limit-{group}": most for group, most in self.limits().items()}
        parties = [each.party for each in self.host.standers(self.object)]
        return {"version": self.object.version, "parties": parties} | limits


class QuestionEditView(QuestionView):
    """Sửa nội dung bỏ phiếu."""

    heading = lazy("Sửa nội dung bỏ phiếu")

    def get_object(self):
        ballot = super().get_object()
        self.question = self.own(ballot.questions, "question_pk")
        return ballot

    def limits(self) -> dict[str, int]:
        return {limit.group: limit.most for limit in self.question.group_limits.all()}

    def get_initial(self):
        question = self.question
        limits = {f"limit-{group}": most for group, most in self.limits().items()}
        names = ("text", "seats", "max_choices", "threshold_above", "base", "basis", "among")
        return {name: getattr(question, name) for name in names} | {
            "threshold_percent": question.threshold_percent or None,
            "parties": list(question.options.order_by("number").values_list("party", flat=True)),
            "version": self.object.version,
            **limits,
        }


class QuestionRemoveView(PreparingView):
    """Bỏ nội dung này."""

    policy = staticmethod(policies.can_ask)
    form_class = NothingForm
    heading = lazy("Bỏ nội dung bỏ phiếu này?")
    submit_label = lazy("Bỏ nội dung")
    success_message = lazy("Đã bỏ nội dung.")

    def get_object(self):
        ballot = super().get_object()
        self.question = self.own(ballot.questions, "question_pk")
        return ballot

    def get_lead(self):
        return self.question.text

    def call(self, form):
        return questions.remove_question(
            ballot_id=self.object.pk,
            question_id=self.question.pk,
            version=self.object.version,
            actor=self.request.actor,
            now=self.request.received_at,
        )


class OptionWithdrawView(PreparingView):
    """Rút khỏi danh sách bình xét, with its reason."""

    policy = staticmethod(policies.can_ask)
    form_class = WithdrawForm
    heading = lazy("Rút khỏi danh sách bình xét?")
    lead = lazy("Tên vẫn in trong danh sách cùng lý do rút; không ai chọn được nữa.")
    submit_label = lazy("Rút khỏi danh sách")
    success_message = lazy("Đã rút khỏi danh sách bình xét.")

    def get_object(self):
        ballot = super().get_object()
        self.option = self.own(Option.objects.filter(question__ballot=ballot), "option_pk")
        return ballot

    def get_kicker(self):
        return self.option.label

    def call(self, form):
        return preparing.withdraw_option(
            option_id=self.option.pk,
            reason=form.cleaned_data["reason"],
            actor=self.request.actor,
            now=self.request.received_at,
        )


class VotersRefreshView(PreparingView):
    """The list of voters as the record stands now: delegates that changed, units that joined."""

    form_class = NothingForm
    heading = lazy("Cập nhật danh sách cử tri?")
    lead = lazy("Danh sách lấy từ cuộc họp như bây giờ. Cách bỏ phiếu đã chọn được giữ; mã bỏ phiếu kín phải cấp lại.")
    submit_label = lazy("Cập nhật danh sách")
    success_message = lazy("Đã cập nhật danh sách cử tri.")
    success_url_name = "ballots:voter-list"

    def call(self, form):
        return preparing.replace_voters(
            ballot_id=self.object.pk,
            voters=self.host.electors(self.object),
            actor=self.request.actor,
            now=self.request.received_at,
        )
