"""``{% history_link object %}``: the way to the history of a record, for those who may read it. A builtin; no query."""

from django import template
from django.urls import reverse

from apps.audit import trail_pages
from apps.dashboard.policies import can_read_history

register = template.Library()


@register.inclusion_tag("dashboard/_history_link.html", takes_context=True)
def history_link(context, obj):
    """A quiet button among those of the page's heading."""
    meta = obj._meta
    if not trail_pages.page_of(meta.label_lower) or not can_read_history(context["request"].actor, obj):
        return {"url": ""}
    return {"url": reverse("dashboard:history", args=[meta.app_label, meta.model_name, obj.pk])}
