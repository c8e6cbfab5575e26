"""A cluster whose sheets are final, and people around it."""

from datetime import date

import pytest

from apps.clusters.tests.factories import HeadTermFactory
from apps.ranking.tests.factories import final_cluster, points
from apps.scoring.models import CriteriaSet
from apps.scoring.tests.factories import criteria_set_of_leaves
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def cluster_year():
    found = criteria_set_of_leaves(4, parts=2)
    CriteriaSet.objects.update(illustrative=True, title="Bảng tiêu chí thử")
    given = [
        {
            "A.1": points("1.125", bonus="0.5"),
            "A.2": points(2),
            "B.1": points("0.333"),
            "B.2": points(1, penalty="0.25"),
        },
        {"A.1": points(2), "A.2": points(2), "B.1": points(2), "B.2": points(2)},
        {"A.1": points("1.75"), "B.2": points(1)},
    ]
    return final_cluster(found, given)


@pytest.fixture
def office(cluster_year):
    return RoleAssignmentFactory(unit=cluster_year.cluster.organiser, role=Role.STANDING_OFFICE).user


@pytest.fixture
def head(cluster_year):
    """Somebody of the first member unit, which heads the cluster."""
    unit = cluster_year.members.first().unit
    HeadTermFactory(cluster_year=cluster_year, unit=unit, starts_on=date(2020, 1, 1))
    return RoleAssignmentFactory(unit=unit).user
