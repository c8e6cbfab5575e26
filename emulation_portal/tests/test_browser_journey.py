"""A full year in a real browser, each stage by the clicks of whoever does it: opened → plan and pledge → registration →
movement → periodic report → inspection → self-score → appraisal → ranking → conference and ballot → proposal → council
→ decision → registry → summary report → next year's heads. What one stage leaves is what the next one shows.
"""

import pytest

from apps.catalog.reference import load_catalogue
from apps.clusters.enums import HeadRole
from apps.clusters.models import HeadTerm
from apps.jobs.tests.workers import empty_redis
from apps.periods.reference import load_holidays
from apps.registry.models import Award
from emulation_portal.tests import journey_end, journey_world, journey_year
from emulation_portal.tests.journey_world import FLAG
from emulation_portal.tests.walker import Walker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    empty_redis()
    load_holidays()
    load_catalogue()
    return journey_world.build()


def test_a_year_from_its_opening_to_the_next_heads(page, live_server, client, world):
    walker = Walker(page, live_server, client)
    for stage in (
        journey_year.open_year,
        journey_year.plan_and_pledge,
        journey_year.register,
        journey_year.launch_a_movement,
        journey_year.report,
        journey_year.inspect,
        journey_year.score,
        journey_year.rank_and_publish,
        journey_end.open_the_next_year,
        journey_end.confer,
        journey_end.vote_on_paper,
        journey_end.sign_the_minutes,
        journey_end.propose,
        journey_end.decide_in_council,
        journey_end.decide,
        journey_end.summarise,
        journey_end.name_next_heads,
    ):
        stage(walker, world)
    (award,) = Award.objects.all()
    assert (award.recipient_name, award.award_type.name) == (world.units["Chi"].name, FLAG)
    term = HeadTerm.objects.get(cluster_year__year__year=world.year + 1, role=HeadRole.HEAD)
    assert term.unit == world.units["Bình"]
