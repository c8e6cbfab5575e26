"""``{% unit_tabs "pledges" %}``: Đăng ký | Giao ước | Cam kết | Hội nghị, pages of the unit's menu. A builtin."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.core.components import Tab
from apps.dashboard.workplace import workplace
from apps.periods.enums import Stage
from apps.units.enums import Role

register = template.Library()


@register.inclusion_tag("dashboard/_unit_tabs.html", takes_context=True)
def unit_tabs(context, here):
    """For the unit's own people; without the stages that the year leaves out."""
    place = workplace(context["request"])
    if place.role is None or place.role.role not in {Role.OFFICER, Role.LEADER}:
        return {"tabs": ()}
    pages = (
        ("registrations", Stage.REGISTRATION, _("Đăng ký"), "registrations:registration-list"),
        ("pledges", Stage.PLEDGE, _("Giao ước"), "pledges:pledge-list"),
        ("commitments", Stage.PLEDGE, _("Cam kết"), "pledges:commitment-list"),
        ("conferences", Stage.CONFERENCE, _("Hội nghị"), "conferences:conference-list"),
    )
    return {
        "tabs": [
            Tab(label, reverse(name), active=key == here)
            for key, stage, label, name in pages
            if stage not in place.stages_off
        ]
    }
