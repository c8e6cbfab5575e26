"""Nhập, sửa, xác nhận, xóa a result and its files."""

from datetime import date

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from apps.core.components import Crumb, Tab
from apps.core.form_pages import FormPageMixin
from apps.core.views import ScopedPageView, TransitionView, require
from apps.core.whole_numbers import whole_number
from apps.documents.domain.attachments import store
from apps.documents.forms import NothingForm
from apps.documents.serving import serve_attachment
from apps.results import policies, queries
from apps.results.domain import entries, entry_files
from apps.results.domain.whole_years import is_over
from apps.results.enums import Period, Standing
from apps.results.forms import (
    AchievementForm,
    ConfirmForm,
    FigureForm,
    FileForm,
    IndexForm,
    RemoveForm,
    paper_initial,
)
from apps.results.models import ResultEntry, ResultFile
from apps.results.own_unit import keeper_of
from apps.results.views.parts import ConflictMixin, figure_text, list_crumb, what_text
from apps.results.work_fields import choices as field_choices
from apps.units.models import Unit

COPIED = (
    *("indicator", "numerator", "denominator", "value", "period", "field_code", "text"),
    *("index_name", "index_issuer", "index_of", "index_link"),
)


class ResultFormMixin(ConflictMixin):
    """Figures, achievements and ranks: three short forms."""

    KINDS = {"figure": FigureForm, "achievement": AchievementForm, "index": IndexForm}
    HEADINGS = {
        "figure": _("Nhập số liệu"),
        "achievement": _("Ghi thành tích"),
        "index": _("Ghi thứ hạng do cơ quan khác công bố"),
    }
    submit_label = _("Lưu")

    def get_form_class(self):
        return self.KINDS[self.kind]

    @property
    def working_unit(self) -> Unit | None:
        return self.object.unit if self.object else keeper_of(self.request.actor)

    def get_form_kwargs(self):
        unit = self.working_unit
        fields = field_choices(self.request.actor.on.year, unit.kind if unit else "")
        return {**super().get_form_kwargs(), "fields_of": fields, "actor": self.request.actor}

    def crumbs(self):
        found = [list_crumb()]
        return [*found, Crumb(what_text(self.object)[:80], self.object.get_absolute_url())] if self.object else found


class ResultCreateView(ResultFormMixin, TransitionView):
    """Fast: unit, year and period stay, "Lưu và tiếp tục" comes back here; ``?copy=`` takes another result over."""

    success_message = _("Đã lưu.")

    def get_object(self):
        require(policies.can_enter_any(self.request.actor))
        self.kind = self.kwargs.get("kind", "figure")

    def get_heading(self):
        return self.HEADINGS[self.kind]

    @cached_property
    def copied(self) -> ResultEntry | None:
        """The result named in the address: to copy from, or the one just saved."""
        asked = whole_number(self.request.GET.get("copy") or self.request.GET.get("after"))
        if asked is None:
            return None
        return ResultEntry.objects.visible_to(self.request.actor).for_list().filter(pk=asked).first()

    def get_initial(self):
        today, source, unit = self.request.actor.on, self.copied, self.working_unit
        over = unit is not None and is_over(unit, today.year, self.request.received_at)
        initial = {
            "unit": unit,
            "year": today.year,
            "happened_on": today,
            "standing": Standing.ACTUAL if over else Standing.ESTIMATE,
            "period": Period.YEAR,
        }
        if source is None:
            return initial | ({"unit": self.request.GET["unit"]} if self.request.GET.get("unit") else {})
        initial |= {"unit": source.unit}
        if "copy" in self.request.GET:
            return initial | {name: getattr(source, name) for name in COPIED}
        names = ("year", "period", "standing", "as_of", "field_code")
        return initial | {name: getattr(source, name) for name in names} | paper_initial(source.document)

    def get_context_data(self, **kwargs):
        unit = self.working_unit
        last = queries.of_last_year(unit.pk, self.request.actor.on.year) if unit and self.kind == "figure" else []
        return super().get_context_data(
            tabs=[
                Tab(self.HEADINGS[name], reverse("results:result-create-kind", args=[name]), active=name == self.kind)
                for name in self.KINDS
            ],
            more=True,
            last=[(entry, figure_text(entry)) for entry in last],
            **kwargs,
        )

    def call(self, form):
        data, request = form.cleaned_data, self.request
        require_unit = policies.can_enter(request.actor, data["unit"])
        document = form.document(data["unit"], request.actor, request.received_at) if require_unit else None
        return entries.enter_result(
            unit_id=data["unit"].pk,
            year=data["year"],
            result=form.result(document),
            actor=request.actor,
            now=request.received_at,
        )

    def get_success_url(self):
        if not hasattr(self, "result"):
            return reverse("results:result-list")
        if "more" in self.request.POST:
            return f"{reverse('results:result-create-kind', args=[self.kind])}?after={self.result.pk}"
        return self.result.get_absolute_url()


