"""Decisions on screen: list, one decision with its list and money, drafting from a session, issuing, revoking."""

from collections.abc import Iterator

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q, Sum
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django_filters.views import FilterView

from apps.awards import decision_policies as policies
from apps.awards.council_enums import SessionState
from apps.awards.council_filters import DecisionFilter
from apps.awards.decision_forms import DecisionForm, DraftForm, RestoreForm, RevokeForm
from apps.awards.decision_workflow import DECISION_FLOW
from apps.awards.domain import decisions, payments, revoking, routing
from apps.awards.forms import VersionForm
from apps.awards.models import AwardDecision, Certificate, CouncilSession, DecisionLine, Nominee
from apps.awards.views.sessions import list_crumb as session_crumb
from apps.catalog.enums import Subject
from apps.core import spreadsheets
from apps.core.components import Column, Crumb, Fact
from apps.core.dates import format_datetime
from apps.core.form_pages import FormPageMixin
from apps.core.kept import kept_language
from apps.core.lists import ExportMixin, PageExportMixin
from apps.core.views import ScopedPageView, SecondWriterMixin, TransitionView
from apps.documents.views.detail import file_items
from apps.registry import policies as reviews
from apps.registry.domain.reviewing import relying_on, waiting_after
from apps.registry.queries import to_review

LINES_A_PAGE = 50


def list_crumb() -> Crumb:
    return Crumb(_("Soạn, ban hành quyết định"), reverse("awards:decision-list"))


class DecisionListView(ExportMixin, LoginRequiredMixin, FilterView):
    """Drafts and issued decisions of the bodies that one serves or audits, newest first."""

    filterset_class = DecisionFilter
    template_name = "awards/decision_list.html"
    paginate_by = 50
    columns = (
        Column(lazy("Quyết định"), width="wide"),
        Column(lazy("Người, cơ quan quyết định")),
        Column(lazy("Ngày"), sort="issued"),
        Column(lazy("Tập thể"), numeric=True),
        Column(lazy("Cá nhân"), numeric=True),
        Column(lazy("Tiền thưởng (đồng)"), numeric=True),
        Column(lazy("Trạng thái")),
    )
    export_title = lazy("Soạn, ban hành quyết định khen thưởng")
    export_file = "soan-quyet-dinh-khen-thuong"
    export_columns = (
        spreadsheets.Column("symbol", lazy("Số quyết định"), width=20),
        spreadsheets.Column("issued_on", lazy("Ngày"), kind="date"),
        spreadsheets.Column("abstract", lazy("Trích yếu"), width=60),
        spreadsheets.Column("collectives", lazy("Tập thể"), kind="integer"),
        spreadsheets.Column("individuals", lazy("Cá nhân"), kind="integer"),
        spreadsheets.Column("money", lazy("Tiền thưởng (đồng)"), "integer", 18),
        spreadsheets.Column("state", lazy("Trạng thái"), width=24),
    )

    def get_queryset(self):
        found = AwardDecision.objects.visible_to(self.request.actor).for_list()
        of = {"nominee__subject": Subject.COLLECTIVE}, {"nominee__subject": Subject.INDIVIDUAL}
        collectives, individuals = (
            Count("lines", filter=Q(lines__is_live=True, **{f"lines__{name}": value for name, value in each.items()}))
            for each in of
        )
        money = Sum("lines__paid", filter=Q(lines__is_live=True))
        return found.annotate(collectives=collectives, individuals=individuals, money=money).order_by("-pk")

    def export_row(self, row):
        paper = row.document
        return [
            paper.symbol if paper else "",
            paper.issued_on if paper else None,
            row.abstract,
            row.collectives,
            row.individuals,
            int(row.money) if row.money else None,
            row.get_state_display(),
        ]


