"""The choices of the report forms."""

import pytest
from django.utils import translation

from apps.core.actor import system_actor
from apps.reports import catalogue, params


@pytest.mark.django_db
def test_words_of_every_choice_are_in_the_language_of_the_reader():
    """Not in that of the moment at which the program started."""
    assert catalogue.ENTRIES
    with translation.override("en"):
        fields = {name: param.field(system_actor()) for name, param in params.PARAMS.items()}
        words = {name: f"{field.label} {getattr(field, 'empty_label', None) or ''}" for name, field in fields.items()}
    assert {name: each for name, each in words.items() if not each.isascii()} == {}
