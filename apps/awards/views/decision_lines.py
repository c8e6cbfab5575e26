"""One line of a decision: out of a draft, or corrected by a later decision; a draft without a vote (Điều 85)."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.awards import decision_policies as policies
from apps.awards.certificate_forms import ReissueForm
from apps.awards.decision_forms import AddLinesForm, SimplifiedForm
from apps.awards.domain import certificates, decisions, revoking, routing
from apps.awards.models import AwardProposal, DecisionLine, Nominee
from apps.awards.views.base import ProposalFormMixin
from apps.awards.views.choosing import ChoosingMixin
from apps.awards.views.decisions import DecisionMixin, PaperActView, initial_head
from apps.core.dates import local
from apps.core.errors import TransitionNotAllowed
from apps.core.text import fold
from apps.core.views import TransitionView
from apps.documents.forms import NothingForm
from apps.registry.forms import CorrectForm


class LineMixin:
    """A form about one line of the decision."""

    def get_object(self):
        decision = super().get_object()
        lines = DecisionLine.objects.select_related("nominee__award", "award").filter(decision=decision)
        self.line = get_object_or_404(lines, pk=self.kwargs["line"])
        return decision

    def get_kicker(self) -> str:
        return str(self.line)


class LinesAddView(ChoosingMixin, DecisionMixin, TransitionView):
    """Thêm vào danh sách: who was recommended and waits, chosen by tick."""

    policy = staticmethod(policies.can_prepare)
    form_class = AddLinesForm
    ticks = "nominees"
    heading = submit_label = lazy("Thêm vào danh sách của quyết định")
    success_message = lazy("Đã lưu dự thảo.")

    def get_lead(self):
        if not self.waiting:
            return _("Không còn tập thể, cá nhân nào được Hội đồng đề nghị đang chờ quyết định ở đây.")
        return _("Số ghi trong quyết định không tự đổi: sửa ở Sửa dự thảo nếu cần.")

    @cached_property
    def waiting(self) -> list[Nominee]:
        if not self.object.is_draft:
            return []
        return decisions.may_join(self.object, local(self.request.received_at).date())

    def get_form_kwargs(self):
        words = fold(self.searched).split()
        named = [each for each in self.waiting if all(word in each.search_text for word in words)]
        ticked = set(self.ticked)
        kept = [each for each in self.waiting if each.pk in ticked]
        shown = self.first_of(named, kept, len(named))
        return super().get_form_kwargs() | {"waiting": self.waiting, "shown": shown}

    def call(self, form):
        return decisions.add_lines(
            decision_id=self.object.pk,
            nominee_ids=[int(pk) for pk in form.cleaned_data["nominees"]],
            actor=self.request.actor,
            now=self.request.received_at,
        )


class LineRemoveView(LineMixin, DecisionMixin, TransitionView):
    policy = staticmethod(policies.can_prepare)
    form_class = NothingForm
    heading = submit_label = lazy("Bỏ khỏi danh sách của quyết định")
    success_message = lazy("Đã lưu dự thảo.")

    def call(self, form):
        return decisions.remove_line(line_id=self.line.pk, actor=self.request.actor, now=self.request.received_at)


class LineCorrectView(LineMixin, PaperActView):
    """Đính chính of one recipient as printed."""

    form_class = CorrectForm
    heading = submit_label = lazy("Đính chính")
    lead = lazy("Nội dung in trước đây được giữ trong lịch sử của dòng này.")
    success_message = lazy("Đã ghi đính chính.")

    def get_initial(self):
        award = self.line.award
        if award is None:
            return super().get_initial()
        return super().get_initial() | CorrectForm.initial_of(award) | {"version": award.version}

    def call(self, form):
        if self.line.award is None:
            raise TransitionNotAllowed
        request = self.request
        return revoking.correct_line(
            line_id=self.line.pk,
            version=form.cleaned_data["version"],
            changes={name: form.cleaned_data[name] for name in CorrectForm.FIELDS},
            document=self.document(form),
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            now=request.received_at,
        )


class LineReissueView(LineMixin, DecisionMixin, TransitionView):
    """Cấp đổi, cấp lại of the sheet of one recipient."""

    form_class = ReissueForm
    heading = submit_label = lazy("Cấp đổi, cấp lại giấy khen, bằng khen")
    lead = lazy("Giấy mới ghi đúng như giấy cũ và có mã tra cứu riêng.")
    consequences = (lazy("Tra cứu mã của giấy cũ cho biết giấy đó không còn giá trị."),)
    success_message = lazy("Đã lập giấy mới, in ở dòng này của danh sách.")

    def get_initial(self):
        sheet = self.line.certificates.filter(is_current=True).first()
        return {"number": sheet.number if sheet else 0}

    def call(self, form):
        return certificates.reissue_certificate(
            line_id=self.line.pk, **form.cleaned_data, actor=self.request.actor, now=self.request.received_at
        )


class SimplifiedDraftView(ProposalFormMixin, TransitionView):
    """Thủ tục đơn giản: a draft from a verified proposal that no council votes on, with the reason (Luật Điều 85)."""

    form_class = SimplifiedForm
    heading = lazy("Soạn quyết định theo thủ tục đơn giản")
    submit_label = lazy("Lập dự thảo")
    success_message = lazy("Đã lập dự thảo.")

    @staticmethod
    def policy(actor, proposal: AwardProposal):
        return policies.can_prepare_for(actor, proposal.year.organiser)

    @cached_property
    def chosen(self) -> tuple[routing.Way | None, list[Nominee]]:
        """Those of the proposal who are decided here and wait; the first authority when there are several."""
        on = local(self.request.received_at).date()
        ways = routing.split(decisions.waiting_without_vote(self.object), on, self.object.year.organiser)
        return next(((way, found) for way, found in ways.items() if way.here), (None, []))

    def get_initial(self):
        return initial_head(*self.chosen)

    def get_consequences(self):
        collectives, individuals = routing.counts(self.chosen[1])
        numbers = {"collectives": collectives, "individuals": individuals}
        return [_("%(collectives)s tập thể, %(individuals)s cá nhân") % numbers]

    def call(self, form):
        _way, nominees = self.chosen
        if not nominees:
            raise decisions.NotDecidable(_("Danh sách khen thưởng còn trống."))
        return decisions.draft_decision(
            year_id=self.object.year_id,
            head=form.head(illustrative=self.object.illustrative),
            nominee_ids=[each.pk for each in nominees],
            simplified=form.cleaned_data["simplified"],
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def get_success_url(self):
        return self.result.get_absolute_url()