class DecisionDetailView(PageExportMixin, ScopedPageView):
    """One decision: its head, what of the list does not agree, the list with the money, what may be done."""

    queryset = AwardDecision.objects.for_list()
    template_name = "awards/decision_detail.html"
    columns = (
        Column(lazy("STT"), numeric=True),
        Column(lazy("Tập thể, cá nhân"), width="wide"),
        Column(lazy("Danh hiệu, hình thức")),
        Column(lazy("Hệ số"), numeric=True),
        Column(lazy("Tiền thưởng (đồng)"), numeric=True),
        Column(lazy("Chi (đồng)"), numeric=True),
        Column(lazy("Ghi chú")),
    )
    export_title = lazy("Danh sách khen thưởng và tiền thưởng")
    export_file = "danh-sach-quyet-dinh"
    export_columns = (
        spreadsheets.Column("position", lazy("STT"), "integer", 6),
        spreadsheets.Column("recipient", lazy("Tập thể, cá nhân"), width=44),
        spreadsheets.Column("post", lazy("Chức vụ"), width=30),
        spreadsheets.Column("unit", lazy("Đơn vị"), width=44),
        spreadsheets.Column("award", lazy("Danh hiệu, hình thức"), width=40),
        spreadsheets.Column("multiple", lazy("Hệ số"), "number"),
        spreadsheets.Column("bonus", lazy("Tiền thưởng (đồng)"), "integer", 18),
        spreadsheets.Column("paid", lazy("Chi (đồng)"), "integer", 18, total=True),
        spreadsheets.Column("note", lazy("Ghi chú"), width=60),
    )

    def export_notes(self):
        return [str(self.object), self.object.authority_name]

    def export_row(self, line):
        nominee = line.nominee
        return [
            line.position,
            (line.award or nominee).recipient,
            nominee.post,
            nominee.unit_name,
            nominee.award.name,
            line.multiple,
            None if line.bonus is None else int(line.bonus),
            int(line.paid) if line.paid is not None and line.is_live else None,
            "; ".join(_remarks(line)),
        ]

    def get_context_data(self, **kwargs):
        decision, actor = self.object, self.request.actor
        lines = decision.lines.select_related("nominee__award", "nominee__proposal", "award").order_by("position", "pk")
        sheets = Certificate.objects.filter(is_current=True)
        lines = lines.prefetch_related(Prefetch("certificates", sheets, to_attr="sheets"))
        self.exported = lines
        may, counts = bool(policies.can_issue(actor, decision)), decisions.counts_of(decision)
        return super().get_context_data(
            decision=decision,
            facts=_facts(decision),
            counts=counts,
            differences=counts.differences(),
            page_obj=Paginator(lines, LINES_A_PAGE).get_page(self.request.GET.get("page")),
            **decision.lines.aggregate(
                due=Sum("paid", filter=Q(is_live=True)),
                recover=Sum("paid", filter=Q(is_live=False)),
                cancelled=Count("pk", filter=Q(is_live=False)),
            ),
            owed=_owed(decision),
            waiting=_waiting(decision, actor),
            files=file_items(decision.document, may_change=False) if decision.document_id else [],
            may_upload=not decision.is_draft and may,
            steps=[step.action for step in DECISION_FLOW.actions(decision.state)] if may else [],
            may_prepare=decision.is_draft and bool(policies.can_prepare(actor, decision)),
            **kwargs,
        )


def _remarks(line: DecisionLine) -> Iterator[str]:
    """What the last column says of a line."""
    if line.award and not line.award.is_held:
        yield str(line.award.get_state_display())
    if line.bonus_note:
        yield line.bonus_note
    if line.is_ceiling:
        yield _("Mức tối đa.")
    if line.simplified:
        yield _("Thủ tục đơn giản: %(why)s") % {"why": line.simplified}


def _owed(decision: AwardDecision) -> list[payments.Owed]:
    """What other decisions owe now because this one, or some of it, holds no longer."""
    if decision.is_draft or not decision.lines.filter(is_live=False).exists():
        return []
    return payments.owed_since(revoking.lines_of(decision), decision.document.issued_on)


def _waiting(decision: AwardDecision, actor) -> int:
    """How many the list of reviews shows for this decision; 0 for whoever may not read their list."""
    if decision.is_draft or not reviews.can_read_reviews(actor) or not decision.lines.filter(is_live=False).exists():
        return 0
    return to_review(actor).filter(pk__in=waiting_after(decision.grant_id).values("pk")).count()


