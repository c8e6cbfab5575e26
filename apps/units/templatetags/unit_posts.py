"""``{% load unit_posts %}``: who signs a paper of a unit."""

from django import template
from django.utils.translation import gettext

from apps.units.posts import HEAD, post_of_head

register = template.Library()


@register.filter
def head_of_unit(unit_name: str) -> str:
    """In capitals, as over the place of the signature."""
    return gettext(post_of_head(unit_name) or HEAD)
