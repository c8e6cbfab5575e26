"""What stands around every page."""

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from apps.core.components import Choice, Contact, Shell
from apps.dashboard import navigation
from apps.dashboard.guide.rendering import help_url
from apps.dashboard.policies import can_open_catalogue, can_see_audience
from apps.dashboard.queries.places import contacts
from apps.dashboard.workplace import workplace
from apps.notifications.queries import unread_count
from apps.units.person_policies import can_open_directory


def shell(request):
    """``shell``: menu, switchers and people in charge of the present actor.

    Lazy: a fragment that does not show the header asks nothing. A page pays four queries, whatever the person holds.
    """
    return {"shell": SimpleLazyObject(lambda: build_shell(request))}


def build_shell(request) -> Shell:
    user = getattr(request, "user", None)  # an error page may come before the middleware that sets it
    if user is None or not user.is_authenticated:
        match = request.resolver_match
        view_name = match.view_name if match else ""
        return Shell(nav=navigation.public_menu(view_name), contacts=support(), help_url=help_url(view_name))
    place = workplace(request)
    role = place.role
    match = request.resolver_match
    nav = ()
    if role is not None:
        facts = {"cluster_year": role.cluster_year_id}
        nav = navigation.menu(
            role.menu, facts=facts, view_name=match.view_name if match else "", stages_off=place.stages_off
        )
    return Shell(
        nav=nav,
        year_choices=_year_choices(place),
        current_year=str(place.year or ""),
        role_choices=_role_choices(place),
        current_role=role.label if role else "",
        contacts=contacts(place.organiser_ids, request.actor.on) if place.organiser_ids else support(),
        user_label=user.label,
        sees_audience=bool(can_see_audience(request.actor)),
        catalogue_url=reverse("dashboard:catalogue") if can_open_catalogue(request.actor) else "",
        directory_url=reverse("units:directory") if can_open_directory(request.actor) else "",
        search_url=reverse("dashboard:search"),
        inbox_url=reverse("notifications:notice-list"),
        unread=unread_count(user.pk) if (known := getattr(request, "unread_notices", None)) is None else known,
        help_url=help_url(match.view_name if match else "", role.menu if role else "", is_staff=request.user.is_staff),
    )


def support() -> tuple[Contact, ...]:
    """Whom to call without an account, or without its password; named by no person, and without a query."""
    return (Contact(_("Hỗ trợ đăng nhập, dùng cổng"), "", settings.SUPPORT_PHONE),) if settings.SUPPORT_PHONE else ()


def _year_choices(place) -> tuple[Choice, ...]:
    url = reverse("dashboard:working-year-choose")
    return tuple(
        Choice(str(year), url, active=year == place.year, name="year", value=str(year)) for year in place.years
    )


def _role_choices(place) -> tuple[Choice, ...]:
    url = reverse("dashboard:working-role-choose")
    return tuple(
        Choice(role.label, url, active=role is place.role, name="role", value=role.key) for role in place.roles
    )