def _facts(decision: AwardDecision) -> list[Fact]:
    signer = " ".join(filter(None, [decision.prefix, decision.signer_post, decision.signer_name]))
    rows = [
        (_("Trích yếu"), decision.abstract),
        (_("Số, ngày"), str(decision.document) if decision.document else _("chưa có")),
        (_("Người, cơ quan quyết định"), decision.authority_name),
        (_("Cấp quyết định"), decision.get_authority_level_display()),
        (_("Loại hình khen thưởng"), decision.get_type_display()),
        (_("Dịp khen thưởng"), decision.occasion),
        (_("Phiên họp Hội đồng"), str(decision.session) if decision.session else ""),
        (_("Người ký"), signer),
        (_("Ban hành lúc"), format_datetime(decision.issued_at)),
    ]
    return [Fact(label, value) for label, value in rows if value]


def initial_head(way: routing.Way | None, nominees: list[Nominee]) -> dict:
    """What the head of a draft says as far as its list tells it."""
    if way is None:
        return {}
    collectives, individuals = routing.counts(nominees)
    proposals = {nominee.proposal_id for nominee in nominees}
    first = nominees[0].proposal if len(proposals) == 1 else None
    names = ", ".join(dict.fromkeys(nominee.award.name for nominee in nominees))
    with kept_language():  # printed as it stands
        abstract = _("Về việc tặng %(awards)s") % {"awards": names}
    return {
        "abstract": abstract,
        "authority_name": way.authority,
        "authority_level": way.level,
        "declared_collectives": collectives,
        "declared_individuals": individuals,
        "type": first.type if first else "",
        "occasion": first.occasion if first else "",
    }


def chosen_way(request, groups: list[tuple[routing.Way, list[Nominee]]]):
    """A shown form starts with the group of its address, else the first. A sent form means the group that it carries
    and no other: another authority would be named above the head that was typed for the first.
    """
    posted = request.method == "POST"
    asked = request.POST.get("way", "") if posted else request.GET.get("way", "")
    first = groups[0] if groups and not posted else (None, [])
    return next((pair for pair in groups if pair[0].key == asked), first)


