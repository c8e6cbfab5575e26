"""What the eligibility engine hears of published rankings."""

import pytest

from apps.catalog.facts import Known, Subject, gather
from apps.clusters.tests.factories import ClusterFactory, ClusterYearFactory, MemberFactory
from apps.periods.tests.factories import EmulationYearFactory
from apps.ranking.models import RankingEntry, RankingRun
from apps.ranking.tests.factories import run_of
from apps.scoring.tests.factories import NOW
from apps.units.enums import UnitKind
from apps.units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db


def test_only_a_published_result_of_the_year_says_who_leads_and_a_cluster_below_leads_to_no_state_flag():
    year = EmulationYearFactory(year=2025, organiser=UnitFactory(kind=UnitKind.MINISTRY))
    cluster_year = ClusterYearFactory(year=year, cluster=ClusterFactory(name="Cụm số 1", organiser=year.organiser))
    first, last, apart = (MemberFactory(cluster_year=cluster_year).unit for _n in range(3))
    stranger = UnitFactory()
    below = ClusterYearFactory(year=EmulationYearFactory(year=2025, organiser=UnitFactory(kind="justice_department")))
    small = MemberFactory(cluster_year=below).unit

    def led(unit, fact="leads_cluster", considered=2025) -> Known | None:
        subject = Subject("collective", unit.pk, considered)
        return gather([fact], [subject], NOW.date())[subject].get(fact)

    run = run_of(cluster_year, state="computed", published_at=None)
    for unit, rank in ((first, 1), (last, 2), (apart, None)):
        why = {} if rank else {"disqualifier": "targets", "reason": "Không đạt chỉ tiêu"}
        RankingEntry.objects.create(run=run, unit=unit, unit_name=unit.name, order=1, rank=rank, **why)
    assert led(first) == Known(None, "Cụm số 1: chưa công bố kết quả xếp hạng")  # provisional: nobody knows
    RankingRun.objects.update(state="published", published_at=NOW)
    found = [led(unit) for unit in (first, last, apart)]
    told = [(True, "Cụm số 1: xếp hạng 1"), (False, "Cụm số 1: xếp hạng 2"), (False, "Cụm số 1: Không đạt chỉ tiêu")]
    assert [(each.value, each.detail) for each in found] == told
    assert led(first, "leads_cluster:ministry").value is True
    assert led(stranger) is led(first, considered=2024) is None

    RankingEntry.objects.create(run=run_of(below), unit=small, unit_name=small.name, order=1, rank=1)
    assert led(small).value is True
    assert led(small, "leads_cluster:ministry").value is None
