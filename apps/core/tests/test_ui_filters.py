"""Base of the list filters and what is printed of them."""

import django_filters
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import QueryDict

from apps.core.dates import VietnameseDateField
from apps.core.filters import ListFilter, ListOrder, TextFilter
from apps.core.models import FormToken
from apps.core.presentation import used_filters


class DayFilter(django_filters.Filter):
    field_class = VietnameseDateField


class TokenFilter(ListFilter):
    q = TextFilter(label="Đơn vị", field_name="result_url")
    kind = django_filters.ChoiceFilter(
        label="Loại", choices=[("a", "Sở Tư pháp"), ("b", "Cục")], field_name="result_url"
    )
    since = DayFilter(label="Từ ngày", field_name="used_at", lookup_expr="gte")
    o = ListOrder(fields=[("used_at", "used")])

    class Meta:
        model = FormToken
        fields = []


def bound(query):
    return TokenFilter(QueryDict(query), queryset=FormToken.objects.none())


def test_filters_in_use_are_named_by_label_and_choice():
    chosen = [("Đơn vị", "lao cai"), ("Loại", "Sở Tư pháp"), ("Từ ngày", "08/04/2022")]
    assert used_filters(bound("q=lao+cai&kind=a&since=8.4.2022&o=-used")) == chosen


def test_no_filter_in_use_when_the_address_is_bare():
    assert used_filters(bound("")) == []
    assert used_filters(None) == []


def test_choices_begin_with_everything():
    assert next(iter(bound("").form.fields["kind"].choices)) == ("", "Tất cả")


def test_order_is_carried_hidden():
    assert bound("o=used").form["o"].is_hidden


def test_filter_without_a_vietnamese_label_is_a_mistake():
    class Unlabelled(ListFilter):
        q = django_filters.CharFilter(field_name="result_url")

        class Meta:
            model = FormToken
            fields = []

    with pytest.raises(ImproperlyConfigured, match="needs a label"):
        Unlabelled(None, queryset=FormToken.objects.none())
