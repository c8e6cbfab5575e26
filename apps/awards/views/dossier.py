"""Thành phần hồ sơ, họp bình xét, báo cáo thành tích."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.awards import policies, queries, rules
from apps.awards.checklist import checklist
from apps.awards.domain import dossier, meetings, reports
from apps.awards.domain.assessing import asked_of_meeting
from apps.awards.domain.nominees import NomineesRefused
from apps.awards.enums import ReportForm as FormKind
from apps.awards.forms import MeetingForm, PaperForm, ReceivePapersForm, ReportForm, VersionForm
from apps.awards.models import AchievementReport, DossierPaper
from apps.awards.views.base import OfProposalMixin, ProposalFormMixin, ProposalMixin, of_proposal
from apps.awards.views.nominees import NomineeMixin
from apps.awards.views.sent import DraftPageMixin
from apps.catalog.models import DossierItem
from apps.core.components import Column, Difference
from apps.core.errors import DomainError
from apps.core.views import ScopedPageView, SecondWriterMixin, TransitionView
from apps.core.whole_numbers import LARGEST, number_in, whole_number
from apps.documents.forms import NothingForm
from apps.results.sentences import sentence_of

VOTES = "votes_"
VOTES_ON_PAGE = 50


class ChecklistView(DraftPageMixin, ProposalMixin, ScopedPageView):
    """Each line of the law with what is there, the papers with where they are used, Đã nhận bản giấy."""

    template_name = "awards/checklist.html"
    columns = (
        Column(gettext_lazy("Thành phần hồ sơ"), width="wide"),
        Column(gettext_lazy("Mẫu")),
        Column(gettext_lazy("Căn cứ")),
        Column(gettext_lazy("Có")),
        Column(gettext_lazy("Văn bản"), width="wide"),
    )

    def get_context_data(self, **kwargs):
        proposal = self.proposal
        on = queries.rules_day(proposal, self.request.received_at)
        listed = checklist(proposal, on)
        papers = [paper for line in listed.lines for paper in line.papers] + listed.others
        return super().get_context_data(
            checklist=listed,
            may_tick=self.may_receive() and any(paper.paper_received_on is None for paper in papers),
            **kwargs,
        )


class PaperAddView(ProposalFormMixin, TransitionView):
    """Thêm văn bản: cited by symbol and date; or the line that it goes by the secret post."""

    policy = staticmethod(policies.can_edit)
    form_class = PaperForm
    heading = gettext_lazy("Thêm văn bản vào hồ sơ")
    submit_label = gettext_lazy("Thêm văn bản")
    success_message = gettext_lazy("Đã thêm văn bản vào hồ sơ.")
    success_url_name = "awards:proposal-checklist"

    def item(self) -> DossierItem | None:
        code = self.request.GET.get("item", "")
        return DossierItem.objects.filter(code=code[:80]).first() if code else None

    def get_lead(self):
        item = self.item()
        return queries.item_labels({item.code})[item.code] if item else _("Văn bản khác")

    def get_form_kwargs(self):
        item, nominees = self.item(), self.proposal.nominees.defer("findings").select_related("award").in_order()
        asked = nominees.filter(queries.asked_by(item.code)) if item else nominees
        return super().get_form_kwargs() | {"nominees": nominees, "shown": asked}

    def get_initial(self):
        return {"nominee": number_in(self.request.GET, "nominee")}

    def call(self, form):
        item, data = self.item(), form.cleaned_data
        who = {"actor": self.request.actor, "now": self.request.received_at}
        secret = data["secret_route"]
        return dossier.add_paper(
            proposal_id=self.proposal.pk,
            item_code=item.code if item else "",
            label=item.label if item else (data["note"] or str(_("Văn bản khác"))),
            document=None if secret else form.document(self.proposal.unit, **who),
            nominee_id=data["nominee"].pk if data["nominee"] else None,
            secret_route=secret,
            note=data["note"],
            **who,
        )


class PaperRemoveView(OfProposalMixin, ProposalFormMixin, TransitionView):
    queryset = DossierPaper.objects.select_related("proposal__unit", "proposal__year__organiser", "document")
    policy = of_proposal(policies.can_edit)
    form_class = NothingForm
    heading = gettext_lazy("Bỏ văn bản khỏi hồ sơ")
    submit_label = gettext_lazy("Bỏ văn bản")
    success_message = gettext_lazy("Đã bỏ văn bản khỏi hồ sơ.")

    def get_lead(self):
        return f"{self.object.label}: {self.object.document or self.object.note}"

    def call(self, form):
        self.back_url = reverse("awards:proposal-checklist", args=[self.object.proposal_id])
        return dossier.remove_paper(paper_id=self.object.pk, actor=self.request.actor, now=self.request.received_at)

    def get_success_url(self):
        return self.back_url


class PapersReceiveView(ProposalFormMixin, TransitionView):
    """Đã nhận bản giấy, ticked by the receiving body."""

    policy = staticmethod(policies.can_receive)
    form_class = ReceivePapersForm
    heading = gettext_lazy("Đã nhận bản giấy")
    submit_label = gettext_lazy("Ghi nhận bản giấy")
    success_message = gettext_lazy("Đã ghi nhận bản giấy.")
    success_url_name = "awards:proposal-checklist"

    def get_form_kwargs(self):
        waiting = self.proposal.papers.filter(paper_received_on=None).select_related("document", "nominee")
        return super().get_form_kwargs() | {"choices": [(str(paper.pk), _label_of(paper)) for paper in waiting]}

    def get_initial(self):
        return {"received_on": timezone.localtime(self.request.received_at).date()}

    def call(self, form):
        return dossier.receive_papers(
            proposal_id=self.proposal.pk,
            paper_ids=tuple(int(pk) for pk in form.cleaned_data["papers"]),
            received_on=form.cleaned_data["received_on"],
            actor=self.request.actor,
            now=self.request.received_at,
        )


def _label_of(paper: DossierPaper) -> str:
    of = f" – {paper.nominee.recipient}" if paper.nominee else ""
    return f"{paper.label}: {paper.document or paper.note}{of}"


class MeetingView(SecondWriterMixin, ProposalFormMixin, TransitionView):
    """Biên bản họp bình xét."""

    policy = staticmethod(policies.can_edit)
    operation = staticmethod(meetings.write_meeting)
    id_argument = "proposal_id"
    form_class = MeetingForm
    heading = gettext_lazy("Biên bản họp bình xét")
    lead = gettext_lazy("Số phiếu của từng trường hợp ghi ở bước sau, tính trên số người có mặt.")
    submit_label = gettext_lazy("Lưu biên bản")
    success_message = gettext_lazy("Đã lưu biên bản họp bình xét.")
    success_url_name = "awards:proposal-votes"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"asked": asked_of_meeting(self.proposal)}

    def get_initial(self):
        meeting = queries.meeting_of(self.proposal)
        stored = {name: getattr(meeting, name) for name in MeetingForm.FIELDS} if meeting else {}
        if meeting and meeting.document:
            stored |= {name: getattr(meeting.document, name) for name in ("symbol", "issued_on", "issuer_name")}
        return stored | {"version": self.proposal.version}

    def operation_arguments(self, form):
        who = {"actor": self.request.actor, "now": self.request.received_at}
        document = form.document(self.proposal.unit, **who)
        meeting = form.meeting(document.pk if document else None)
        return {"meeting": meeting, "version": form.cleaned_data["version"]}


class VotesView(SecondWriterMixin, ProposalMixin, TransitionView):
    """Phiếu bình xét x/y of each nominee, a page of them at a time; what a ballot counted is shown, not typed."""

    policy = staticmethod(policies.can_edit)
    form_class = VersionForm
    template_name = "awards/votes.html"
    columns = (
        Column(gettext_lazy("Tập thể, cá nhân"), width="wide"),
        Column(gettext_lazy("Danh hiệu, hình thức")),
        Column(gettext_lazy("Số phiếu đồng ý"), numeric=True),
    )
    errors: dict = {}

    def get_initial(self):
        return {"version": self.proposal.version}

    def differences(self, form):
        """Rows whose stored votes are not those typed."""
        found = []
        for each in self.page():
            typed, stored = self.request.POST.get(f"{VOTES}{each.pk}"), "" if each.votes_for is None else each.votes_for
            if typed is not None and not each.option_id and typed.strip() != str(stored):
                found.append(Difference(each.recipient, stored, typed.strip()))
        return found

    def page(self):
        nominees = self.proposal.nominees.select_related("award").defer("findings").in_order()
        return Paginator(nominees, VOTES_ON_PAGE).get_page(self.request.GET.get("page"))

    def get_context_data(self, **kwargs):
        page = self.page()
        rows = [
            (each, self.request.POST.get(f"{VOTES}{each.pk}", each.votes_for), self.errors.get(each.pk, ""))
            for each in page
        ]
        return super().get_context_data(
            rows=rows,
            page_obj=page,
            meeting=queries.meeting_of(self.proposal),
            **kwargs,
        )

    def call(self, form):
        votes, errors = {}, {}
        for nominee in self.page():
            text = self.request.POST.get(f"{VOTES}{nominee.pk}")
            if text is None:
                continue
            number = whole_number(text.strip(), LARGEST)
            if text.strip() and number is None:
                errors[nominee.pk] = _("Nhập số nguyên, hoặc để trống.")
            else:
                votes[nominee.pk] = number
        self.errors = errors
        if errors:
            raise DomainError(_("Chưa lưu: có dòng cần sửa."))
        try:
            changed = meetings.write_votes(
                proposal_id=self.proposal.pk,
                votes=votes,
                version=form.cleaned_data["version"],
                actor=self.request.actor,
                now=self.request.received_at,
            )
        except NomineesRefused as refused:
            self.errors = {pk: str(error.message) for pk, error in refused.errors.items()}
            raise
        text = ngettext("Đã lưu phiếu của %(n)d trường hợp.", "Đã lưu phiếu của %(n)d trường hợp.", changed)
        messages.success(self.request, text % {"n": changed})
        return changed

    def get_success_url(self):
        page = number_in(self.request.GET, "page")
        address = reverse("awards:proposal-votes", args=[self.proposal.pk])
        return address if page is None else f"{address}?page={page}"


class ReportWriteView(SecondWriterMixin, NomineeMixin, ProposalFormMixin, TransitionView):
    """Báo cáo thành tích: filled beforehand from results and the registry; an entry of another award is flagged."""

    policy = of_proposal(policies.can_edit)
    form_class = ReportForm
    template_name = "awards/report_form.html"
    heading = gettext_lazy("Báo cáo thành tích")
    submit_label = gettext_lazy("Lưu báo cáo")
    success_message = gettext_lazy("Đã lưu báo cáo thành tích.")
    success_url_name = "awards:nominee-detail"

    def get(self, request, *args, **kwargs):
        if not self.is_open:
            return HttpResponseRedirect(self.nominee.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def get_kicker(self):
        return str(self.nominee)

    def report(self) -> AchievementReport | None:
        return AchievementReport.objects.filter(nominee=self.nominee).first()

    def entries(self):
        return reports.offered(self.nominee, self.proposal, self.report())

    def get_initial(self):
        report = self.report()
        if report:
            return {name: getattr(report, name) for name in (*reports.TEXTS, "version")}
        return reports.prefilled(self.nominee, self.proposal, self.entries()) | {"version": 0}

    def show_refusal(self, form, error):
        """The row that two people write is the report, not the nominee."""
        response = super().show_refusal(form, error)
        if self.stale and (report := self.report()):
            form.data["version"] = report.version
        return response

    def get_context_data(self, **kwargs):
        entries = self.entries()
        uses = queries.other_uses([entry.pk for entry in entries], self.nominee)
        report = self.report()
        posted = self.request.POST.getlist("entries") if self.request.method == "POST" else None
        chosen = set(posted) if posted is not None else {str(pk) for pk in self.chosen(report, entries, uses)}
        rows = [(entry, sentence_of(entry), str(entry.pk) in chosen, uses.get(entry.pk, [])) for entry in entries]
        form = FormKind(reports.form_for(self.nominee, self.proposal))
        on = queries.rules_day(self.proposal, self.request.received_at)
        code = report.form_code if report else rules.form_code(form, on)
        return super().get_context_data(rows=rows, report=report, form_label=form.label, form_code=code, **kwargs)

    def chosen(self, report, entries, uses) -> set[int]:
        """What is ticked: as stored; of a new report all that no other award rests on."""
        if report:
            return set(report.entries.values_list("entry_id", flat=True))
        return {entry.pk for entry in entries if entry.pk not in uses}

    def numbers(self, name: str) -> list[int]:
        return list(filter(None, map(whole_number, self.request.POST.getlist(name))))

    def call(self, form):
        data = form.cleaned_data
        return reports.write_report(
            nominee_id=self.nominee.pk,
            texts={name: data[name] for name in reports.TEXTS},
            entry_ids=self.numbers("entries"),
            shown_ids=self.numbers("shown"),
            version=data["version"],
            actor=self.request.actor,
            now=self.request.received_at,
        )
