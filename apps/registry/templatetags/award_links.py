"""``{% unit_awards_link unit %}``: the way to what a unit received, for those who may look it up. No query."""

from django import template

from apps.registry.policies import can_see_timelines

register = template.Library()


@register.inclusion_tag("registry/_unit_awards_link.html", takes_context=True)
def unit_awards_link(context, unit):
    return {"unit": unit, "shown": can_see_timelines(context["request"].actor)}
