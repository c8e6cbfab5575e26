"""Kiểm tra điều kiện: make a letter, read it, print it, check many again."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django_filters.views import FilterView

from apps.core import tokens
from apps.core.components import Column
from apps.core.dates import LAST_YEAR
from apps.core.kept import kept_language
from apps.core.lists import ExportMixin
from apps.core.pdf import Verification, pdf_problems
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import ScopedObjectMixin, ScopedPageView, require
from apps.core.whole_numbers import number_in
from apps.documents.domain.issuing import About, issue, new_verification_code
from apps.documents.models import IssuedFile
from apps.documents.serving import PDF, serve
from apps.jobs.queue import enqueue
from apps.registry import exports, letter_reading, policies
from apps.registry.domain.letters import make_letter
from apps.registry.filters import LetterFilter
from apps.registry.forms import CheckForm, DeclareForm
from apps.registry.letter_standing import LETTER
from apps.registry.models import EligibilityLetter
from apps.registry.sheets import keeper_of
from apps.registry.views.creating import CreateView


class LetterListView(ExportMixin, LoginRequiredMixin, FilterView):
    filterset_class = LetterFilter
    template_name = "registry/letter_list.html"
    paginate_by = 50
    columns = (
        Column(gettext_lazy("Người, tập thể")),
        Column(gettext_lazy("Danh hiệu, hình thức")),
        Column(gettext_lazy("Năm xét"), numeric=True),
        Column(gettext_lazy("Kết quả")),
        Column(gettext_lazy("Kiểm tra lúc")),
    )
    export_title = gettext_lazy("Phiếu kiểm tra điều kiện, tiêu chuẩn")
    export_file = "phieu-kiem-tra"
    export_columns = (
        SheetColumn("nominee", gettext_lazy("Người, tập thể"), width=36),
        SheetColumn("award", gettext_lazy("Danh hiệu, hình thức"), width=40),
        SheetColumn("year", gettext_lazy("Năm xét"), kind="year"),
        SheetColumn("received_on", gettext_lazy("Ngày nhận hồ sơ"), kind="date"),
        SheetColumn("outcome", gettext_lazy("Kết quả")),
        SheetColumn("checked_at", gettext_lazy("Kiểm tra lúc"), kind="datetime"),
    )

    def get_queryset(self):
        return EligibilityLetter.objects.visible_to(self.request.actor).for_list()

    def get_context_data(self, **kwargs):
        more = {"may_check": bool(policies.can_check(self.request.actor)), "form_token": tokens.new_token()}
        context = super().get_context_data(**more, **kwargs)
        chosen = context["filter"].form.cleaned_data.get("year") if context["filter"].form.is_valid() else None
        return context | {"year": int(chosen or self.request.actor.on.year)}

    def export_row(self, row):
        return {
            "nominee": row.nominee,
            "award": row.award_type.name,
            "year": row.year,
            "received_on": row.received_on,
            "outcome": row.get_outcome_display(),
            "checked_at": row.checked_at,
        }


class CheckView(CreateView):
    """For whom, which award, which year; the letter says why."""

    form_class = CheckForm
    policy = staticmethod(policies.can_check)
    heading = gettext_lazy("Kiểm tra điều kiện, tiêu chuẩn")
    lead = gettext_lazy("Hệ thống đối chiếu từng điều kiện với hồ sơ, nêu điều khoản và nội dung còn thiếu.")
    back_url_name = "registry:letter-list"
    success_message = gettext_lazy("Đã lập phiếu kiểm tra.")

    def get_initial(self):
        on = self.request.actor.on
        asked = {name: self.request.GET[name] for name in ("award", "person", "unit") if name in self.request.GET}
        return {"year": on.year, "received_on": on, **asked}

    def enter(self, form):
        data, request = form.cleaned_data, self.request
        return make_letter(
            award_id=data["award"].pk,
            person_id=data["person"].pk if data["person"] else None,
            unit_id=data["unit"].pk if data["unit"] else None,
            year=data["year"],
            received_on=data["received_on"],
            actor=request.actor,
            now=request.received_at,
        )


class LetterDetailView(ScopedPageView):
    """The letter: condition, article, what was found, what is missing; both versions where two were tried."""

    queryset = EligibilityLetter.objects.for_list()
    template_name = "registry/letter_detail.html"

    def get_context_data(self, **kwargs):
        letter = self.object
        hidden = letter_reading.hidden_facts(letter, self.request.actor)
        tried = [(each, list(letter_reading.lines(each["parts"], hidden))) for each in letter.findings]
        asked = letter_reading.asked_facts(letter)
        return super().get_context_data(
            letter=letter,
            tried=tried,
            declare=DeclareForm(asked=asked, initial={"facts": letter.declared}) if asked else None,
            may_check=bool(policies.can_check(self.request.actor)),
            form_token=tokens.new_token(),
            pdf_problems=pdf_problems(),
            **kwargs,
        )


class LetterAgainView(ScopedObjectMixin, View):
    """Make the letter anew with what the unit's meeting confirms; the first one stays."""

    queryset = EligibilityLetter.objects.for_list()
    policy = staticmethod(lambda actor, letter: policies.can_check(actor))
    http_method_names = ["post"]

    def post(self, request, pk):
        letter = self.object
        form = DeclareForm(request.POST, asked=letter_reading.asked_facts(letter))
        if not form.is_valid():
            messages.error(request, _("Chọn trong các nội dung được hỏi."))
            return HttpResponseRedirect(letter.get_absolute_url())
        token = tokens.parse(request.POST.get("form_token"))
        try:
            with transaction.atomic():
                if token:
                    tokens.use(token, user_id=request.user.pk, now=request.received_at)
                made = make_letter(
                    award_id=letter.award_type_id,
                    person_id=letter.person_id,
                    unit_id=letter.unit_id,
                    year=letter.year,
                    received_on=letter.received_on,
                    declared=form.cleaned_data["facts"],
                    actor=request.actor,
                    now=request.received_at,
                )
                if token:
                    tokens.remember(token, made.get_absolute_url())
        except tokens.AlreadyDone as done:
            return HttpResponseRedirect(done.url)
        return HttpResponseRedirect(made.get_absolute_url())


