"""``{% movement_tabs "reports" %}``: movements, role models, evenness, periodic reports. A builtin; no query."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.core.components import Tab
from apps.movements.policies import can_compare

register = template.Library()


@register.inclusion_tag("dashboard/_movement_tabs.html", takes_context=True)
def movement_tabs(context, here):
    """Pages of one menu entry, of two apps; figures of units side by side only for those who may read them."""
    pages = [
        ("movements", _("Phong trào thi đua"), "movements:movement-list"),
        ("role-models", _("Điển hình tiên tiến"), "movements:role-model-list"),
        ("evenness", _("Mức độ đồng đều"), "movements:evenness"),
        ("reports", _("Báo cáo định kỳ"), "periodic_reports:report-list"),
    ]
    compares = can_compare(context["request"].actor)
    return {
        "tabs": [
            Tab(label, reverse(name), active=key == here) for key, label, name in pages if compares or key != "evenness"
        ]
    }
