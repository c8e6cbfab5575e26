"""What lists have in common: export of what is seen, and one action on many rows with a page to confirm.

Both go over the rows that the list itself finds (scope, filters and order of the address), so that nobody exports or
changes what they do not see.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from apps.core import tokens
from apps.core.dates import format_datetime
from apps.core.errors import DomainError
from apps.core.presentation import PAGE_PARAMETER, used_filters
from apps.core.saved_views import default_of
from apps.core.spreadsheets import Sheet, write_csv, write_workbook
from apps.core.views import INVALID, require
from apps.core.whole_numbers import numbers_in

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXPORT_PARAMETER, EXPORT_FORMAT = "format", "xlsx"
CSV_FORMAT = "csv"
CONTENT_TYPES = {EXPORT_FORMAT: XLSX, CSV_FORMAT: "text/csv; charset=utf-8"}
MOST_EXPORTED = 50_000
CHUNK = 2_000
SHOWN_ON_CONFIRM = 10
IDS, ALL, COUNTED = "ids", "all", "counted"


def asks_for_file(request) -> bool:
    """Whether the address asks for the table of a page as a file (``format=xlsx``, ``format=csv``)."""
    return request.GET.get(EXPORT_PARAMETER) in CONTENT_TYPES


def file_of(sheets: Sheet | Sequence[Sheet], name: str, file_format: str = EXPORT_FORMAT) -> HttpResponse:
    """Tables as a file to be saved: XLSX, or CSV for other programs, which holds the first of them only."""
    sheets = [sheets] if isinstance(sheets, Sheet) else sheets
    content = write_csv(sheets[0]) if file_format == CSV_FORMAT else write_workbook(sheets)
    response = HttpResponse(content, content_type=CONTENT_TYPES[file_format])
    response["Content-Disposition"] = f'attachment; filename="{name}.{file_format}"'
    return response


def in_chunks(rows: Iterable, size: int = CHUNK) -> Iterator[list]:
    """Rows in lists, for what is read for many rows at once."""
    rows = iter(rows)
    while found := list(islice(rows, size)):
        yield found


class DefaultLookMixin:
    """A FilterView that opens with the person's own default look, where they saved one."""

    def get(self, request, *args, **kwargs):
        if not request.GET and (default := default_of(request.user, request.path)):
            return HttpResponseRedirect(default.url)
        return super().get(request, *args, **kwargs)


class ExportMixin(DefaultLookMixin):
    """A list whose rows can be taken away: the same address with ``format=xlsx`` or ``format=csv``.

    ``export_columns``: columns of core.spreadsheets; ``export_row(row)`` answers a mapping or a sequence for one row.
    The heading names the list, what it is about (``export_notes``), the filters in use and the time.
    """

    export_title = ""
    export_file = "danh-sach"
    export_columns: tuple = ()
    most_exported = MOST_EXPORTED

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        if not asks_for_file(request) or not hasattr(response, "context_data"):
            return response
        return self.export(response.context_data.get("filter"))

    def get_context_data(self, **kwargs):
        pairs = [(key, value) for key, values in self.request.GET.lists() for value in values if key != PAGE_PARAMETER]
        address, csv = ("?" + urlencode([*pairs, (EXPORT_PARAMETER, each)]) for each in CONTENT_TYPES)
        return super().get_context_data(**{"export_url": address, "csv_url": csv} | kwargs)

    def export_count(self) -> int:
        return self.object_list.count()

    def export_rows(self):
        """What ``export_row`` is asked for, one after another."""
        return self.object_list.iterator(chunk_size=CHUNK)

    def export_row(self, row):
        """Cells of one of ``export_rows``; these may be cells already."""
        return row

    def export_notes(self) -> list[str]:
        """Lines below the heading of the file: of which body, cluster or year the list is."""
        return []

    def further_sheets(self) -> Sequence[Sheet]:
        """Other tables of the page, for the workbook; CSV holds the list only."""
        return ()

    def export(self, filterset) -> HttpResponse:
        if (found := self.export_count()) > self.most_exported:
            messages.warning(
                self.request,
                _("Danh sách có %(found)s dòng, nhiều hơn %(limit)s dòng của một lần xuất. Hãy lọc bớt.")
                % {"found": found, "limit": self.most_exported},
            )
            query = self.request.GET.copy()
            query.pop(EXPORT_PARAMETER, None)
            return HttpResponseRedirect(f"{self.request.path}?{query.urlencode()}")
        notes = [*self.export_notes(), *(f"{label}: {value}" for label, value in used_filters(filterset))]
        notes.append(_("Xuất lúc %(time)s") % {"time": format_datetime(self.request.received_at)})
        rows = map(self.export_row, self.export_rows())
        sheet = Sheet(str(self.export_title), str(self.export_title), self.export_columns, rows, notes=notes)
        return file_of([sheet, *self.further_sheets()], self.export_file, self.request.GET[EXPORT_PARAMETER])


