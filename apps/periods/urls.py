"""Addresses of the years."""

from django.urls import path

from apps.periods.views import calendar, opening, years

app_name = "periods"
urlpatterns = [
    path("", years.YearListView.as_view(), name="year-list"),
    path("first/", opening.YearFirstView.as_view(), name="year-first"),
    path("calendar/", calendar.CalendarView.as_view(), name="calendar"),
    path("calendar/address/", calendar.CalendarAddressView.as_view(), name="calendar-address"),
    path("calendar/<str:secret>.ics", calendar.CalendarFeedView.as_view(), name="calendar-feed"),
    path("holidays/", calendar.HolidayListView.as_view(), name="holiday-list"),
    path("work-fields/", calendar.WorkFieldListView.as_view(), name="work-field-list"),
    path("<int:pk>/", years.YearDetailView.as_view(), name="year-detail"),
    path("<int:pk>/settings/", years.YearSettingsView.as_view(), name="year-settings"),
    path("<int:pk>/public/", years.YearPublicView.as_view(), name="year-public"),
    path("<int:pk>/next/", opening.YearNextView.as_view(), name="year-next"),
    path("<int:pk>/open/", years.YearOpenView.as_view(), name="year-open"),
    path("<int:pk>/start-closing/", years.YearStartClosingView.as_view(), name="year-start-closing"),
    path("<int:pk>/close/", years.YearCloseView.as_view(), name="year-close"),
    path("<int:pk>/reopen/", years.YearReopenView.as_view(), name="year-reopen"),
]
