"""Checking a sheet line by line (Kiểm tra điểm, Thẩm định): the page, one line beside it, saving."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.generic import TemplateView

from apps.core import tokens
from apps.core.components import Tab
from apps.core.dates import format_time
from apps.core.errors import DomainError, StaleVersion
from apps.core.verdict import require_allowed
from apps.core.views import CONFLICT, INVALID, ScopedObjectMixin
from apps.scoring import queries, review_policies, review_queries, sources
from apps.scoring.domain import reviews
from apps.scoring.domain.filling import filling_of, for_others, question_for, stale_text
from apps.scoring.domain.returns import correctable
from apps.scoring.enums import SheetState
from apps.scoring.review_forms import ReviewLineForm
from apps.scoring.review_reading import SHOWS, ReviewReading, ReviewRow, chosen_rows, read_review
from apps.scoring.review_rows import evidence_items, row_state

ORDERS = {"risk": lazy("Dấu hiệu cần xem"), "table": lazy("Thứ tự trong bảng")}


class ReviewMixin(ScopedObjectMixin):
    """Finds the sheet with what review asks of it; only those who may check it come in."""

    policy = staticmethod(review_policies.can_review)

    def get_queryset(self):
        return review_queries.for_reviewers(self.request.actor)

    def read(self) -> ReviewReading | None:
        """The lines that the actor may check; None when no step has the sheet."""
        reading = read_review(self.object) if self.object.state == SheetState.IN_STEP else None
        if reading is None:
            return None
        return reading.limit(review_policies.lines_in_scope(self.request.actor, self.object, reading.table))

    def get_context_data(self, **kwargs):
        coordinates = bool(review_policies.can_coordinate(self.request.actor, self.object))
        unit_corrects = correctable(self.object, self.request.received_at)
        return super().get_context_data(coordinates=coordinates, unit_corrects=unit_corrects, **kwargs)


class ReviewPageView(ReviewMixin, TemplateView):
    """All lines of the sheet, those worth a look first."""

    template_name = "scoring/review_page.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        reading = self.read()
        context |= {"reading": reading, "reasons": review_queries.reasons(), "form_token": tokens.new_token()}
        if reading is None:
            return context | {"submitted": self.object.state == SheetState.SELF_SUBMITTED}
        show, order, part = self.chosen(reading)
        rows = chosen_rows(reading, show, order, part)
        return context | {
            "rows": [row_state(row) for row in rows],
            "tabs": self.tabs(reading, show),
            "order": order,
            "orders": [(label, self.address(order=key), order == key) for key, label in ORDERS.items()],
            "part": next((each.part for each in reading.parts if each.part.pk == part), None),
            "all_parts_url": self.address(part=None),
        }

    def chosen(self, reading: ReviewReading) -> tuple[str, str, int | None]:
        show, order = self.request.GET.get("show", "all"), self.request.GET.get("order", "risk")
        parts = {str(each.part.pk): each.part.pk for each in reading.parts}
        return (
            show if show in SHOWS else "all",
            order if order in ORDERS else "risk",
            parts.get(self.request.GET.get("part", "")),
        )

    def address(self, **changes) -> str:
        """This page with some choices changed, the others kept."""
        query = QueryDict(mutable=True)
        for name in ("show", "order", "part"):
            if value := changes.get(name, "") if name in changes else self.request.GET.get(name):
                query[name] = value
        return f"{self.request.path}?{query.urlencode()}" if query else self.request.path

    def tabs(self, reading: ReviewReading, show: str) -> list[Tab]:
        labels = {
            "all": _("Tất cả dòng"),
            "look": _("Chỉ dòng cần xem"),
            "open": _("Chưa kiểm tra"),
            "different": _("Có chênh lệch"),
        }
        return [
            Tab(label, self.address(show=key), active=key == show, count=sum(map(SHOWS[key], reading.rows)))
            for key, label in labels.items()
        ]


class ReviewLineMixin(ReviewMixin):
    """One line of the sheet in review, found in its reading."""

    def find(self) -> tuple[ReviewReading, ReviewRow]:
        reading = self.read()
        row = reading.row(self.kwargs["line"]) if reading else None
        if row is None:
            raise Http404
        return reading, row

    @property
    def is_htmx(self) -> bool:
        return self.request.headers.get("HX-Request") == "true"

    def page_url(self) -> str:
        return f"{reverse('scoring:review', args=[self.object.pk])}#line-{self.kwargs['line']}"

    def detail(self, reading: ReviewReading, row: ReviewRow, form: ReviewLineForm | None = None, **more) -> dict:
        """Context of the line beside the list, or alone on its page."""
        reasons = review_queries.reasons()
        evidence = queries.evidence_by_line(row.line.sheet_version_id).get(row.line.pk, [])
        return {
            "object": self.object,
            "coordinates": not reading.is_limited,
            "reading": reading,
            "row": row,
            "state": row_state(row),
            "reasons": reasons,
            "form": form or ReviewLineForm(row=row, reasons=reasons, with_inputs=True),
            "evidence": evidence_items(evidence),
            "why": reading.why(row),
            "why_claimed": reading.why_claimed(row),
            **filled_line(self.object, reading, row, self.request.received_at),
            **more,
        }

    def save(self, row: ReviewRow, form: ReviewLineForm) -> None:
        """Agree or store the own score. Raises DomainError."""
        who = {"actor": self.request.actor, "now": self.request.received_at}
        if form.agrees:
            require_allowed(review_policies.can_decide(self.request.actor, self.object))
            version = form.cleaned_data["version"]
            reviews.agree_line(line_id=row.line.pk, expected_version=version, **who)
        else:
            reviews.save_review_line(line_id=row.line.pk, **form.changes(), **who)

    def attempt(self, row: ReviewRow, form: ReviewLineForm) -> DomainError | None:
        """Save what was posted; the refusal comes back, already beside its field."""
        if not form.is_valid():
            return None
        try:
            self.save(row, form)
        except DomainError as error:
            field = error.field if error.field in form.fields else {"points": "agreed_points"}.get(error.field)
            form.add_error(field if field in form.fields else None, str(error.message))
            return error
        return None

    def saved_text(self) -> str:
        return _("Đã lưu lúc %(time)s.") % {"time": format_time(self.request.received_at)}

    def others(self, reading: ReviewReading, row: ReviewRow) -> list:
        """Rows that look at this one: their points may have changed with it."""
        followers = reading.table.tree.dependents(row.criterion.code)
        return [row_state(each) for each in reading.rows if each.criterion.code in followers]


class ReviewLineView(ReviewLineMixin, TemplateView):
    """GET: one line with its evidence, beside the list or as a page. POST: save it there, figures included."""

    def get(self, request, *args, **kwargs):
        reading, row = self.find()
        return self.answer(self.detail(reading, row))

    def post(self, request, *args, **kwargs):
        _reading, row = self.find()
        form = ReviewLineForm(row=row, reasons=review_queries.reasons(), with_inputs=True, data=request.POST)
        error = self.attempt(row, form)
        reading, row = self.find()
        if form.errors:
            status = CONFLICT if isinstance(error, StaleVersion) else INVALID
            shown = None if form.agrees else form  # "Đồng ý" carries no inputs to show again
            return self.answer(self.detail(reading, row, shown, refused=form), status=status)
        if not self.is_htmx:
            messages.success(request, self.saved_text())
            return HttpResponseRedirect(self.page_url())
        saved = self.saved_text()
        return self.answer(self.detail(reading, row, saved=saved, others=self.others(reading, row)))

    def answer(self, context: dict, status: int = 200):
        name = "scoring/_review_detail_answer.html" if self.is_htmx else "scoring/review_line.html"
        return render(self.request, name, context, status=status)


class ReviewRowView(ReviewLineMixin, TemplateView):
    """Autosave of one row of the list; without JavaScript it leads back to the list, or to the line with its errors."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        _reading, row = self.find()
        form = ReviewLineForm(row=row, reasons=review_queries.reasons(), with_inputs=False, data=request.POST)
        error = self.attempt(row, form)
        reading, row = self.find()
        if form.errors:
            return self.refuse(reading, row, form, error)
        if not self.is_htmx:
            messages.success(request, self.saved_text())
            return HttpResponseRedirect(self.page_url())
        context = {
            "object": self.object,
            "reading": reading,
            "reasons": review_queries.reasons(),
            "state": row_state(row, saved=self.saved_text()),
            "others": self.others(reading, row),
        }
        return render(request, "scoring/_review_row_answer.html", context)

    def refuse(self, reading: ReviewReading, row: ReviewRow, form: ReviewLineForm, error: DomainError | None):
        if not self.is_htmx:
            full = ReviewLineForm(row=row, reasons=review_queries.reasons(), with_inputs=True)
            full.take_over(form)
            context = self.detail(reading, row, full, refused=form)
            return render(self.request, "scoring/review_line.html", context, status=INVALID)
        status = CONFLICT if isinstance(error, StaleVersion) else INVALID
        state = row_state(row, form=form, is_stale=status == CONFLICT)
        context = {"object": self.object, "reading": reading, "reasons": review_queries.reasons(), "state": state}
        return render(self.request, "scoring/_review_row_answer.html", context, status=status)


def filled_line(sheet, reading: ReviewReading, row: ReviewRow, now) -> dict:
    """What lies behind a line that filled itself: proof, whether its source changed since, what the unit said of it."""
    if not row.source.filled:
        return {}
    stale = ""
    if sources.filling(row.rule):
        question = question_for(sheet.criteria_set, sheet.cluster_year, now)
        found = sources.ask(row.rule.source_fact, [sheet.unit_id], question).get(sheet.unit_id)
        stale = stale_text(row.rule, row.source, found) if found else ""
    remarks = queries.figure_remarks(sheet.pk).get(row.criterion.pk, [])
    return {"filling": for_others(filling_of(row.source)), "stale": stale, "remarks": remarks}
