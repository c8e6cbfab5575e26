"""URLs: English plural nouns; each app owns its own."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from apps.accounts.views.signing_in import administration_sign_in
from apps.dashboard.views.public import robots
from apps.reports.views.verifying import VerifyIndexView, VerifyView
from emulation_portal.health import healthz, readyz

# Technical administration changes its own password where everybody does: with the trail and the notice.
administration_password = RedirectView.as_view(pattern_name="accounts:password-change")

urlpatterns = [
    path("", include("apps.dashboard.urls")),
    path("help/", include("apps.dashboard.help_urls")),
    path("accounts/", include("apps.accounts.urls")),
    path("registry/", include("apps.registry.urls")),
    path("awards-catalogue/", include("apps.catalog.urls")),
    path("jobs/", include("apps.jobs.urls")),
    path("documents/", include("apps.documents.urls")),
    path("", include("apps.units.urls")),
    path("notifications/", include("apps.notifications.urls")),
    path("clusters/", include("apps.clusters.urls")),
    path("years/", include("apps.periods.urls")),
    path("obligations/", include("apps.obligations.urls")),
    path("results/", include("apps.results.urls")),
    path("periodic-reports/", include("apps.periodic_reports.urls")),
    path("movements/", include("apps.movements.urls")),
    path("pledges/", include("apps.pledges.urls")),
    path("registrations/", include("apps.registrations.urls")),
    path("proposals/", include("apps.awards.urls")),
    path("score-sheets/", include("apps.scoring.urls")),
    path("criteria-sets/", include("apps.scoring.criteria_urls")),
    path("consultations/", include("apps.scoring.consultation_urls")),
    path("rankings/", include("apps.ranking.urls")),
    path("conferences/", include("apps.conferences.urls")),
    path("ballots/", include("apps.ballots.urls")),
    path("reports/", include("apps.reports.urls")),
    path("api/v1/", include("apps.api.urls")),
    path("verify/", VerifyIndexView.as_view(), name="verify-index"),
    path("verify/<str:code>", VerifyView.as_view(), name="verify"),
    path("robots.txt", robots, name="robots"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("admin/login/", administration_sign_in, name="administration-sign-in"),
    path("admin/password_change/", administration_password, name="administration-password"),
    path("admin/", admin.site.urls),
]

handler400 = "apps.core.error_views.bad_request"
handler403 = "apps.core.error_views.permission_denied"
handler404 = "apps.core.error_views.not_found"
handler500 = "apps.core.error_views.server_error"
