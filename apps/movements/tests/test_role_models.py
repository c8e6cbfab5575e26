"""Điển hình tiên tiến: suggested, taken further, told of, recognised; the days in between; who reads what."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.accounts.grants import actor_for
from apps.accounts.tests.factories import UserFactory
from apps.audit.models import Entry
from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory, MemberFactory
from apps.core.errors import NotAllowed, StaleVersion, TransitionNotAllowed
from apps.core.uploads import UploadRefused
from apps.movements import role_model_queries as queries
from apps.movements.domain.role_model_steps import DayOutOfPlace, take_step, tell
from apps.movements.domain.role_models import DeedInFuture, NotTheirAward, cite_award, correct, suggest
from apps.movements.models import RoleModel
from apps.movements.role_model_enums import ModelStep
from apps.movements.role_model_workflow import ROLE_MODEL_FLOW
from apps.movements.tests.model_factories import JPEG, NOW, SYSTEM, TODAY, RoleModelFactory
from apps.notifications.models import Notice
from apps.registry.tests.factories import AwardFactory, DecisionFactory, GrantFactory
from apps.units.domain import merging_people
from apps.units.enums import Role, UnitKind
from apps.units.models import Unit
from apps.units.tests.factories import PersonFactory, PostingFactory, RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_now(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield


def acting(user):
    return actor_for(user, TODAY)


def suggested(unit, **changes):
    data = {"name": "Trần Thị Thử", "deed": "Đưa thủ tục về tận thôn.", "deed_on": date(2026, 6, 13)}
    return suggest(unit_id=unit.pk, actor=SYSTEM, now=NOW, **data | changes)


def step(role_model, action, on=TODAY, note="Đã làm việc này.", actor=SYSTEM):
    role_model.refresh_from_db()
    return take_step(
        role_model_id=role_model.pk, action=action, on=on, note=note, version=role_model.version, actor=actor, now=NOW
    )


def test_a_suggestion_finds_the_person_of_the_unit_by_name_and_tells_the_officer():
    unit = UnitFactory()
    person = PostingFactory(person__full_name="Nguyễn Văn Mẫu", unit=UnitFactory(parent=unit)).person
    officer = RoleAssignmentFactory(unit=unit).user
    made = suggested(Unit.objects.get(pk=unit.pk), name="nguyen van mau")
    assert (made.person, made.name, made.step) == (person, "Nguyễn Văn Mẫu", ModelStep.FOUND)
    assert made.days_to_suggestion == 2
    assert [(each.step, each.on) for each in made.steps.all()] == [("found", TODAY)]
    assert Notice.objects.get().recipient == officer


def test_a_name_borne_by_two_or_by_nobody_stays_a_name():
    unit = UnitFactory()
    PostingFactory.create_batch(2, person__full_name="Nguyễn Văn Mẫu", unit=unit)
    assert suggested(unit, name="Nguyễn Văn Mẫu").person is None
    assert suggested(unit, name="Lê Văn Khách").person is None


def test_a_deed_of_tomorrow_is_refused():
    with pytest.raises(DeedInFuture):
        suggested(UnitFactory(), deed_on=date(2026, 6, 16))
    assert not RoleModel.objects.exists()


def test_anyone_on_the_roll_suggests_without_a_role_and_reads_the_own_suggestion():
    posting = PostingFactory()
    user = UserFactory()
    posting.person.user = user
    posting.person.save()
    made = suggest(
        unit_id=posting.unit_id, name="Tổ một cửa", subject="collective", deed="Làm cả thứ bảy.",
        deed_on=TODAY, actor=acting(user), now=NOW,
    )  # fmt: skip
    assert list(RoleModel.objects.visible_to(acting(user))) == [made]
    with pytest.raises(NotAllowed):
        suggest(unit_id=UnitFactory().pk, name="Ai", deed="Gì", deed_on=TODAY, actor=acting(user), now=NOW)


def test_only_a_picture_is_taken_as_photo():
    unit = UnitFactory()
    made = suggested(unit, photo=SimpleUploadedFile("anh.jpg", JPEG, "image/jpeg"))
    made.photo.refresh_from_db()
    assert made.photo.used_at == NOW
    with pytest.raises(UploadRefused):
        suggested(unit, photo=SimpleUploadedFile("anh.pdf", b"%PDF-1.7\n%%EOF", "application/pdf"))


@pytest.mark.parametrize("action", [each.action for each in ROLE_MODEL_FLOW.transitions])
@pytest.mark.parametrize("state", ModelStep.values)
def test_whole_flow(action, state):
    more = {"recognised_on": TODAY} if state == ModelStep.SPREAD else {}
    role_model = RoleModelFactory(step=state, **more)
    if ROLE_MODEL_FLOW.allows(action, state):
        assert step(role_model, action).step == ROLE_MODEL_FLOW.target(action, state)
        assert Entry.objects.get().action == f"movements.role_model.{action}"
    else:
        with pytest.raises(TransitionNotAllowed):
            step(role_model, action)
        assert not Entry.objects.exists()


def test_days_from_deed_to_suggestion_to_recognition():
    made = suggested(UnitFactory(), deed_on=date(2026, 6, 5))
    step(made, "nurture")
    step(made, "sum_up")
    spread = step(made, "spread")
    assert (spread.days_to_suggestion, spread.days_to_recognition) == (10, 10)


def test_an_award_before_the_spreading_is_the_recognition():
    unit = UnitFactory()
    person = PostingFactory(unit=unit).person
    role_model = RoleModelFactory(unit=unit, person=person, deed_on=date(2026, 5, 1), suggested_on=date(2026, 5, 4))
    grant = GrantFactory(keeper=unit, document=DecisionFactory(issued_on=date(2026, 5, 21)))
    award = AwardFactory(person=person, unit=unit, grant=grant)
    assert cite_award(role_model_id=role_model.pk, award=award, actor=SYSTEM, now=NOW).days_to_recognition == 20
    step(role_model, "sum_up")
    assert step(role_model, "spread").recognised_on == date(2026, 5, 21)


def test_an_award_of_somebody_else_or_from_before_the_deed_is_refused():
    unit = UnitFactory()
    person = PostingFactory(unit=unit).person
    role_model = RoleModelFactory(unit=unit, person=person)
    before = AwardFactory(person=person, unit=unit)  # of December 2025
    other = AwardFactory(
        unit=unit, grant=GrantFactory(keeper=unit, document=DecisionFactory(issued_on=date(2026, 6, 10)))
    )
    for award in (before, other):
        with pytest.raises(NotTheirAward):
            cite_award(role_model_id=role_model.pk, award=award, actor=SYSTEM, now=NOW)


def test_a_step_before_the_suggestion_or_after_today_is_refused():
    role_model = RoleModelFactory()
    for day in (date(2026, 6, 4), date(2026, 6, 16)):
        with pytest.raises(DayOutOfPlace):
            step(role_model, "nurture", on=day)


def test_telling_is_counted_and_the_same_again_changes_nothing():
    role_model = RoleModelFactory()
    for where in ("Hội nghị điển hình tỉnh", "Hội nghị điển hình tỉnh", "Báo Pháp luật Việt Nam"):
        tell(role_model_id=role_model.pk, way="press", where=where, on=TODAY, actor=SYSTEM, now=NOW)
    assert queries.with_spread_count(RoleModel.objects.all()).get().spread_count == 2


def test_whoever_saves_second_is_told():
    role_model = RoleModelFactory()
    data = {"name": "Khác", "deed": "Việc khác.", "deed_on": date(2026, 6, 2), "actor": SYSTEM, "now": NOW}
    correct(role_model_id=role_model.pk, version=1, **data)
    with pytest.raises(StaleVersion):
        correct(role_model_id=role_model.pk, version=1, **data)


def correcting(role_model, **changes):
    data = {
        "name": role_model.name,
        "deed": role_model.deed,
        "deed_on": role_model.deed_on,
        "person": role_model.person,
    }
    role_model.refresh_from_db()
    data |= {"subject": role_model.subject, **changes}
    return correct(role_model_id=role_model.pk, version=role_model.version, actor=SYSTEM, now=NOW, **data)


def cited(**about):
    """Recognised by an award of 10 June 2026."""
    person = PersonFactory()
    role_model = RoleModelFactory(person=person, name=person.full_name, **about)
    grant = GrantFactory(document=DecisionFactory(issued_on=date(2026, 6, 10)))
    award = AwardFactory(person=person, unit=role_model.unit, subject="individual", grant=grant)
    return cite_award(role_model_id=role_model.pk, award=award, actor=SYSTEM, now=NOW)


def test_an_award_stays_cited_only_while_it_fits():
    role_model = cited()
    granted = role_model.recognised_on
    assert correcting(role_model, deed="Viết lại.").award is not None
    assert correcting(role_model, deed_on=date(2026, 6, 3)).recognised_on == granted
    other = PersonFactory()
    changed = correcting(role_model, name=other.full_name, person=other)
    assert (changed.award, changed.recognised_on, changed.days_to_recognition) == (None, None, None)


def test_a_deed_later_than_the_award_leaves_no_negative_days():
    role_model = cited(suggested_on=date(2026, 6, 14))
    changed = correcting(role_model, deed_on=date(2026, 6, 12))
    assert (changed.award, changed.days_to_recognition) == (None, None)


def test_a_collective_takes_no_award_of_the_person_along():
    changed = correcting(cited(), subject="collective", name="Phòng Hộ tịch", person=None)
    assert (changed.award, changed.recognised_on) == (None, None)


def test_those_no_longer_followed_do_not_count():
    kept, stopped = RoleModelFactory(), RoleModelFactory(step="stopped", suggested_on=date(2026, 6, 14))
    tell(role_model_id=stopped.pk, way="press", where="Báo", on=TODAY, actor=SYSTEM, now=NOW)
    found = queries.measures(RoleModel.objects.all())
    assert (found.count, found.days_to_suggestion, found.spread_actions) == (1, float(kept.days_to_suggestion), 0)


def test_medians_and_units_without_any():
    unit, silent = UnitFactory(), UnitFactory()
    for days, recognised in ((1, 11), (3, None), (10, 31)):
        RoleModelFactory(
            unit=unit,
            deed_on=date(2026, 1, 1),
            suggested_on=date(2026, 1, 1 + days),
            recognised_on=date(2026, 1, recognised) if recognised else None,
        )
    found = queries.measures(RoleModel.objects.all())
    assert (found.count, found.recognised, found.waiting) == (3, 2, 3)
    assert (found.days_to_suggestion, found.days_to_recognition) == (3.0, 20.0)
    units = Unit.objects.filter(pk__in=[unit.pk, silent.pk])
    rows = {row.pk: row for row in queries.units_with_measures(units, 2026)}
    assert (rows[unit.pk].suggested, rows[unit.pk].suggestion_days.days) == (3, 3)
    assert (rows[silent.pk].suggested, rows[silent.pk].suggestion_days) == (0, None)


def test_who_reads_what():
    """Own people all; the head what is summed up; another unit what is spread; nobody without a role anything."""
    cluster_year = ClusterYearFactory()
    unit, head = UnitFactory(), UnitFactory()
    for member in (unit, head):
        MemberFactory(cluster_year=cluster_year, unit=member)
    HeadTermFactory(cluster_year=cluster_year, unit=head)
    people = {
        "own": RoleAssignmentFactory(unit=unit).user,
        "head": RoleAssignmentFactory(unit=head).user,
        "other": RoleAssignmentFactory().user,
        "nobody": UserFactory(),
        "office": RoleAssignmentFactory(unit=UnitFactory(kind=UnitKind.MINISTRY), role=Role.STANDING_OFFICE).user,
    }
    for state in ("found", "summed_up", "spread"):
        RoleModelFactory(unit=unit, step=state, recognised_on=TODAY if state == "spread" else None)
    seen = {
        who: sorted(RoleModel.objects.visible_to(acting(user)).values_list("step", flat=True))
        for who, user in people.items()
    }
    assert seen == {
        "own": ["found", "spread", "summed_up"],
        "head": ["spread", "summed_up"],
        "other": ["spread"],
        "nobody": [],
        "office": ["found", "spread", "summed_up"],
    }


def test_two_files_of_one_person_leave_one():
    kept, other = PersonFactory(), PersonFactory()
    RoleModelFactory(person=other)
    assert merging_people.registered() >= {"movements.RoleModel.person", "movements.Commitment.person"}
    from apps.movements.people_merging_rules import _move_role_models

    assert _move_role_models(kept, other) == 1
    assert RoleModel.objects.get().person == kept


# --- Pages ---------------------------------------------------------------------------------------------------


@pytest.fixture
def officer(client):
    role = RoleAssignmentFactory()
    client.force_login(role.user)
    client.unit = role.unit
    return client


def test_the_form_asks_for_three_things(officer):
    PostingFactory(unit=officer.unit, person__full_name="Nguyễn Văn Mẫu")
    page = officer.get(reverse("movements:role-model-create"))
    assert page.context["names"] == ["Nguyễn Văn Mẫu"]
    assert 'value="15/06/2026"' in page.content.decode()
    answer = officer.post(
        reverse("movements:role-model-create"),
        {
            "unit": officer.unit.pk,
            "name": "Nguyễn Văn Mẫu",
            "deed": "Hòa giải xong vụ tranh chấp kéo dài.",
            "deed_on": "15/06/2026",
            "subject": "person",
        },
    )
    assert answer.url == RoleModel.objects.get().get_absolute_url()
    assert "Hòa giải xong" in officer.get(answer.url).content.decode()


def test_sent_twice_done_once(officer):
    page = officer.get(reverse("movements:role-model-create"))
    data = {
        "form_token": page.context["form_token"], "unit": officer.unit.pk, "name": "Ai đó", "deed": "Việc tốt.",
        "deed_on": "14/06/2026", "subject": "person",
    }  # fmt: skip
    first, second = (officer.post(reverse("movements:role-model-create"), data) for _n in range(2))
    assert first.url == second.url
    assert RoleModel.objects.count() == 1


def test_the_second_of_two_editors_sees_both_texts(officer):
    role_model = RoleModelFactory(unit=officer.unit, version=2, saved_by_label="Ông Khác")
    data = {
        "unit": officer.unit.pk, "name": "Tên mới", "deed": "Việc mới.", "deed_on": "01/06/2026", "subject": "person",
        "version": "1",
    }  # fmt: skip
    address = reverse("movements:role-model-edit", args=[role_model.pk])
    answer = officer.post(address, data)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Ông Khác" in text
    assert "Tên mới" in text
    assert 'name="version" value="2"' in text
    assert officer.post(address, data | {"version": "2"}).status_code == 302


def test_steps_are_taken_on_pages(officer):
    role_model = RoleModelFactory(unit=officer.unit)
    address = reverse("movements:role-model-step", args=[role_model.pk, "nurture"])
    assert officer.post(address, {"on": "15/06/2026", "note": "Giao kèm cặp.", "version": "1"}).status_code == 302
    assert officer.get(reverse("movements:role-model-step", args=[role_model.pk, "no-such"])).status_code == 404
    told = {"way": "meeting", "where": "Chào cờ tháng 6", "on": "08/06/2026", "reached": "40"}
    assert officer.post(reverse("movements:role-model-tell", args=[role_model.pk]), told).status_code == 302
    page = officer.get(role_model.get_absolute_url()).content.decode()
    assert "Giao kèm cặp." in page
    assert "Chào cờ tháng 6" in page


COUNTS: dict[str, int] = {}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", ["role-model-list", "role-model-units"])
def test_lists_cost_the_same_for_one_and_three(officer, name, count, django_assert_max_num_queries):
    for _n in range(count):
        RoleModelFactory(unit=UnitFactory(parent=officer.unit))
    officer.get(reverse(f"movements:{name}"))
    with django_assert_max_num_queries(20) as captured:
        officer.get(reverse(f"movements:{name}"))
    assert len(captured) == COUNTS.setdefault(name, len(captured))


def test_filters_and_export(officer):
    RoleModelFactory(unit=officer.unit, field="Hộ tịch")
    RoleModelFactory(unit=officer.unit, step="stopped")
    address = reverse("movements:role-model-list")
    for query in ({"q": "ho tich"}, {"step": "stopped"}, {"unit": officer.unit.code, "step": "found"}):
        assert officer.get(address, query).context["page_obj"].paginator.count == 1
    assert officer.get(address, {"recognised": "yes"}).context["page_obj"].paginator.count == 0
    assert officer.get(address, {"format": "xlsx"})["Content-Type"].endswith("sheet")
    assert officer.get(reverse("movements:role-model-units"), {"format": "xlsx"}).status_code == 200
