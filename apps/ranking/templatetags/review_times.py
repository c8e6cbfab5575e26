"""``{% review_times_link sheet %}``: from a sheet that was sent to how long its reviews took, as far as one may."""

from django import template

from apps.ranking.policies import sees_any_lateness

register = template.Library()


@register.inclusion_tag("ranking/_review_times_link.html", takes_context=True)
def review_times_link(context, cluster_year):
    return {"cluster_year": cluster_year, "shown": sees_any_lateness(context["request"].actor, cluster_year)}
