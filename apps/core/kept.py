"""The language of what is kept, signed or sent: Vietnamese, whatever language the person at the screen reads."""

from django.conf import settings
from django.utils import translation


def kept_language() -> translation.override:
    """A context in which texts are made in the language of the portal."""
    return translation.override(settings.LANGUAGE_CODE)
