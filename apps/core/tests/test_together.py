"""Questions of many apps in one statement: the same rows as one by one."""

from datetime import date

import pytest
from django.db.models import CharField, Count, Exists, OuterRef, Value

from apps.clusters.models import ClusterYear, HeadTerm, Member
from apps.core.together import answered, together
from apps.dashboard.tests.world import build
from apps.periods.models import EmulationYear
from apps.units.models import Unit

pytestmark = pytest.mark.django_db


def questions():
    """Of every shape: joins, arrays and JSON, counts, values, pairs, a union, none, a part of the rows."""
    heads = HeadTerm.objects.filter(unit=OuterRef("unit"))
    names = Unit.objects.order_by().values_list("pk", "name", Value("đơn vị", CharField()))
    return (
        Member.objects.select_related("unit", "cluster_year__year").annotate(heads=Exists(heads)).order_by("-order"),
        EmulationYear.objects.order_by("-year"),
        ClusterYear.objects.order_by("pk").values("year_id").annotate(n=Count("members")),
        Unit.objects.order_by("-pk").values_list("name", flat=True)[:2],
        names.filter(depth=1).union(names.filter(depth=2), all=True).order_by("pk"),
        Unit.objects.order_by("name").distinct().values_list("pk"),
        Unit.objects.order_by("-name", "pk").distinct().only("code"),
        Unit.objects.none(),
        Member.objects.filter(pk__in=[]),
        Unit.objects.filter(valid_from__lt=date(1900, 1, 1)),
    )


def test_one_statement_answers_as_each_question_by_itself(django_assert_num_queries):
    world = build(3, sheets=False)
    Unit.objects.filter(pk=world.units[0].pk).update(name='Sở "A", \\B\n{C}, (NULL)')  # what a record has to quote
    alone = [list(each) for each in questions()]
    with django_assert_num_queries(1):
        found = answered(together(*questions()))
        assert [member.unit.name for member in found[0]] == [member.unit.name for member in alone[0]]
    assert list(found) == alone
    assert [(m.heads, m.cluster_year.year.stages_off, m.created_at) for m in found[0]] == [
        (m.heads, m.cluster_year.year.stages_off, m.created_at) for m in alone[0]
    ]


def test_those_who_ask_on_join_in_and_a_plain_answer_is_one(django_assert_num_queries):
    world = build(2, sheets=False)

    def asking(times: int):
        found = 0
        for _time in range(times):
            [rows, years] = yield Unit.objects.filter(pk=world.units[0].pk), EmulationYear.objects.all()
            found += len(rows) + len(years)
        return found

    with django_assert_num_queries(3):
        assert answered(together(asking(3), asking(1), [7], Unit.objects.filter(pk=world.units[1].pk))) == (
            6,
            2,
            [7],
            [world.units[1]],
        )
