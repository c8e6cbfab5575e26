"""Steps of the head: draft, open for signing, change and sign anew, close."""

from django.forms import Form
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.clusters.models import ClusterYear
from apps.clusters.ordering import line_rank
from apps.clusters.queries import members_in_order
from apps.core.autosaving import DraftAutosaveMixin
from apps.core.components import Crumb
from apps.core.errors import StaleVersion
from apps.core.form_pages import FormPageMixin
from apps.core.views import TransitionView
from apps.periods.due_dates import SetsDueDates
from apps.pledges import policies
from apps.pledges.domain import opening, texts
from apps.pledges.forms import CloseForm, CreateForm, DraftForm, OpenForm, ReasonForm, rows_of
from apps.pledges.models import Pledge
from apps.pledges.queries import missing, signers
from apps.pledges.views.base import PledgeFormMixin, list_crumb


class CreateView(FormPageMixin, TransitionView):
    """Soạn giao ước of one line of a ClusterYear."""

    queryset = ClusterYear.objects.for_list()
    policy = staticmethod(policies.can_draft)
    operation = staticmethod(texts.create_pledge)
    id_argument = "cluster_year_id"
    form_class = CreateForm
    heading = lazy("Soạn giao ước thi đua")
    submit_label = lazy("Soạn giao ước")
    success_message = lazy("Đã lập bản dự thảo. Sửa nội dung, thêm cam kết rồi mở ký.")

    def crumbs(self):
        return [list_crumb(), Crumb(str(self.object), self.object.get_absolute_url())]

    def get_kicker(self):
        return str(self.object)

    def get_form_kwargs(self):
        lines = sorted({member.line for member in members_in_order(self.object.pk)}, key=line_rank)
        known = set(Pledge.objects.filter(cluster_year=self.object).values_list("line", flat=True))
        offered = [line for line in [*lines, *([""] if len(lines) > 1 else [])] if line not in known]
        source = any(texts.last_year(self.object, line) for line in offered)
        return {**super().get_form_kwargs(), "lines": offered, "has_last_year": source}

    def get_success_url(self):
        return self.result.get_absolute_url()


class EditView(DraftAutosaveMixin, PledgeFormMixin, TransitionView):
    """The draft in one form, saved while it is typed. The second of two writers is told and keeps what was typed."""

    policy = staticmethod(policies.can_edit)
    form_class = DraftForm
    template_name = "pledges/pledge_edit.html"
    heading = lazy("Soạn nội dung giao ước")
    submit_label = lazy("Lưu")
    success_message = lazy("Đã lưu bản dự thảo.")
    conflict = None

    def get_object(self):
        pledge = super().get_object()
        self.draft = get_object_or_404(pledge.versions.filter(frozen_at=None))
        return pledge

    def get_form_kwargs(self):
        units = [member.unit for member in signers(self.object)]
        return {**super().get_form_kwargs(), "units": units, "rows": rows_of(self.draft)}

    def get_initial(self):
        draft = self.draft
        return {
            "title": draft.title,
            "text": draft.text,
            "place": self.object.place,
            "version": self.object.version,
        }

    def call(self, form):
        data = form.cleaned_data
        try:
            return texts.save_draft(
                pledge_id=self.object.pk,
                title=data["title"],
                text=data["text"],
                place=data["place"],
                commitments=form.commitments(),
                version=data["version"],
                actor=self.request.actor,
                now=self.request.received_at,
            )
        except StaleVersion:
            self.conflict = self.draft
            raise

    def get_context_data(self, **kwargs):
        stored = list(self.conflict.commitments.select_related("unit")) if self.conflict else []
        return super().get_context_data(
            conflict=self.conflict, stored=stored, draft_autosave=not self.conflict, **kwargs
        )

    def autosaved_fields(self, form):
        keys = self.draft.commitments.order_by("position", "pk").values_list("pk", flat=True)
        return {"version": self.result.version, **form.stored_keys(keys)}


class OpenView(SetsDueDates, PledgeFormMixin, TransitionView):
    """Mở ký: the text is frozen, the members are asked to sign."""

    policy = staticmethod(policies.can_open)
    operation = staticmethod(opening.open_for_signing)
    form_class = OpenForm
    heading = lazy("Mở ký giao ước")
    submit_label = lazy("Mở ký")
    success_message = lazy("Đã mở ký. Các đơn vị đã được báo.")

    def get_consequences(self):
        found = [
            _("Nội dung không sửa được nữa; muốn sửa phải lập bản mới và mọi đơn vị ký lại."),
            _("%(count)s đơn vị được báo và có việc phải làm “Ký giao ước”.") % {"count": signers(self.object).count()},
        ]
        if self.object.in_force_id:
            found.append(_("Chữ ký của bản trước được giữ làm lịch sử, không còn hiệu lực."))
        return found

    def get_initial(self):
        return {"due_on": self.object.due_on, "signed_on": self.object.signed_on}


class ReviseView(PledgeFormMixin, TransitionView):
    """Sửa nội dung, ký lại."""

    policy = staticmethod(policies.can_open)
    operation = staticmethod(opening.revise)
    form_class = ReasonForm
    heading = lazy("Sửa nội dung, ký lại")
    lead = lazy("Một bản mới được lập từ bản đang ký. Khi mở ký bản mới, mọi đơn vị phải ký lại.")
    submit_label = lazy("Lập bản mới")
    success_message = lazy("Đã lập bản mới. Bản đang ký vẫn có hiệu lực cho đến khi mở ký bản mới.")
    success_url_name = "pledges:pledge-edit"


class DiscardView(PledgeFormMixin, TransitionView):
    """Bỏ bản sửa."""

    policy = staticmethod(policies.can_edit)
    operation = staticmethod(opening.discard)
    form_class = Form
    heading = lazy("Bỏ bản sửa")
    lead = lazy("Bản đang có hiệu lực và các chữ ký của nó được giữ nguyên.")
    submit_label = lazy("Bỏ bản sửa")
    success_message = lazy("Đã bỏ bản sửa.")


class CloseView(PledgeFormMixin, TransitionView):
    """Khóa."""

    policy = staticmethod(policies.can_close)
    operation = staticmethod(opening.close)
    form_class = CloseForm
    heading = lazy("Khóa giao ước")
    submit_label = lazy("Khóa")
    success_message = lazy("Đã khóa giao ước.")

    def get_consequences(self):
        absent = missing(self.object)
        found = [_("Không đơn vị nào ký thêm được; cam kết vẫn được theo dõi.")]
        if absent:
            names = "; ".join(member.unit_name for member in absent)
            found.append(_("Chưa ký: %(names)s.") % {"names": names})
        return found


class ReopenView(PledgeFormMixin, TransitionView):
    """Mở khóa."""

    policy = staticmethod(policies.can_close)
    operation = staticmethod(opening.reopen)
    form_class = ReasonForm
    heading = lazy("Mở khóa giao ước")
    submit_label = lazy("Mở khóa")
    success_message = lazy("Đã mở khóa giao ước.")
