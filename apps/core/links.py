"""Addresses of pages that another app may offer."""

from django.urls import NoReverseMatch, reverse


def url_if_there(url_name: str, *arguments) -> str:
    """The address of a page, or empty when no app offers it."""
    try:
        return reverse(url_name, args=arguments)
    except NoReverseMatch:
        return ""
