"""The language of what is kept or signed: Vietnamese, whatever language the person at the screen reads."""

from django.conf import settings
from django.utils import translation


def kept_language() -> translation.override:
    """Within this, texts are made in the language of the portal; also a decorator."""
    return translation.override(settings.LANGUAGE_CODE)
