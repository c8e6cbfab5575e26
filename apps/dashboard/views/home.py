"""The page at "/": the list of the role in which the person works."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from apps.awards.council_enums import COUNCIL_MEMBER
from apps.dashboard.homes.auditor import auditor_home
from apps.dashboard.homes.council import council_home
from apps.dashboard.homes.division import division_home
from apps.dashboard.homes.head import head_home
from apps.dashboard.homes.page import Home
from apps.dashboard.homes.standing_office import standing_office_home
from apps.dashboard.homes.technical import technical_home
from apps.dashboard.homes.unit import leader_home, officer_home, situation
from apps.dashboard.workplace import workplace
from apps.notifications.queries import newest
from apps.units.enums import Role

HOMES = {
    "officer": officer_home,
    "leader": leader_home,
    "cluster_head": head_home,
    "former_head": head_home,
    "standing_office": standing_office_home,
    "organiser_office": standing_office_home,
    "organiser_body": standing_office_home,
    "auditor": auditor_home,
    COUNCIL_MEMBER: council_home,
}


OF_THEIR_PAPERS = {"officer", "leader"}  # "Vừa thay đổi": what happened to the papers of the unit
MOST_RECENT = 5


class HomePageView(LoginRequiredMixin, TemplateView):
    """A page made of a Home; the template comes with it."""

    def home(self, place, request) -> Home:
        raise NotImplementedError

    def get(self, request, *args, **kwargs):
        found = self.home(workplace(request), request)
        self.template_name = found.template
        return self.render_to_response(
            self.get_context_data(heading=found.heading, place=workplace(request), **found.context)
        )


class HomeView(HomePageView):
    """Whoever has no panel of their papers' changes reads what they were told last."""

    def get_context_data(self, **kwargs):
        place = kwargs["place"]
        if place.role is None or place.role.menu in OF_THEIR_PAPERS:
            return super().get_context_data(**kwargs)
        recent = newest(self.request.user.pk, MOST_RECENT)
        self.request.unread_notices = recent[0].unread_total if recent else 0
        return super().get_context_data(recent=recent, **kwargs)

    def home(self, place, request):
        if place.role is None and request.actor.is_staff:
            return technical_home(request.actor, request.received_at)
        if place.role is None:
            return Home("dashboard/home_no_role.html", _("Chưa có việc"))
        if place.year is None and place.role.role not in {Role.AUDITOR, COUNCIL_MEMBER}:
            return division_home(place, request.actor, request.received_at)
        return HOMES[place.role.menu](place, request.actor, request.received_at)


class UnitSituationView(HomePageView):
    """Tình hình đơn vị of the leader (and the officer) working in their unit."""

    def home(self, place, request):
        if place.role is None or place.year is None or place.role.role not in {Role.LEADER, Role.OFFICER}:
            raise PermissionDenied(_("Trang này dành cho lãnh đạo và cán bộ phụ trách của một đơn vị."))
        return situation(place, request.actor, request.received_at)
