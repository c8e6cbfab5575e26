"""Kept SQL answers what the ORM answers, for the values of each call."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType

from apps.core.kept_queries import KeptQuery


@pytest.mark.django_db
def test_rows_are_those_of_the_orm_for_any_number_of_values(django_assert_num_queries):
    made = []

    def make(ids, *, model=None):
        made.append(model)
        rows = ContentType.objects.filter(pk__in=ids) | ContentType.objects.filter(model=model)
        return rows.order_by("pk").values_list("pk", "model")

    pks = list(ContentType.objects.order_by("pk").values_list("pk", flat=True)[:4])
    query = KeptQuery(make)
    for ids, fixed in [(pks[:1], {}), (pks[1:2], {}), (pks, {}), (pks[:2], {"model": "session"}), ({-1}, {})]:
        put_together = len(made)
        with django_assert_num_queries(1):
            found = query.rows(ids, **fixed)
        assert found == query.rows(ids, **fixed)
        assert len(made) - put_together <= 1  # kept for the second time
        assert found == list(make(ids, **fixed))
    with django_assert_num_queries(0):
        assert KeptQuery(lambda ids: ContentType.objects.filter(pk__in=ids).values_list("pk")).rows(()) == []


@pytest.mark.django_db
def test_columns_are_read_as_the_orm_reads_them_and_a_value_changed_on_the_way_is_an_error():
    person = get_user_model().objects.create(username="thu", saved_views=[{"a": 1}])

    def make(pk, day):
        return get_user_model().objects.filter(pk=pk, date_joined__date__gte=day).values_list("pk", "saved_views")

    assert KeptQuery(make).rows(person.pk, date(2000, 1, 1)) == [(person.pk, [{"a": 1}])]
    with pytest.raises(ValueError, match="as it was given"):
        KeptQuery(lambda pk: get_user_model().objects.filter(pk=pk + 1).values_list("pk")).rows(person.pk)