class DecisionCreateView(FormPageMixin, TransitionView):
    """A draft for one authority with everybody whom the session recommended to it and who is in no decision yet."""

    queryset = CouncilSession.objects.for_list()
    form_class = DraftForm
    template_name = "awards/decision_create.html"
    heading = lazy("Soạn quyết định")
    submit_label = lazy("Lập dự thảo")
    success_message = lazy("Đã lập dự thảo với danh sách Hội đồng đề nghị.")

    @staticmethod
    def policy(actor, session):
        return policies.can_prepare_for(actor, session.council.organiser)

    def crumbs(self):
        return [
            session_crumb(),
            Crumb(self.object.title, self.object.get_absolute_url()),
        ]

    @cached_property
    def groups(self) -> list[tuple[routing.Way, list[Nominee]]]:
        """Recommended nominees by who decides; none before the session is over, nobody of a withdrawn proposal."""
        found = decisions.recommended_in(self.object)
        return list(routing.split(found, self.object.held_on, self.object.council.organiser).items())

    def way(self):
        """The group asked for in the address, else the first that is decided here; see ``chosen_way``."""
        return chosen_way(self.request, [pair for pair in self.groups if pair[0].here])

    def get_initial(self):
        way, nominees = self.way()
        return initial_head(way, nominees) | {"way": way.key if way else ""}

    def get_context_data(self, **kwargs):
        chosen, nominees = self.way()
        return super().get_context_data(
            groups=self.groups, chosen=chosen, nominees=nominees, nobody_waits=self.nobody_waits(), **kwargs
        )

    def nobody_waits(self) -> str:
        """Why the list is empty: what is told of the session is asked of it."""
        if self.object.state != SessionState.CONCLUDED:
            return _("Phiên họp chưa kết thúc: kết thúc phiên họp rồi mới soạn quyết định.")
        if self.groups:
            return _("Những người Hội đồng đề nghị còn lại thuộc thẩm quyền của nơi khác.")
        return _("Không có ai được Hội đồng đề nghị mà chưa có trong một quyết định.")

    def call(self, form):
        way, nominees = self.way()
        if way is None:
            raise decisions.NotDecidable(_("Không còn ai chờ quyết định"))
        return decisions.draft_decision(
            year_id=self.object.year_id,
            head=form.head(session_id=self.object.pk, illustrative=self.object.illustrative),
            nominee_ids=[nominee.pk for nominee in nominees],
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def get_success_url(self):
        return self.result.get_absolute_url()


class DecisionMixin(FormPageMixin):
    """A form about one decision; its page is the way back."""

    queryset = AwardDecision.objects.for_list()
    policy = staticmethod(policies.can_issue)
    template_name = "awards/form.html"
    submit_label = lazy("Lưu")
    success_url_name = "awards:decision-detail"

    def crumbs(self):
        return [list_crumb(), Crumb(str(self.object), self.object.get_absolute_url())]


class DecisionChangeView(SecondWriterMixin, DecisionMixin, TransitionView):
    policy = staticmethod(policies.can_prepare)
    form_class = DecisionForm
    heading = lazy("Sửa dự thảo")
    success_message = lazy("Đã lưu dự thảo.")

    def get_initial(self):
        return DecisionForm.initial_of(self.object)

    def call(self, form):
        kept = {name: getattr(self.object, name) for name in ("session_id", "campaign_id", "illustrative")}
        return decisions.change_decision(
            decision_id=self.object.pk,
            version=form.cleaned_data["version"] or 0,
            head=form.head(**kept),
            actor=self.request.actor,
            now=self.request.received_at,
        )


class DecisionDiscardView(DecisionMixin, TransitionView):
    policy = staticmethod(policies.can_prepare)
    operation = staticmethod(decisions.discard_draft)
    id_argument = "decision_id"
    form_class = VersionForm
    heading = submit_label = lazy("Bỏ dự thảo")
    consequences = (lazy("Tập thể, cá nhân trong danh sách trở lại chờ quyết định."),)
    success_message = lazy("Đã bỏ dự thảo.")

    def get_initial(self):
        return {"version": self.object.version}

    def get_success_url(self):
        return reverse("awards:decision-list")


class PaperActView(DecisionMixin, TransitionView):
    """An act by another decision, which is filed first."""

    act = None

    def get_initial(self):
        return {"version": self.object.version, "issuer_name": self.object.organiser.name}

    def further(self, form) -> dict:
        return {}

    def document(self, form):
        return form.document(self.object.organiser, self.request.actor, self.request.received_at)

    def call(self, form):
        request = self.request
        return type(self).act(
            decision_id=self.object.pk,
            version=form.cleaned_data["version"],
            document=self.document(form),
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            now=request.received_at,
            **self.further(form),
        )


class DecisionRevokeView(PaperActView):
    act = staticmethod(revoking.revoke_decision)
    form_class = RevokeForm
    heading = submit_label = lazy("Hủy bỏ quyết định khen thưởng")
    lead = lazy("Cả danh sách bị hủy bỏ; mọi khen thưởng sau này dựa trên đó được đánh dấu để xem lại.")
    success_message = lazy("Đã ghi hủy bỏ.")

    def get_consequences(self):
        """The wave, before it is let go."""
        n = 0 if self.object.is_draft else relying_on(self.object.grant_id).count()
        words = ngettext("%(n)d khen thưởng sau này sẽ cần xem lại.", "%(n)d khen thưởng sau này sẽ cần xem lại.", n)
        taken = _("Hiện vật khen thưởng và tiền thưởng đã trao phải thu hồi (Luật Thi đua, khen thưởng, Điều 93).")
        return [taken, *([words % {"n": n}] if n else [])]

    def further(self, form):
        return {"reason_code": form.cleaned_data["reason_code"]}


class DecisionRestoreView(PaperActView):
    act = staticmethod(revoking.restore_decision)
    form_class = RestoreForm
    heading = submit_label = lazy("Khôi phục hiệu lực")
    lead = lazy("Các dấu xem lại chưa có kết luận được gỡ.")
    success_message = lazy("Đã khôi phục hiệu lực.")
