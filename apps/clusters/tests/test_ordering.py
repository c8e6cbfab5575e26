"""Lines stand in protocol order, Sở Tư pháp first, whatever their codes."""

import pytest

from apps.clusters.enums import Line
from apps.clusters.models import Member
from apps.clusters.ordering import by_line, line_rank
from apps.clusters.queries import members_in_order
from apps.clusters.tests.factories import ClusterYearFactory, MemberFactory


def test_python_and_database_know_the_same_order():
    assert sorted(["enforcement", "justice", ""], key=line_rank) == ["", *Line.values]
    assert Line.values == ["justice", "enforcement"]


@pytest.mark.django_db
def test_justice_stands_before_enforcement():
    year = ClusterYearFactory()
    for order, line in [(1, "enforcement"), (2, "justice"), (3, "enforcement"), (4, "justice")]:
        MemberFactory(cluster_year=year, order=order, line=line)
    assert [member.order for member in members_in_order(year.pk)] == [2, 4, 1, 3]
    ordered = Member.objects.filter(cluster_year=year).order_by(by_line(), "-order")
    assert [member.order for member in ordered] == [4, 2, 3, 1]
