"""Bàn giao on the homes of the old and of the new head."""

from datetime import date

import pytest

from apps.clusters.enums import HeadRole
from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory
from apps.conferences.domain.handing_over import confirm, write_handover
from apps.core.components import StatusWord
from apps.core.together import answered
from apps.dashboard.papers.handover import head_tasks
from apps.dashboard.papers.kinds import HeadYear
from apps.dashboard.tests.world import NOW, SYSTEM, build
from apps.periods.tests.factories import EmulationYearFactory

pytestmark = pytest.mark.django_db
MORE = {"actor": SYSTEM, "now": NOW}


def tasks(cluster_year):
    return [
        (task.title, task.status) for task in answered(head_tasks(HeadYear(cluster_year, SYSTEM, NOW, "Trưởng Cụm")))
    ]


def test_the_old_head_hands_over_once_the_next_is_named_and_the_new_one_takes_over(django_assert_max_num_queries):
    world = build(3, sheets=False)
    old = world.cluster_year
    year = EmulationYearFactory(year=2021, organiser=world.ministry)
    new = ClusterYearFactory(cluster=old.cluster, year=year)
    assert tasks(old) == []
    HeadTermFactory(cluster_year=new, unit=world.units[1], role=HeadRole.HEAD, starts_on=date(2021, 1, 1))
    assert tasks(old) == [("Bàn giao nhiệm vụ", StatusWord.NOT_STARTED)]
    typed = {"remarks": "x", "contacts": "", "files": ""}
    found = write_handover(old_id=old.pk, new_id=new.pk, version=0, **typed, **MORE)
    assert tasks(old) == [("Bàn giao nhiệm vụ", StatusWord.AWAITING_SIGNATURE)]
    assert tasks(new) == [("Nhận bàn giao nhiệm vụ", StatusWord.AWAITING_SIGNATURE)]
    for giving in (True, False):
        confirm(handover_id=found.pk, giving=giving, version=1, **MORE)
    with django_assert_max_num_queries(1):
        assert tasks(new) == [("Nhận bàn giao nhiệm vụ", StatusWord.FINAL)]
