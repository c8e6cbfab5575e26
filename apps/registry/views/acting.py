"""Later decisions about one award: correcting, cancelling, restoring, settling a flag."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.core.components import Crumb
from apps.registry import policies
from apps.registry.domain import acts
from apps.registry.domain.reviewing import relying_on_award
from apps.registry.forms import ActForm, CancelForm, CorrectForm, SettleForm
from apps.registry.models import Award, Reliance
from apps.registry.views.creating import ChangeView, RegistryFormMixin


class AwardView(ChangeView):
    """A form about one award; its button says what the heading says."""

    queryset = Award.objects.for_list().select_related("grant__keeper")
    policy = staticmethod(policies.can_act)
    success_url_name = "registry:award-detail"

    def crumbs(self):
        return [*RegistryFormMixin.crumbs(self), Crumb(self.object.recipient, self.object.get_absolute_url())]


class ActView(AwardView):
    """The decision is filed, and one act called."""

    form_class = ActForm
    act = None

    def get_initial(self):
        grant = self.object.grant
        return {"version": self.object.version, "issuer_name": grant.document.issuer_name or grant.authority_name}

    def further(self, form) -> dict:
        return {}

    def call(self, form):
        request = self.request
        return type(self).act(
            award_id=self.object.pk,
            version=form.cleaned_data["version"],
            document=form.document(self.object.grant.keeper, request.actor, request.received_at),
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            now=request.received_at,
            **self.further(form),
        )


class CorrectView(ActView):
    act = staticmethod(acts.correct_award)
    form_class = CorrectForm
    heading = submit_label = _("Đính chính")
    lead = _("Nội dung in trước đây được giữ trong lịch sử của dòng này.")
    success_message = _("Đã ghi đính chính.")

    def get_initial(self):
        return super().get_initial() | CorrectForm.initial_of(self.object)

    def further(self, form):
        return {"changes": {name: form.cleaned_data[name] for name in CorrectForm.FIELDS}}


class CancelView(ActView):
    act = staticmethod(acts.cancel_award)
    form_class = CancelForm
    heading = submit_label = _("Hủy bỏ quyết định khen thưởng")
    lead = _("Mọi khen thưởng sau này dựa trên khen thưởng này được đánh dấu để xem lại.")
    success_message = _("Đã ghi hủy bỏ.")

    def get_consequences(self):
        """The wave, before it is let go."""
        n = relying_on_award(self.object.pk).count()
        words = ngettext("%(n)d khen thưởng sau này sẽ cần xem lại.", "%(n)d khen thưởng sau này sẽ cần xem lại.", n)
        return [words % {"n": n}] if n else []

    def further(self, form):
        return {"reason_code": form.cleaned_data["reason_code"]}


class RestoreView(ActView):
    act = staticmethod(acts.restore_award)
    heading = submit_label = _("Khôi phục hiệu lực")
    lead = _("Các dấu xem lại chưa có kết luận được gỡ.")
    success_message = _("Đã khôi phục hiệu lực.")


class SettleView(AwardView):
    """What was decided about an award whose basis fell."""

    form_class = SettleForm
    heading = submit_label = _("Xem lại khen thưởng")
    success_message = _("Đã ghi kết luận.")

    def get_object(self):
        award = super().get_object()
        self.reliance = get_object_or_404(
            Reliance.objects.exclude(flagged_at=None), pk=self.kwargs["flag"], award=award
        )
        return award

    def get_lead(self):
        return self.reliance.flag_reason

    def call(self, form):
        request = self.request
        return acts.settle_flag(
            reliance_id=self.reliance.pk, note=form.cleaned_data["note"], actor=request.actor, now=request.received_at
        )
