"""Steps of a session and what a member does in it: answering, reading, declaring; ballots, results, minutes."""

from dataclasses import asdict

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.awards import council_policies as policies
from apps.awards.council_enums import SessionState
from apps.awards.council_forms import AnswerForm, BallotForm, ConflictForm, MinutesForm
from apps.awards.domain import council_voting, seating, sessions
from apps.awards.forms import VersionForm
from apps.awards.views.sessions import ITEMS_A_PAGE, SessionMixin
from apps.ballots.models import Ballot
from apps.core.views import SecondWriterMixin, TransitionView
from apps.documents.forms import NothingForm


class StepView(SessionMixin, TransitionView):
    """A step on the version that the person saw."""

    form_class = VersionForm
    id_argument = "session_id"

    def get_initial(self):
        return {"version": self.object.version}


class OpenView(StepView):
    operation = staticmethod(sessions.open_session)
    heading = submit_label = _("Khai mạc phiên họp")
    success_message = _("Phiên họp đã khai mạc.")

    def get_consequences(self):
        """Where the session stands: who is there, what is on its agenda."""
        session = self.object
        if session.state != SessionState.PLANNED:
            return [session.get_state_display()]
        quorum = seating.quorum_of(session)
        there, agenda = asdict(quorum), {"n": session.items.count()}
        return [
            gettext("Có mặt %(present)s/%(members)s thành viên có quyền biểu quyết, cần ít nhất %(needed)s.") % there,
            gettext("Trong chương trình: %(n)s đề nghị.") % agenda,
            gettext("Khai mạc xong thì lập phiếu bầu."),
        ]


class ConcludeView(StepView):
    operation = staticmethod(sessions.conclude_session)
    heading = submit_label = _("Kết thúc phiên họp")
    consequences = (_("Mọi tập thể, cá nhân phải có kết quả hoặc được để lại phiên sau."),)
    success_message = _("Phiên họp đã kết thúc.")


class PrepareBallotsView(SessionMixin, TransitionView):
    operation = staticmethod(council_voting.prepare_ballots)
    id_argument = "session_id"
    form_class = BallotForm
    heading = submit_label = _("Lập phiếu bầu")
    lead = _("Thành viên có liên quan không có tên trong danh sách bỏ phiếu của hồ sơ đó.")
    consequences = (
        _("Mỗi nhóm hồ sơ có cùng người bỏ phiếu là một cuộc bỏ phiếu; tỷ lệ lấy theo danh mục của ngày họp."),
        _("Sau bước này không sửa được khai báo có liên quan và điểm danh."),
    )

    @property
    def success_message(self):
        if self.result:
            return _("Đã lập phiếu bầu. Hãy thông qua Tổ kiểm phiếu ở trang bỏ phiếu.")
        return _("Không lập thêm phiếu: mọi tập thể, cá nhân trong chương trình đã có phiếu bầu hoặc kết quả.")


class ResultsView(SessionMixin, TransitionView):
    """The certified count of one ballot, written beside its nominees."""

    form_class = NothingForm
    heading = submit_label = _("Ghi kết quả bỏ phiếu")

    @property
    def success_message(self):
        return _("Đã ghi kết quả.") if self.result else _("Kết quả đã được ghi từ trước, không có gì thay đổi.")

    def get_object(self):
        session = super().get_object()
        self.ballot = get_object_or_404(Ballot, pk=self.kwargs["ballot"], keeper=session.keeper)
        return session

    def call(self, form):
        return council_voting.record_results(
            session_id=self.object.pk,
            ballot_id=self.ballot.pk,
            actor=self.request.actor,
            now=self.request.received_at,
        )


class MinutesView(SecondWriterMixin, SessionMixin, TransitionView):
    operation = staticmethod(sessions.write_minutes)
    id_argument = "session_id"
    form_class = MinutesForm
    heading = _("Biên bản phiên họp")
    lead = _("Thành phần dự họp, kết quả bỏ phiếu lấy từ phiên họp, không phải nhập lại.")
    success_message = _("Đã lưu nội dung biên bản.")

    def get_initial(self):
        return {name: getattr(self.object, name) for name in ("opinions", "conclusion", "version")}


class AnswerView(SessionMixin, TransitionView):
    """Xác nhận dự họp: the member for itself."""

    policy = staticmethod(policies.can_sit)
    form_class = AnswerForm
    heading = submit_label = _("Xác nhận dự họp")
    success_message = _("Đã ghi trả lời của bạn.")

    def get_initial(self):
        return {"presence": policies.seat_of(self.request.actor, self.object).presence}

    def call(self, form):
        return seating.answer_invitation(
            seat_id=policies.seat_of(self.request.actor, self.object).pk,
            presence=form.cleaned_data["presence"],
            actor=self.request.actor,
            now=self.request.received_at,
        )


class ItemMixin(SessionMixin):
    """A form about one nominee of the agenda; the way back is its row on the page on which it stands."""

    def get_object(self):
        session = super().get_object()
        items = session.items.select_related("nominee__award", "nominee__proposal")
        self.item = get_object_or_404(items, pk=self.kwargs["item"])
        return session

    def get_lead(self):
        return str(self.item)

    def get_success_url(self):
        page = 1 + self.object.items.filter(position__lt=self.item.position).count() // ITEMS_A_PAGE
        return super().get_success_url() + (f"?page={page}" if page > 1 else "") + f"#item-{self.item.pk}"


class ReadView(ItemMixin, TransitionView):
    """Đã đọc: one dossier of the agenda, by the member."""

    policy = staticmethod(policies.can_sit)
    form_class = NothingForm
    heading = submit_label = _("Đánh dấu đã đọc hồ sơ")
    success_message = _("Đã ghi: bạn đã đọc hồ sơ này.")

    def call(self, form):
        return seating.mark_read(
            seat_id=policies.seat_of(self.request.actor, self.object).pk,
            item_ids=[self.item.pk],
            actor=self.request.actor,
            now=self.request.received_at,
        )


class ConflictView(ItemMixin, TransitionView):
    """Khai báo hồ sơ có liên quan: a member for itself, the standing office for any member."""

    policy = staticmethod(policies.can_declare)
    form_class = ConflictForm
    heading = submit_label = _("Khai báo hồ sơ có liên quan")
    consequences = (_("Thành viên này không bỏ phiếu cho hồ sơ đó; biên bản ghi lý do."),)
    success_message = _("Đã ghi khai báo.")

    def get_form_kwargs(self):
        seats, session = self.object.seats.order_by("order", "pk"), self.object
        if not policies.can_serve(self.request.actor, session):
            seats = seats.filter(pk=policies.seat_of(self.request.actor, session).pk)
        if self.request.method == "GET":  # sent twice, the second time is answered like the first
            seats = seats.exclude(conflicts__item=self.item)
        return super().get_form_kwargs() | {"seats": seats}

    def call(self, form):
        return seating.declare_conflict(
            item_id=self.item.pk,
            seat_id=form.cleaned_data["seat"].pk,
            reason=form.cleaned_data["reason"],
            actor=self.request.actor,
            now=self.request.received_at,
        )
