"""Base of the list filters: every label is ours, because django-filter has no Vietnamese catalogue."""

import django_filters
from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from apps.core.presentation import ORDER_PARAMETER

EMPTY = _("Tất cả")
GUESSED = "---------"  # what django-filter gives a choice among rows by itself


class ListFilter(django_filters.FilterSet):
    """Filter of a list: each field needs a Vietnamese label; choices begin with "Tất cả".

    Order: declare ``o = ListOrder(fields=…)``; its values go into the address through the heads of the table,
    so the form does not show it as a field but carries it hidden.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, declared in self.filters.items():
            if name != ORDER_PARAMETER and declared._label is None:  # noqa: SLF001 - the property guesses English
                raise ImproperlyConfigured(f"{type(self).__name__}.{name} needs a label")
            of_choices = isinstance(declared, django_filters.ChoiceFilter | django_filters.ModelChoiceFilter)
            if of_choices and declared.extra.get("empty_label") in {None, GUESSED}:
                declared.extra["empty_label"] = EMPTY


class ListOrder(django_filters.OrderingFilter):
    """Ordering from the table heads (parameter ``o``); hidden in the filter bar."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label", _("Thứ tự"))
        kwargs.setdefault("widget", forms.HiddenInput)
        super().__init__(*args, **kwargs)


class TextFilter(django_filters.CharFilter):
    """Search in a stored folded column (core.search): every word, whatever its diacritics, case and dashes."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("lookup_expr", "matches")
        super().__init__(*args, **kwargs)
