"""Case 3, Khu vực miền Đông Nam Bộ 2019, with the figures that the source prints (S002-2, S002-4)."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest

from apps.audit.models import Entry
from apps.clusters.models import ClusterYear
from apps.core import reference
from apps.core.actor import system_actor
from apps.demo.loading.bodies import load_units
from apps.demo.loading.targets import load_targets
from apps.periods.domain.years import ensure_year
from apps.results import queries
from apps.results.excess import in_words
from apps.results.exports import targets_of_cluster
from apps.results.models import ResultEntry
from apps.units.models import Unit

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
ACTOR = system_actor()


@pytest.mark.django_db
def test_s002_2_and_4_the_region_of_2019_says_what_the_source_prints():
    reference.load_all()
    units = load_units(actor=ACTOR, now=NOW)
    ensure_year(organiser_id=units["BTP"].pk, year=2026, actor=ACTOR, now=NOW)
    load_targets(year=2026, actor=ACTOR, now=NOW)

    region = ClusterYear.objects.for_list().get(cluster__code="KV-DNB", year__year=2019)
    (line,) = targets_of_cluster(region).lines
    assert line.sentence.text == "9/9 đơn vị đạt và vượt 2/2 chỉ tiêu; vượt về việc 2,74%, về tiền 2,79%"
    assert [total.assessment.excess for total in line.totals] == [Fraction("2.74"), Fraction("2.79")]
    assert all(total.mean_excess != total.assessment.excess for total in line.totals)
    assert line.rows[0].unit_name == "Cục Thi hành án dân sự tỉnh Đồng Nai"
    assert line.illustrative

    country = Unit.objects.get(code="CQLTHADS")
    rows = queries.standings([(country.pk, country.name)], 2025)
    assert [in_words(row.assessment) for row in rows] == ["vượt 0,37%", "vượt 4,72%"]
    assert ResultEntry.objects.unconfirmed().filter(year=2026).exists()

    before = Entry.objects.count()
    load_targets(year=2026, actor=ACTOR, now=NOW)
    assert Entry.objects.count() == before
