"""Lập, sửa hồ sơ: typed, from the registration, from what a meeting voted."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.awards import policies, queries
from apps.awards.domain import making
from apps.awards.domain.nominees import NomineesRefused
from apps.awards.domain.taking_over import from_meeting, from_registration
from apps.awards.forms import ChangeProposalForm, FromBallotForm, NewProposalForm, RowsForm
from apps.awards.views.base import ProposalFormMixin, list_crumb
from apps.ballots.enums import BallotState
from apps.ballots.models import Question
from apps.clusters.models import HeadTerm
from apps.conferences.models import Conference
from apps.core.components import Crumb
from apps.core.form_pages import FormPageMixin
from apps.core.verdict import require_allowed
from apps.core.views import MakeView, SecondWriterMixin, TransitionView
from apps.periods.models import EmulationYear
from apps.registrations.models import TitleRegistration
from apps.registry.models import AwardCampaign
from apps.units.models import Unit


class ProposalCreateView(FormPageMixin, MakeView):
    """Lập hồ sơ đề nghị khen thưởng."""

    policy = staticmethod(policies.can_begin)
    form_class = NewProposalForm
    template_name = "awards/form.html"
    heading = gettext_lazy("Lập hồ sơ đề nghị khen thưởng")
    lead = gettext_lazy("Một hồ sơ cho một loại hình và một dịp. Danh sách nhập ở bước sau.")
    submit_label = gettext_lazy("Lập hồ sơ")

    def crumbs(self):
        return [list_crumb()]

    def own_units(self):
        return Unit.objects.filter(pk__in=self.request.actor.unit_ids(*policies.OWN)).in_order()

    def get_form_kwargs(self):
        units = self.own_units()
        years = EmulationYear.objects.none()
        for unit in units:
            years = years | queries.receiving_years(unit)
        return super().get_form_kwargs() | {
            "units": units,
            "years": years.distinct(),
            "campaigns": AwardCampaign.objects.visible_to(self.request.actor).for_list(),
        }

    def get_initial(self):
        year = self.request.actor.on.year
        return {"unit": self.own_units().first(), "period_from": year, "period_to": year}

    def make(self, form):
        actor, unit = self.request.actor, form.cleaned_data["unit"]
        require_allowed(policies.can_begin_for(actor, unit.pk))
        proposal = making.open_proposal(
            unit_id=unit.pk,
            year_id=form.cleaned_data["year"].pk,
            batch=form.batch,
            actor=actor,
            now=self.request.received_at,
        )
        return proposal.get_absolute_url()


class ProposalChangeView(SecondWriterMixin, ProposalFormMixin, TransitionView):
    """Sửa thông tin hồ sơ."""

    policy = staticmethod(policies.can_edit)
    operation = staticmethod(making.change_proposal)
    id_argument = "proposal_id"
    form_class = ChangeProposalForm
    heading = gettext_lazy("Sửa thông tin hồ sơ")
    submit_label = gettext_lazy("Lưu")
    success_message = gettext_lazy("Đã lưu thông tin hồ sơ.")
    success_url_name = "awards:proposal-detail"

    def get_form_kwargs(self):
        campaigns = AwardCampaign.objects.visible_to(self.request.actor).for_list()
        return super().get_form_kwargs() | {"campaigns": campaigns}

    def get_initial(self):
        return ChangeProposalForm.initial_of(self.proposal)

    def operation_arguments(self, form):
        return {"batch": form.batch, "version": form.cleaned_data["version"]}


class TakenOverMixin(FormPageMixin):
    """A proposal made of what stands elsewhere; each line that is refused is told."""

    template_name = "awards/form.html"

    def show_refusal(self, form, error):
        if isinstance(error, NomineesRefused):
            for each in error.errors.values():
                form.add_error(None, str(each.message))
            return self.form_invalid(form)
        return super().show_refusal(form, error)


class FromRegistrationView(TakenOverMixin, TransitionView):
    """Lấy từ đăng ký thi đua: awards and rows are ticked, nothing is typed; who left may be left out."""

    queryset = TitleRegistration.objects.for_list()
    policy = staticmethod(policies.can_begin_from)
    form_class = RowsForm
    heading = gettext_lazy("Lập hồ sơ đề nghị từ đăng ký thi đua")
    submit_label = gettext_lazy("Lập hồ sơ")
    success_message = gettext_lazy("Đã lập hồ sơ từ đăng ký thi đua.")
    consequences = (
        gettext_lazy("Các dòng của lần gửi mới nhất vào danh sách đề nghị, không phải nhập lại."),
        gettext_lazy("Người không còn công tác tại đơn vị được báo; khi đó chưa ghi gì: bỏ chọn người đó rồi lập lại."),
    )

    def crumbs(self):
        return [
            list_crumb(),
            Crumb(str(self.object), self.object.get_absolute_url()),
        ]

    def get_form_kwargs(self):
        rows, taken = queries.rows_sent(self.object), queries.taken_from(self.object)
        there = {row.pk for row in rows if queries.row_key(row) in taken}
        return super().get_form_kwargs() | {"rows": rows, "taken": there}

    def make(self, form):
        proposal = from_registration(
            registration_id=self.object.pk, **form.chosen, actor=self.request.actor, now=self.request.received_at
        )
        return proposal.get_absolute_url()


class FromMeetingView(TakenOverMixin, TransitionView):
    """Lập tờ trình from what the meeting voted: the ballot, and the award that each question stands for."""

    queryset = Conference.objects.for_list()
    policy = staticmethod(policies.can_begin_from_conference)
    form_class = FromBallotForm
    heading = gettext_lazy("Lập tờ trình từ kết quả bình xét")
    submit_label = gettext_lazy("Lập tờ trình")
    success_message = gettext_lazy("Đã lập hồ sơ từ kết quả bình xét.")
    consequences = (
        gettext_lazy("Đơn vị trúng cử vào danh sách cùng số phiếu; biên bản hội nghị đã ký được đính kèm."),
    )

    def crumbs(self):
        return [
            list_crumb(),
            Crumb(self.object.title, reverse("conferences:conference-detail", args=[self.object.pk])),
        ]

    def get_form_kwargs(self):
        questions = Question.objects.filter(
            ballot__keeper=self.object.keeper, ballot__state=BallotState.CERTIFIED, round_of=None
        ).select_related("ballot")
        heads = HeadTerm.objects.filter(cluster_year_id=self.object.cluster_year_id, unit__isnull=False)
        units = Unit.objects.filter(pk__in=heads.order_by().values("unit_id"))
        return super().get_form_kwargs() | {"questions": list(questions), "units": units.in_order()}

    def make(self, form):
        proposal = from_meeting(
            conference_id=self.object.pk,
            unit_id=form.cleaned_data["unit"].pk,
            awards=form.awards,
            actor=self.request.actor,
            now=self.request.received_at,
        )
        if proposal.created_at < self.request.received_at:  # it answers for all who were chosen
            self.success_message = _("Các đơn vị trúng cử đã có trong hồ sơ này, không lập thêm hồ sơ.")
        return proposal.get_absolute_url()
