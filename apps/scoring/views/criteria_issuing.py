"""Ban hành, sửa đổi, mở tự chấm điểm."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from apps.clusters.models import Member
from apps.core.errors import StaleVersion
from apps.core.views import TransitionView
from apps.documents.forms import NothingForm
from apps.scoring import criteria_policies as policies
from apps.scoring import criteria_queries as queries
from apps.scoring.criteria_forms import IssueForm, ReasonForm
from apps.scoring.domain import set_issuing, set_making, set_sheets, set_transfer
from apps.scoring.domain.arranged import seen_hash
from apps.scoring.domain.set_issuing import Decision
from apps.scoring.domain.set_reading import read_set
from apps.scoring.models import CriteriaSet
from apps.scoring.views.criteria_base import SetFormMixin, editor_url


class SetIssueView(SetFormMixin, TransitionView):
    """Ban hành by the decision: what was seen is what is frozen; no fault may remain."""

    policy = staticmethod(policies.can_issue)
    form_class = IssueForm
    template_name = "scoring/criteria_issue.html"
    heading = lazy("Ban hành bảng tiêu chí")
    submit_label = lazy("Ban hành")
    success_message = lazy("Đã ban hành bảng tiêu chí.")

    def get_initial(self):
        return {"issuer_name": self.object.year.organiser.name, "seen_hash": seen_hash(self.object)}

    def get_consequences(self):
        lines = [_("Nội dung không sửa được nữa; sửa đổi phải lập phiên bản mới, có lý do.")]
        if self.object.supersedes_id:
            count = queries.sheets_by_set([self.object.supersedes_id])[self.object.supersedes_id]
            lines.append(_("Phiên bản trước chuyển sang “Đã thay thế”."))
            if count:
                text = ngettext(
                    "%(n)d bảng chấm điểm đã mở theo phiên bản trước giữ nguyên số điểm, ghi “Đã cũ”; đơn vị được báo.",
                    "%(n)d bảng chấm điểm đã mở theo phiên bản trước giữ nguyên số điểm, ghi “Đã cũ”; đơn vị được báo.",
                    count,
                )
                lines.append(text % {"n": count})
        return lines

    def call(self, form):
        data = form.cleaned_data
        try:
            return set_issuing.issue_by_decision(
                criteria_set_id=self.object.pk,
                decision=Decision(data["symbol"], data["issued_on"], data["issuer_name"]),
                seen=data["seen_hash"],
                actor=self.request.actor,
                now=self.request.received_at,
            )
        except StaleVersion:
            form.data = form.data.copy()
            form.data["seen_hash"] = seen_hash(CriteriaSet.objects.get(pk=self.object.pk))
            raise

    def get_context_data(self, **kwargs):
        reading = read_set(self.object, checked=True)
        return super().get_context_data(
            reading=reading, editor_url=editor_url(self.object), no_period=not self.object.counted_from, **kwargs
        )


class SetCorrectView(SetFormMixin, TransitionView):
    """Sửa đổi: a new version as a draft; the issued one stays in force until the new one is issued."""

    policy = staticmethod(policies.can_issue)
    form_class = ReasonForm
    operation = set_making.correct_set
    heading = lazy("Sửa đổi bảng tiêu chí, lập phiên bản mới")
    submit_label = lazy("Lập phiên bản mới")
    success_message = lazy("Đã lập phiên bản mới ở dạng dự thảo.")

    def get_consequences(self):
        return [
            _("Phiên bản đang ban hành còn hiệu lực cho đến khi phiên bản mới được ban hành theo quyết định."),
            _("Bảng chấm điểm đã mở không tự tính lại: giữ theo phiên bản cũ và ghi “Đã cũ: bảng tiêu chí đã sửa”."),
        ]

    def get_success_url(self):
        return editor_url(self.result)


class SetOpenSheetsView(SetFormMixin, TransitionView):
    """Mở tự chấm điểm for the units that the set is for."""

    policy = staticmethod(policies.can_issue)
    form_class = NothingForm
    operation = set_sheets.open_for_units
    heading = lazy("Mở tự chấm điểm cho các đơn vị")
    submit_label = lazy("Mở tự chấm điểm")
    success_message = lazy("Đã mở bảng tự chấm điểm.")

    def get_consequences(self):
        members = Member.objects.standing().filter(cluster_year__year=self.object.year)
        if self.object.kinds:
            members = members.filter(unit__kind__in=self.object.kinds)
        waiting = members.exclude(unit__score_sheets__cluster_year__year=self.object.year).count()
        text = ngettext(
            "%(n)d đơn vị thành viên chưa có bảng sẽ có bảng tự chấm điểm.",
            "%(n)d đơn vị thành viên chưa có bảng sẽ có bảng tự chấm điểm.",
            waiting,
        )
        return [text % {"n": waiting}, _("Đơn vị đã có bảng không thay đổi; làm lại chỉ thêm cho thành viên mới.")]


class SetBringOverView(SetFormMixin, TransitionView):
    """Chuyển các bảng chấm điểm của phiên bản cũ sang phiên bản này, to be scored anew."""

    policy = staticmethod(policies.can_issue)
    form_class = NothingForm
    operation = set_transfer.bring_sheets_over
    heading = lazy("Chuyển các bảng chấm điểm sang phiên bản này")
    submit_label = lazy("Chuyển và mở lại cho đơn vị sửa")
    success_message = lazy("Đã chuyển các bảng chấm điểm sang phiên bản mới.")

    def get_consequences(self):
        count = set_transfer.replaced_sheets(self.object).count()
        text = ngettext(
            "%(n)d bảng chấm điểm được chuyển; bảng đã gửi, đã chốt được mở lại cho đơn vị sửa, có lý do.",
            "%(n)d bảng chấm điểm được chuyển; bảng đã gửi, đã chốt được mở lại cho đơn vị sửa, có lý do.",
            count,
        )
        return [
            text % {"n": count},
            _("Dòng không đổi cách chấm giữ nguyên điểm; dòng đã đổi giữ số liệu, đơn vị xem và lưu lại."),
            _("Phân công kiểm tra được giữ theo mã tiêu chí; tiêu chí không còn thì hết phân công."),
            _("Các lần gửi, kiểm tra, chốt trước giữ nguyên theo phiên bản cũ; xếp hạng ghi “Đã cũ” đến khi tính lại."),
        ]