class PageExportMixin(ExportMixin):
    """A page about one thing whose table can be taken away: ``get_context_data`` leaves its rows in ``exported``."""

    exported: Sequence = ()

    def export_count(self) -> int:
        return len(self.exported)

    def export_rows(self):
        return self.exported


class BulkActionView(LoginRequiredMixin, View):
    """One domain call for many rows of a list. GET with ``ids`` or ``all`` asks to confirm, POST does it.

    ``list_view``: the list whose rows are meant; its filters stand in the address. ``policy(actor)`` answers who may at
    all; ``operation(ids=[…], actor=, now=, **form)`` checks each row on locked rows, changes all or none and answers
    how many it changed. ``form_class``: what else is to be told (a reason); None when nothing.
    The number of rows seen travels with the form: when the list has grown since, the page asks again.
    """

    list_view: type
    policy = None
    operation = None
    form_class = None
    template_name = "core/bulk_confirm.html"
    question = ""
    confirm_label = ""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if self.policy is not None:
            require(type(self).policy(request.actor))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, **kwargs):
        return self.ask(request.GET, self.form_class() if self.form_class else None)

    def post(self, request, **kwargs):
        token = tokens.parse(request.POST.get("form_token"))
        if token and (led_to := tokens.spent(token)) is not None:
            return HttpResponseRedirect(led_to)  # before the count: what it changed may have left the list
        form = self.form_class(request.POST) if self.form_class else None
        if form is not None and not form.is_valid():
            return self.ask(request.POST, form, status=INVALID)
        chosen = self.chosen(request.POST)
        ids = list(chosen.values_list("pk", flat=True))
        if str(len(ids)) != request.POST.get(COUNTED):
            messages.warning(request, _("Danh sách đã thay đổi trong lúc bạn xem. Hãy kiểm tra lại số dòng."))
            return self.ask(request.POST, form, status=INVALID)
        try:
            with transaction.atomic():
                if token:
                    tokens.use(token, user_id=request.user.pk, now=request.received_at)
                data = form.cleaned_data if form is not None else {}
                done = type(self).operation(ids=ids, actor=request.actor, now=request.received_at, **data)
                if token:
                    tokens.remember(token, self.back_url(request.POST))
        except tokens.AlreadyDone as already:
            return HttpResponseRedirect(already.url)
        except DomainError as error:
            if form is not None and error.field in form.fields:
                form.add_error(error.field, str(error.message))
            else:
                messages.error(request, str(error.message))
            return self.ask(request.POST, form, status=INVALID)
        messages.success(request, self.done_text(done))
        return HttpResponseRedirect(self.back_url(request.POST))

    def chosen(self, query: QueryDict):
        """The rows meant by the address: all that the filters find, or those ticked among them."""
        listing = self.list_view()
        listing.setup(self.request, **self.kwargs)
        filterset = listing.filterset_class(query, queryset=listing.get_queryset(), request=self.request)
        rows = filterset.qs if filterset.form.is_valid() else filterset.queryset.none()
        if query.get(ALL):
            return rows
        return rows.filter(pk__in=numbers_in(query, IDS))

    def ask(self, query: QueryDict, form, *, status: int = 200):
        rows = self.chosen(query)
        count = rows.count()
        kept = [(key, value) for key, values in query.lists() for value in values if key not in self.own_fields(form)]
        context = {
            "question": self.question,
            "confirm_label": self.confirm_label,
            "count": count,
            "sample": [self.sample_text(row) for row in rows[:SHOWN_ON_CONFIRM]],
            "more": max(count - SHOWN_ON_CONFIRM, 0),
            "kept": [*kept, (COUNTED, count)],
            "form": form,
            "form_token": tokens.new_token(),
            "cancel_url": self.back_url(query),
        }
        return render(self.request, self.template_name, context, status=status)

    def own_fields(self, form) -> set[str]:
        return {
            "csrfmiddlewaretoken",
            "form_token",
            COUNTED,
            PAGE_PARAMETER,
            *(form.fields if form is not None else ()),
        }

    def sample_text(self, row) -> str:
        return str(row)

    def done_text(self, done: int) -> str:
        return ngettext("Đã thực hiện với %(n)d dòng.", "Đã thực hiện với %(n)d dòng.", done) % {"n": done}

    def list_url(self) -> str:
        raise NotImplementedError

    def back_url(self, query: QueryDict) -> str:
        left_out = {IDS, ALL, COUNTED, "csrfmiddlewaretoken", "form_token"}
        if self.form_class:
            left_out |= set(self.form_class.base_fields)
        pairs = [(key, value) for key, values in query.lists() for value in values if value and key not in left_out]
        return f"{self.list_url()}?{urlencode(pairs)}" if pairs else self.list_url()
