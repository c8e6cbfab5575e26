"""What the form of a question offers as quota, and whom the form of the team refuses."""

import pytest
import time_machine
from django.test import Client

from apps.ballots.domain.telling import TWICE
from apps.catalog.models import AwardType, Quota
from apps.conferences.tests.ballot_meeting import Meeting
from apps.conferences.tests.world import NOW
from apps.units.enums import UnitKind
from apps.units.models import Unit

pytestmark = pytest.mark.django_db
KIND = UnitKind.JUSTICE_DEPARTMENT.value
LIMIT = f"limit-{KIND}"


@pytest.fixture
def meeting(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield Meeting(Client)


@pytest.mark.parametrize(
    ("title", "typed", "kept"),
    [
        ("Bình xét việc khác", {}, {KIND: 2}),  # the text of the question names the award
        ("Suy tôn Cờ thi đua thử", {LIMIT: "2"}, {KIND: 2}),
        ("Suy tôn Cờ thi đua thử", {LIMIT: "1"}, {KIND: 1}),
        ("Suy tôn Cờ thi đua thử", {LIMIT: ""}, {}),
    ],
)
def test_the_smallest_quota_of_the_award_is_offered_also_where_all_units_are_of_one_kind(meeting, title, typed, kept):
    award = AwardType.objects.create(code="CO-TEST", name="Cờ thi đua thử", in_sector=True, subject="collective")
    for code, count in (("Q-A", 2), ("Q-B", 3)):
        Quota.objects.create(code=code, award=award, unit_kind=KIND, count=count)
    Unit.objects.update(kind=KIND)
    ballot = meeting.prepared(title=title)
    form = meeting.office.get(meeting.url("question-add")).context["form"]
    assert (LIMIT in form.fields) is ("Cờ" in title)
    asked = {"text": "Cờ thi đua thử", "seats": 4, "base": "all", "parties": form.initial["parties"]}
    meeting.office.post(meeting.url("question-add"), asked | typed | {"version": ballot.version})
    question = ballot.questions.order_by("-order").first()
    assert dict(question.group_limits.values_list("group", "most")) == kept
    edit = meeting.office.get(meeting.url("question-edit", question.pk)).context["form"]
    assert (edit.initial.get(LIMIT), LIMIT in edit.fields) == (kept.get(KIND), bool(kept))


def test_the_same_person_twice_is_no_team_of_two(meeting):
    meeting.prepared()
    url, place = meeting.url("teller-name"), meeting.world.units[5].pk
    value = f"{meeting.tellers[0].user.pk}-{place}"
    answer = meeting.office.post(url, {"first": value, "second": value})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"second": [str(TWICE)]}
