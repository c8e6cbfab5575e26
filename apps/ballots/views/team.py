"""The counting team, and the key that each of two members makes on the own page."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.ballots import policies
from apps.ballots.domain.preparing import NotPrepared
from apps.ballots.domain.telling import KEY_HOLDERS, standing_parties, take_key
from apps.ballots.enums import BallotState
from apps.ballots.forms import NothingForm
from apps.ballots.preparing_forms import TellersForm
from apps.ballots.views.base import BallotFormView, SecretMixin
from apps.ballots.views.preparing import PreparingView
from apps.core.errors import DomainError
from apps.core.views import require


class TellersView(PreparingView):
    """Thông qua Tổ kiểm phiếu: who was approved by the meeting."""

    policy = staticmethod(policies.can_name_tellers)
    form_class = TellersForm
    heading = lazy("Thông qua Tổ kiểm phiếu")
    submit_label = lazy("Ghi Tổ kiểm phiếu")
    success_message = lazy("Đã ghi Tổ kiểm phiếu.")

    def get_lead(self):
        return self.host.team_lead

    def get_form_kwargs(self):
        standing = standing_parties(self.object)
        neutral, partial = [], []
        for candidate in self.host.candidates(self.object, self.request.received_at):
            (partial if candidate.party in standing else neutral).append((candidate.value, candidate.label))
        return super().get_form_kwargs() | {"neutral": neutral, "standing": partial}

    def get_consequences(self):
        if self.object.tellers.filter(key_order__isnull=False).exists():
            return [_("Mã mở phiếu đã nhận bị hủy; Tổ kiểm phiếu mới nhận mã mới.")]
        return []

    def call(self, form):
        return self.host.approve_tellers(
            self.object,
            chosen=form.chosen(),
            reason=form.cleaned_data["reason"],
            actor=self.request.actor,
            now=self.request.received_at,
        )


class KeyView(SecretMixin, BallotFormView):
    """Nhận mã mở phiếu: the code is made by the teller's own click, shown once in the answer, and kept nowhere."""

    policy = staticmethod(policies.can_tell)
    form_class = NothingForm
    template_name = "ballots/key_form.html"
    heading = lazy("Mã mở phiếu của tôi")
    submit_label = lazy("Nhận mã mở phiếu")
    states = (BallotState.PREPARED,)
    refusal = NotPrepared
    one_time = False  # asked again: a new key and a new code; the address of an answer would not carry the code

    def get_object(self):
        ballot = super().get_object()
        self.teller = ballot.tellers.filter(user_id=self.request.actor.user_id).first()
        return ballot

    def form_valid(self, form):
        require(policies.can_take_key(self.request.actor, self.teller))
        require(policies.is_surely_here(self.request.actor, self.object))
        try:
            code = take_key(teller_id=self.teller.pk, actor=self.request.actor, now=self.request.received_at)
        except DomainError as error:
            return self.show_refusal(form, error)
        return self.render_to_response(self.get_context_data(form=form, code=code))

    def get_context_data(self, **kwargs):
        others = self.object.tellers.exclude(pk=self.teller.pk).exclude(key_order__isnull=True).count()
        return super().get_context_data(teller=self.teller, taken=others >= KEY_HOLDERS, **kwargs)
