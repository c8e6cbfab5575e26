"""Rounds of consultation: the list, opening, the page of one, its draft, what changed since, date and closing."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView

from apps.core import tokens
from apps.core.components import Column, Crumb
from apps.core.dates import format_date
from apps.core.form_pages import FormPageMixin
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import ScopedObjectMixin, ScopedPageView, SecondWriterMixin, TransitionView
from apps.documents.domain.citing import file_document
from apps.documents.enums import DocumentKind
from apps.documents.forms import NothingForm
from apps.periods.due_dates import SetsDueDates
from apps.scoring import consultation_policies as policies
from apps.scoring import consultation_queries as queries
from apps.scoring.consultation_enums import CommentTarget
from apps.scoring.consultation_filters import ConsultationFilter
from apps.scoring.consultation_forms import DeadlineForm, OpenForm
from apps.scoring.consultation_presentation import comments_by_code, draft_lines, round_facts, unit_rows
from apps.scoring.criteria_words import Topic, names_of, topics
from apps.scoring.domain import consultation_rounds as rounds
from apps.scoring.domain.arranged import arrangement_of
from apps.scoring.domain.consultation_drafts import changes_since, consulted_draft
from apps.scoring.domain.set_comparison import Compared
from apps.scoring.domain.set_rows import stored_rules
from apps.scoring.models import Consultation, CriteriaSet, SentComment
from apps.scoring.workflow import SET_FLOW
from apps.units.models import Unit


def list_crumb() -> Crumb:
    return Crumb(now_in_words("Lấy ý kiến dự thảo"), reverse("consultations:consultation-list"))


def round_label(consultation: Consultation) -> str:
    shown = {"title": consultation.criteria_set.title, "number": consultation.number}
    return now_in_words("%(title)s, lần %(number)s") % shown


class ConsultationListView(LoginRequiredMixin, ExportMixin, FilterView):
    """All rounds that the actor was asked in, asked for or audits."""

    filterset_class = ConsultationFilter
    template_name = "scoring/consultation_list.html"
    paginate_by = 25
    columns = (
        Column(_("Dự thảo"), width="wide"),
        Column(_("Năm"), sort="year", numeric=True),
        Column(_("Trạng thái")),
        Column(_("Hạn góp ý"), sort="due"),
        Column(_("Đã gửi"), numeric=True),
        Column(_("Ý kiến"), numeric=True),
        Column(_("Đã trả lời"), numeric=True),
    )
    export_title = _("Các đợt lấy ý kiến")
    export_file = "lay-y-kien-du-thao"
    export_columns = (
        SheetColumn("set", _("Dự thảo"), width=50),
        SheetColumn("number", _("Lần"), "integer"),
        SheetColumn("year", _("Năm"), "year"),
        SheetColumn("state", _("Trạng thái"), width=18),
        SheetColumn("due", _("Hạn góp ý"), "date"),
        SheetColumn("sent", _("Đã gửi"), "integer"),
        SheetColumn("asked", _("Số đơn vị được hỏi"), "integer"),
        SheetColumn("comments", _("Ý kiến"), "integer"),
        SheetColumn("answered", _("Đã trả lời"), "integer"),
    )

    def export_row(self, row: Consultation):
        state = now_in_words("Đang lấy ý kiến") if row.is_open else now_in_words("Đã đóng")
        counts = (row.sent_count, row.asked_count, row.comment_count, row.answered_count)
        if not policies.can_read_all(self.request.actor, row):
            counts = (None,) * len(counts)
        draft = row.criteria_set
        return (draft.title, row.number, draft.year.year, state, row.duty.due_on, *counts)

    def get_queryset(self):
        seen = Consultation.objects.filter(pk__in=Consultation.objects.visible_to(self.request.actor).values("pk"))
        return queries.with_counts(seen.for_list()).order_by("-opened_at", "-pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        for each in context["page_obj"]:
            each.reads_all = bool(policies.can_read_all(self.request.actor, each))
        actor = self.request.actor
        mine = CriteriaSet.objects.filter(year__organiser_id__in=actor.unit_ids("standing_office"), state="draft")
        return context | {"drafts": list(mine.order_by("-year__year", "code"))}


class ConsultationMixin(ScopedObjectMixin):
    """Finds the round among those the actor may see."""

    queryset = Consultation.objects.for_list()

    @property
    def consultation(self) -> Consultation:
        return self.object

    def crumbs(self) -> list[Crumb]:
        return [list_crumb(), Crumb(round_label(self.consultation), self.consultation.get_absolute_url())]

    def get_context_data(self, **kwargs):
        return super().get_context_data(consultation=self.consultation, **kwargs)


class OpenView(SetsDueDates, FormPageMixin, TransitionView):
    """Lấy ý kiến on a draft: whom, by when, with which letter."""

    queryset = CriteriaSet.objects.select_related("year__organiser")
    policy = staticmethod(policies.can_consult)
    form_class = OpenForm
    heading = _("Lấy ý kiến dự thảo")
    submit_label = _("Gửi lấy ý kiến")
    success_message = _("Đã mở lấy ý kiến; các đơn vị đã được báo.")

    def get_queryset(self):
        return super().get_queryset().filter(state="draft")

    def get_kicker(self):
        return self.object.title

    def get_consequences(self):
        return [
            now_in_words("Các đơn vị được báo và thấy việc góp ý ở trang chủ, kèm hạn."),
            now_in_words("Dự thảo được giữ nguyên bản như lúc lấy ý kiến để so sánh khi ban hành."),
        ]

    def crumbs(self):
        return [list_crumb()]

    def get_form_kwargs(self):
        year = self.object.year
        found = Unit.objects.valid_on(self.request.actor.on or year.starts_on).exclude(
            kind__in=["ministry", "external"]
        )
        if year.organiser.kind != "ministry":
            found = found.filter(path__startswith=year.organiser.path).exclude(pk=year.organiser_id)
        return super().get_form_kwargs() | {"year": year, "units": found.filter(kind__in=self.object.kinds)}

    def get_initial(self):
        return {"audience": [f"kind:{kind}" for kind in self.object.kinds]}

    def call(self, form):
        data, request = form.cleaned_data, self.request
        who = {"actor": request.actor, "now": request.received_at}
        letter = None
        if data["letter_symbol"]:
            organiser = self.object.year.organiser
            letter = file_document(
                symbol=data["letter_symbol"],
                issued_on=data["letter_issued_on"],
                issuer_name=organiser.name,
                owner_code=organiser.code,
                owner_name=organiser.name,
                kind=DocumentKind.LETTER,
                abstract=f"Lấy ý kiến {self.object.title}",
                **who,
            )
        return rounds.open_consultation(
            criteria_set_id=self.object.pk,
            due_on=data["due_on"],
            unit_ids=form.unit_ids,
            audience=data["audience"],
            note=data["note"],
            letter=letter,
            **who,
        )

    def get_success_url(self):
        made = getattr(self, "result", None)
        return made.get_absolute_url() if made else reverse("consultations:consultation-list")


class ConsultationView(ConsultationMixin, ScopedPageView):
    """One round: what is asked, how far it is, what to do next."""

    template_name = "scoring/consultation_detail.html"

    def get_context_data(self, **kwargs):
        actor, consultation = self.request.actor, self.consultation
        reads_all = bool(policies.can_read_all(actor, consultation))
        runs = bool(policies.can_run(actor, consultation))
        own = queries.own_unit_ids(consultation, actor)
        replies = list(consultation.replies.filter(unit_id__in=own).order_by("pk"))
        begun = {reply.unit_id for reply in replies}
        asked = queries.asked_units(consultation) if reads_all else []
        issued = queries.result_of(consultation)
        return super().get_context_data(
            facts=round_facts(consultation),
            reads_all=reads_all,
            runs=runs and consultation.is_open,
            asked=unit_rows(asked, self.request.received_at),
            columns=ASKED_COLUMNS,
            counts=queries.counts_of(consultation) if reads_all else None,
            replies=replies,
            to_start=Unit.objects.filter(pk__in=set(own) - begun) if consultation.is_open else [],
            issued=issued if issued.state in {"issued", "superseded"} else None,
            again=runs and not consultation.is_open and SET_FLOW.allows("consult", consultation.criteria_set.state),
            form_token=tokens.new_token(),
            **kwargs,
        )


ASKED_COLUMNS = (
    Column(_("Đơn vị"), width="wide"),
    Column(_("Trạng thái")),
    Column(_("Gửi lúc")),
    Column(_("Ý kiến"), numeric=True),
)


class DraftView(ConsultationMixin, ScopedPageView):
    """The draft as it was when comments were asked; for an own unit with a way to comment on each line."""

    template_name = "scoring/consultation_draft.html"
    columns = (
        Column(_("Số"), width="narrow"),
        Column(_("Tiêu chí"), width="wide"),
        Column(_("Điểm chuẩn"), numeric=True),
    )

    def get_context_data(self, **kwargs):
        consultation = self.consultation
        own, draft = queries.own_unit_ids(consultation, self.request.actor), consulted_draft(consultation)
        reply = consultation.replies.filter(unit_id__in=own, state="draft").first() if consultation.is_open else None
        return super().get_context_data(
            lines=draft_lines(draft),
            annex=[each for each in topics(consultation.arrangement, names=names_of(draft.rules)) if each.after],
            reply=reply,
            **kwargs,
        )


class ChangesView(ConsultationMixin, ScopedPageView):
    """What the issued version, or the draft as it stands, changed against the consulted draft; comments beside."""

    template_name = "scoring/consultation_changes.html"

    def get_context_data(self, **kwargs):
        actor, consultation = self.request.actor, self.consultation
        result = queries.result_of(consultation)
        is_issued = result.state in {"issued", "superseded"}
        sees_draft = bool(policies.can_read_all(actor, consultation))
        comments = SentComment.objects.of(consultation.pk).for_list()
        if not sees_draft:
            comments = comments.filter(sending__reply__unit_id__in=actor.unit_ids("officer", "leader"))
        if consultation.is_open and not sees_draft:
            comments = comments.none()
        shown = is_issued or sees_draft
        changes = changes_since(consultation, result) if shown else ()
        annex = _changed_beside(consultation, result) if shown else []
        beside = comments_by_code(comments.order_by("order", "pk"))
        on_annex = [each for each in beside.get("", ()) if each.target in CommentTarget.annex()] if annex else []
        beside[""] = [each for each in beside.get("", ()) if each not in on_annex]
        return super().get_context_data(
            result=result,
            is_issued=is_issued,
            shown=shown,
            changes=[(change, _on(change, beside)) for change in changes],
            annex=annex,
            on_annex=on_annex,
            unchanged=[comment for found in beside.values() for comment in found],
            **kwargs,
        )


def _changed_beside(consultation: Consultation, result: CriteriaSet) -> list[Topic]:
    """What changed beside the tree since the round was opened."""
    names = names_of((*consulted_draft(consultation).rules, *stored_rules(result.pk)))
    found = topics(arrangement_of(result), consultation.arrangement, names=names)
    return [each for each in found if not each.is_same]


def _on(change: Compared, beside: dict[str, list[SentComment]]) -> list[SentComment]:
    """Comments on the line, by the code that it had in the draft or has now."""
    codes = dict.fromkeys(rule.code for rule in (change.before, change.after) if rule is not None)
    return [comment for code in codes for comment in beside.pop(code, [])]


class DeadlineView(SetsDueDates, SecondWriterMixin, ConsultationMixin, FormPageMixin, TransitionView):
    """Đổi hạn góp ý of all units; one unit alone is given longer on the board (Gia hạn)."""

    policy = staticmethod(policies.can_run)
    operation = staticmethod(rounds.change_deadline)
    id_argument = "consultation_id"
    version_field = "expected_version"
    form_class = DeadlineForm
    heading = _("Đổi hạn góp ý")
    submit_label = _("Lưu")
    success_message = _("Đã đổi hạn góp ý; các đơn vị đã được báo.")
    success_url_name = "consultations:consultation-detail"

    def get_kicker(self):
        return round_label(self.consultation)

    def get_consequences(self):
        return [
            now_in_words("Hạn hiện tại: hết ngày %(day)s.") % {"day": format_date(self.consultation.duty.due_on)},
            now_in_words("Ý kiến đã gửi sau hạn vẫn ghi là gửi sau hạn."),
            now_in_words("Gia hạn cho riêng một đơn vị thì làm ở bảng theo dõi đơn vị."),
        ]

    def get_initial(self):
        return {"due_on": self.consultation.duty.due_on, "expected_version": self.consultation.version}


class CloseView(ConsultationMixin, TransitionView):
    """Đóng lấy ý kiến, on a page that says what follows."""

    policy = staticmethod(policies.can_run)
    operation = staticmethod(rounds.close_consultation)
    id_argument = "consultation_id"
    form_class = NothingForm
    template_name = "scoring/consultation_close.html"
    success_message = _("Đã đóng lấy ý kiến; các đơn vị đã gửi ý kiến thấy kết quả tiếp thu, giải trình.")
    success_url_name = "consultations:consultation-detail"

    def get_context_data(self, **kwargs):
        counts = queries.counts_of(self.consultation)
        return super().get_context_data(
            question=now_in_words("Đóng lấy ý kiến dự thảo?"),
            lead=now_in_words("%(sent)s/%(asked)s đơn vị đã gửi; %(answered)s/%(comments)s ý kiến đã trả lời.")
            % {
                "sent": counts.sent,
                "asked": counts.asked,
                "answered": counts.answered,
                "comments": counts.comments,
            },
            consequences=[
                now_in_words("Các đơn vị đã gửi ý kiến thấy kết quả tiếp thu, giải trình."),
                now_in_words("Không nhận thêm ý kiến của đợt này; đơn vị chưa gửi được ghi là không gửi."),
                now_in_words("Dự thảo trở lại để chỉnh sửa; có thể lấy ý kiến lần nữa hoặc ban hành."),
            ],
            confirm_label=now_in_words("Đóng lấy ý kiến"),
            cancel_url=self.consultation.get_absolute_url(),
            **kwargs,
        )
