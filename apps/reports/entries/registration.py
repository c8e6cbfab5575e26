"""Đăng ký thi đua of one unit, to sign or as it was sent."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.clusters.ordering import by_line
from apps.core.actor import Actor
from apps.registrations.exports import registration_data
from apps.registrations.models import TitleRegistration
from apps.reports import params, registry
from apps.reports.naming import slug
from apps.reports.renderers import registration as rendering
from apps.reports.renderers.printed import renderers


def find_registration(chosen: Mapping[str, int], actor: Actor) -> registry.Subject:
    """The registration named."""
    registrations = TitleRegistration.objects.visible_to(actor).for_list()
    found = registrations.filter(pk=chosen.get("registration")).first()
    if found is None:
        raise registry.NothingToReport(_("Không có đăng ký nào, hoặc bạn không có quyền xem."))
    title = _("Đăng ký thi đua %(unit)s, năm %(year)s") % {"unit": found.unit_name, "year": found.cluster_year.year}
    return registry.Subject(title, f"dang-ky-{slug(found.unit.code)}-{found.cluster_year.year.year}", [found])


def _named(names: params.Names, found: Mapping[str, int]) -> int | None:
    """The registration of the unit in the cluster of the command."""
    if not (names.unit and found.get("cluster_year")):
        return None
    rows = TitleRegistration.objects.filter(cluster_year_id=found["cluster_year"], unit__code=names.unit)
    pk = rows.values_list("pk", flat=True).first()
    if pk is None:
        raise params.NoSuchSubject(_("Cụm này không có đăng ký của đơn vị %(unit)s.") % {"unit": names.unit})
    return pk


def _choices(actor: Actor):
    rows = TitleRegistration.objects.visible_to(actor).for_list()
    return rows.order_by("-cluster_year__year__year", by_line(), "order", "pk")


params.register(
    "registration",
    params.Param(params.choice(gettext_lazy("Đơn vị"), _choices, gettext_lazy("Chọn đơn vị")), _named, takes_unit=True),
)

REPORT = registry.Report(
    name="registration",
    title=gettext_lazy("Đăng ký thi đua của đơn vị"),
    description=gettext_lazy("Tập thể, cá nhân và danh hiệu, hình thức đăng ký; bản PDF dùng để trình ký, đóng dấu."),
    scope=gettext_lazy("Đơn vị"),
    params=("cluster_year", "registration"),
    needed=("registration",),
    title_is_public=True,
    visible=TitleRegistration.objects.visible_to,
    find=find_registration,
    build=lambda subject: [registration_data(each) for each in subject.objects],
    renderers=renderers(rendering.compose),
)
