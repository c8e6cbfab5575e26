"""The calendar of a person: by month, for print, and as an address for calendar programs; days off; fields of work."""

import hashlib
from datetime import date, timedelta
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views import View
from django.views.generic import TemplateView

from apps.accounts.grants import actor_for
from apps.core.components import Column, Crumb
from apps.core.dates import local
from apps.core.lists import PageExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.whole_numbers import number_in
from apps.periods import agenda
from apps.periods.domain import calendar_addresses
from apps.periods.domain.working_days import weekday, working_days
from apps.periods.icalendar import write_calendar
from apps.periods.models import CalendarAddress, Holiday, WorkField
from apps.units.enums import UnitKind

FIRST_SHOWN, LAST_SHOWN = 2000, 2100
BEFORE, AHEAD = timedelta(days=120), timedelta(days=400)
SHOWN_ONCE = "calendar_secret"


def asked_year(request) -> int:
    """``?year=`` within reason, else the present one."""
    asked = number_in(request.GET, "year", most=9999)
    return min(max(request.actor.on.year if asked is None else asked, FIRST_SHOWN), LAST_SHOWN)


class CalendarView(LoginRequiredMixin, TemplateView):
    """Lịch năm: all dates that concern the person, by month."""

    template_name = "periods/calendar.html"

    def get_context_data(self, **kwargs):
        year, actor = asked_year(self.request), self.request.actor
        first, last = date(year, 1, 1), date(year, 12, 31)
        days = working_days(first, last)
        events = agenda.events(actor, first, last)
        rows = [(event, weekday(event.day), days.why_off(event.day)) for event in events]
        # An extension may lie in the next year: its month is another one.
        months = [(month, list(each)) for month, each in groupby(rows, key=lambda row: row[0].day.replace(day=1))]
        return super().get_context_data(
            year=year,
            months=[(first, first.year != year, each) for first, each in months],
            columns=[Column(_("Ngày")), Column(_("Việc"), width="wide"), Column(_("Ghi chú"))],
            today=actor.on,
            **kwargs,
        )


class CalendarAddressView(LoginRequiredMixin, TemplateView):
    """Make and revoke the secret address; a new one is shown once."""

    template_name = "periods/calendar_address.html"

    def get_context_data(self, **kwargs):
        secret = self.request.session.pop(SHOWN_ONCE, "")
        live = CalendarAddress.objects.filter(user_id=self.request.user.pk, revoked_at=None).first()
        path = reverse("periods:calendar-feed", args=[secret]) if secret and live else ""
        return super().get_context_data(
            live=live,
            address=self.request.build_absolute_uri(path) if path else "",
            crumbs=[Crumb(_("Lịch"), reverse("periods:calendar"))],
            **kwargs,
        )

    def post(self, request):
        if request.actor.impersonated_by:
            messages.error(request, _("Không tạo, thu hồi địa chỉ lịch thay người khác."))
        elif "revoke" in request.POST:
            calendar_addresses.revoke_address(actor=request.actor, now=request.received_at)
            messages.success(request, _("Đã thu hồi. Địa chỉ cũ không còn đọc được."))
        else:
            secret = calendar_addresses.make_address(actor=request.actor, now=request.received_at)
            request.session[SHOWN_ONCE] = secret
        return HttpResponseRedirect(reverse("periods:calendar-address"))


class CalendarFeedView(View):
    """The file behind a secret address: read by programs without signing in, with the rights the person has today."""

    http_method_names = ["get", "head"]

    def get(self, request, secret):
        found = calendar_addresses.find_address(secret, now=request.received_at)
        if found is None:
            raise Http404
        today = local(request.received_at).date()
        actor = actor_for(found.user, today)
        # Whole months: the file, and so its ETag, stays the same from day to day while nothing changes.
        first = (today - BEFORE).replace(day=1)
        last = (today + AHEAD).replace(day=1) - timedelta(days=1)
        name = _("Lịch thi đua, khen thưởng – %(name)s") % {"name": found.user.label}
        body = write_calendar(
            agenda.events(actor, first, last),
            name=name,
            host=request.get_host().partition(":")[0],
            address=request.build_absolute_uri,
        )
        etag = f'"{hashlib.sha256(body).hexdigest()}"'
        response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="lich-thi-dua.ics"'
        response["ETag"] = etag
        response["X-Robots-Tag"] = "noindex"
        return get_conditional_response(request, etag=etag, response=response)


class HolidayListView(LoginRequiredMixin, PageExportMixin, TemplateView):
    """Ngày nghỉ, ngày làm bù of a year, each with its source."""

    template_name = "periods/holiday_list.html"
    export_title = lazy("Ngày nghỉ, ngày làm bù")
    export_file = "ngay-nghi"
    export_columns = (
        SheetColumn("day", lazy("Ngày"), "date"),
        SheetColumn("weekday", lazy("Thứ"), width=14),
        SheetColumn("label", lazy("Tên"), width=44),
        SheetColumn("kind", lazy("Loại"), width=20),
        SheetColumn("source", lazy("Nguồn"), width=50),
        SheetColumn("confidence", lazy("Mức tin cậy"), width=20),
    )

    def export_row(self, row):
        day, name = row
        return (day.day, name, day.label, day.get_kind_display(), day.source, day.get_confidence_display())

    def get_context_data(self, **kwargs):
        year = asked_year(self.request)
        self.exported = [(row, weekday(row.day)) for row in Holiday.objects.filter(day__year=year)]
        return super().get_context_data(
            year=year,
            years=sorted({day.year for day in Holiday.objects.dates("day", "year")}),
            rows=self.exported,
            columns=[
                Column(_("Ngày")),
                Column(_("Tên"), width="wide"),
                Column(_("Loại")),
                Column(_("Nguồn")),
                Column(_("Mức tin cậy")),
            ],
            **kwargs,
        )


class WorkFieldListView(LoginRequiredMixin, PageExportMixin, TemplateView):
    """Lĩnh vực công tác of a year by kind of unit."""

    template_name = "periods/work_field_list.html"
    export_title = lazy("Lĩnh vực công tác")
    export_file = "linh-vuc-cong-tac"
    export_columns = (
        SheetColumn("kind", lazy("Loại đơn vị"), width=30),
        SheetColumn("label", lazy("Lĩnh vực"), width=50),
        SheetColumn("scope", lazy("Phạm vi"), width=40),
        SheetColumn("source", lazy("Nguồn"), width=50),
        SheetColumn("confidence", lazy("Mức tin cậy"), width=20),
    )

    def export_row(self, row):
        kind, field = row
        return (str(kind), field.label, field.scope, field.source, field.get_confidence_display())

    def get_context_data(self, **kwargs):
        year = asked_year(self.request)
        fields = list(WorkField.objects.in_year(year))
        lists = [(kind.label, [each for each in fields if kind in each.unit_kinds]) for kind in UnitKind]
        self.exported = [(label, field) for label, rows in lists for field in rows]
        return super().get_context_data(
            year=year,
            years=range(self.request.actor.on.year - 3, self.request.actor.on.year + 2),
            lists=[(label, rows) for label, rows in lists if rows],
            columns=[Column(_("Lĩnh vực"), width="wide"), Column(_("Nguồn")), Column(_("Mức tin cậy"))],
            **kwargs,
        )