class LetterPdfView(ScopedObjectMixin, View):
    """The paper of a letter: made once for each check, kept with its code, then served as it was handed out."""

    queryset = EligibilityLetter.objects.for_list()

    def get(self, request, pk):
        letter = self.object
        if problems := pdf_problems():
            messages.error(request, " ".join(problems))
            return HttpResponseRedirect(letter.get_absolute_url())
        key = f"letter={letter.pk}&at={letter.checked_at:%Y%m%d%H%M%S}"
        issued = IssuedFile.objects.filter(report=LETTER, subject_key=key).first()
        issued = issued or self.issue(letter, key)
        return serve(issued.file, name=issued.file_name, content_type=PDF)

    def issue(self, letter, key: str) -> IssuedFile:
        request, code = self.request, new_verification_code()
        keeper = keeper_of(request.actor)
        verification = Verification(code, settings.SITE_URL + reverse("verify", args=[code]))
        name = keeper.name if keeper else ""
        content = exports.letter_pdf(letter, keeper_name=name, verification=verification, now=request.received_at)
        return issue(
            about=About(LETTER, key, [letter.pk], str(letter)[:300]),
            file_name=f"phieu-kiem-tra-{letter.pk}.pdf",
            content_type=PDF,
            content=content,
            verification_code=code,
            data_at=letter.checked_at,
            actor=request.actor,
            now=request.received_at,
        )


class RecheckView(LoginRequiredMixin, View):
    """Check all letters of a year again, in the background."""

    http_method_names = ["post"]

    def post(self, request):
        require(policies.can_check(request.actor))
        year = number_in(request.POST, "year", most=LAST_YEAR) or request.actor.on.year
        token = tokens.parse(request.POST.get("form_token"))
        with kept_language():
            label = _("Kiểm tra lại điều kiện, tiêu chuẩn năm %(year)s") % {"year": year}
        job = enqueue(
            "apps.registry.tasks.recheck_letters",
            key=f"letters:{request.user.pk}:{year}:{token or request.received_at.isoformat()}",
            label=label,
            params={"year": year},
            actor=request.actor,
            now=request.received_at,
        )
        return HttpResponseRedirect(job.get_absolute_url())