class ResultEditView(ResultFormMixin, TransitionView):
    """Sửa: the second of two writers is told, and what they typed stays."""

    queryset = ResultEntry.objects.for_list()
    policy = staticmethod(policies.can_correct)
    heading = _("Sửa kết quả")
    success_message = _("Đã lưu.")

    @property
    def kind(self) -> str:
        if self.object.indicator_id:
            return "figure"
        return "index" if self.object.index_name else "achievement"

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        for name in ("unit", "year"):  # a result of another unit or year is another result
            form.fields[name].disabled = True
        return form

    def stored(self) -> dict:
        entry = self.object
        names = ("year", "field_code", "happened_on", "text", "value", "numerator", "denominator", "standing", "period")
        names += ("as_of", "index_name", "index_issuer", "index_year", "index_rank", "index_of", "index_link")
        paper = {"symbol": "", "issued_on": None, "issuer": ""} | paper_initial(entry.document)
        return {name: getattr(entry, name) for name in names} | paper | {"indicator": entry.indicator}

    def get_initial(self):
        return self.stored() | {"unit": self.object.unit.code, "version": self.object.version}

    def call(self, form):
        request = self.request
        return entries.correct_result(
            entry_id=self.object.pk,
            version=form.cleaned_data["version"] or 0,
            result=form.result(form.document(self.object.unit, request.actor, request.received_at)),
            actor=request.actor,
            now=request.received_at,
        )

    def get_success_url(self):
        return self.object.get_absolute_url()


class AboutResultMixin(FormPageMixin):
    """Forms about one result."""

    queryset = ResultEntry.objects.for_list()

    def crumbs(self):
        return [list_crumb(), Crumb(what_text(self.object)[:80], self.object.get_absolute_url())]

    def get_kicker(self):
        return f"{what_text(self.object)[:120]} · {self.object.unit.table_name} · {self.object.year}"

    def get_success_url(self):
        return self.object.get_absolute_url()


class ConfirmView(ConflictMixin, AboutResultMixin, TransitionView):
    """Xác nhận số liệu ước: what it turned out to be; the estimate stays beside it."""

    policy = staticmethod(policies.can_confirm)
    form_class = ConfirmForm
    heading = _("Xác nhận số liệu ước")
    lead = _("Sửa thành số thực hiện nếu khác số ước. Sau khi xác nhận, số liệu được dùng để chấm điểm, xếp hạng.")
    submit_label = _("Xác nhận")
    success_message = _("Đã xác nhận.")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "entry": self.object}

    def stored(self) -> dict:
        return {name: getattr(self.object, name) for name in ("value", "numerator", "denominator", "as_of")}

    def get_initial(self):
        entry = self.object
        end = date(entry.year, 12, 31)
        as_of = end if entry.period == Period.YEAR and not entry.unit.kind.startswith("enforcement") else entry.as_of
        return self.stored() | {"as_of": as_of, "version": entry.version}

    def call(self, form):
        return entries.confirm_estimate(
            entry_id=self.object.pk,
            version=form.cleaned_data["version"],
            given=form.given,
            as_of=form.cleaned_data["as_of"],
            actor=self.request.actor,
            now=self.request.received_at,
        )


class ResultRemoveView(AboutResultMixin, TransitionView):
    policy = staticmethod(policies.can_remove)
    operation = staticmethod(entries.remove_result)
    id_argument = "entry_id"
    form_class = RemoveForm
    heading = _("Xóa kết quả nhập nhầm")
    lead = _("Nội dung đã xóa vẫn còn trong nhật ký.")
    submit_label = _("Xóa")
    success_message = _("Đã xóa.")

    def get_success_url(self):
        return reverse("results:result-list")


class FileAddView(AboutResultMixin, TransitionView):
    policy = staticmethod(policies.can_correct)
    form_class = FileForm
    template_name = "results/file_form.html"
    heading = _("Thêm ảnh, tệp")
    submit_label = _("Thêm")
    success_message = _("Đã thêm.")

    def call(self, form):
        actor, now = self.request.actor, self.request.received_at
        attachment = store(form.cleaned_data["file"], actor=actor, now=now)
        entry_files.add_file(
            entry_id=self.object.pk, attachment=attachment, caption=form.cleaned_data["caption"], actor=actor, now=now
        )


class FileMixin:
    """Finds a file whose result the actor may see."""

    def get_object(self):
        self.file = get_object_or_404(ResultFile.objects.select_related("attachment"), pk=self.kwargs["pk"])
        return get_object_or_404(self.get_queryset(), pk=self.file.entry_id)


class FileView(FileMixin, ScopedPageView):
    queryset = ResultEntry.objects.for_list()

    def get(self, request, *args, **kwargs):
        return serve_attachment(request, self.file.attachment)


class FileRemoveView(FileMixin, AboutResultMixin, TransitionView):
    policy = staticmethod(policies.can_correct)
    form_class = NothingForm
    heading = _("Bỏ ảnh, tệp")
    submit_label = _("Bỏ tệp")
    success_message = _("Đã bỏ.")

    def get_lead(self):
        return str(self.file)

    def call(self, form):
        entry_files.remove_file(file_id=self.file.pk, actor=self.request.actor, now=self.request.received_at)
