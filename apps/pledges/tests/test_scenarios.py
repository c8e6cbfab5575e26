"""S001-3 Pledge in time, and the part of S000-2 that is about pledges."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from apps.accounts.grants import actor_for
from apps.audit.models import Entry
from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory, MemberFactory
from apps.notifications.models import Notice
from apps.obligations.models import Obligation
from apps.periods.tests.factories import EmulationYearFactory
from apps.pledges.domain.opening import close, open_for_signing
from apps.pledges.domain.texts import create_pledge, save_draft
from apps.pledges.enums import PledgeState
from apps.pledges.models import Pledge, Signature
from apps.pledges.tests.world import DUE, NOW, SYSTEM, build, opened, signed

pytestmark = pytest.mark.django_db


def test_s001_3_one_unit_not_signed_is_named_and_reminded_alone(client):
    world = build(4, sheets=False)
    pledge = opened(world)
    for unit in world.units[:3]:
        signed(pledge, unit)
    late = world.units[3]
    with time_machine.travel(NOW, tick=False):
        client.force_login(world.head)
        page = client.get(pledge.get_absolute_url())
        text = page.content.decode()
        assert "còn 1 đơn vị chưa ký" in text
        assert [member.unit_id for member in page.context["missing"]] == [late.pk]
        assert "Đã ký 3/4 đơn vị." in text
        url = reverse("pledges:pledge-remind", args=[pledge.pk, late.pk])
        assert url in text
        Notice.objects.all().delete()
        assert late.name in client.get(url).context["text"]
        assert client.post(url).status_code == 302
        told = Notice.objects.filter(kind="obligations.reminder")
        assert set(told.values_list("recipient_id", flat=True)) == {world.officers[3].pk}
        # Once a day: who clicks again is told so.
        assert client.post(url).status_code == 422
    signed(pledge, late)
    pledge.refresh_from_db()
    assert pledge.state == PledgeState.SIGNED
    assert set(Obligation.objects.filter(fulfilled_at=None).values_list("unit_id", flat=True)) == set()


def test_s001_3_the_signed_pdf_lists_each_signatory_in_the_regions_order():
    from io import BytesIO

    from apps.core.pdf import Verification
    from apps.pledges.exports import pledges_data
    from apps.reports.registry import Printing
    from apps.reports.renderers.pledge import compose
    from apps.reports.renderers.printed import renderers

    world = build(4, sheets=False)
    pledge = opened(world)
    for unit in reversed(world.units):  # signed in the opposite order
        signed(pledge, unit)
    data = pledges_data([Pledge.objects.for_list().select_related("in_force").get()])
    names = [signer.unit_name for signer in data[0].signers]
    assert names == [unit.name for unit in world.units]
    printing = Printing(Verification("MATRIX-0001", "http://localhost/verify/MATRIX-0001"), NOW)
    pdf = renderers(compose)["pdf"](data, printing)
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
    assert "GIAO ƯỚC THI ĐUA" in text
    listed = text[text.index("ĐẠI DIỆN CÁC ĐƠN VỊ KÝ GIAO ƯỚC") :]
    places = [listed.index(name) for name in names]
    assert places == sorted(places)


def test_two_lines_in_one_paper_justice_first_the_other_as_the_single_annex():
    from apps.core.pdf import Verification
    from apps.pledges.tests.world import two_lines
    from apps.reports.entries.pledge import REPORT
    from apps.reports.registry import Printing
    from apps.reports.renderers.pledge import compose

    world = two_lines(4)
    for line in ("enforcement", "justice"):
        opened(world, line)
    subject = REPORT.find({"cluster_year": world.cluster_year.pk}, SYSTEM)
    printing = Printing(Verification("MATRIX-0001", "http://localhost/verify/MATRIX-0001"), NOW)
    printed = compose(REPORT.build(subject), printing)
    assert printed.document.abstract.endswith("Khối Sở Tư pháp")
    (annex,) = printed.document.annexes
    assert (annex.number, annex.title) == (None, "GIAO ƯỚC THI ĐUA KHỐI THI HÀNH ÁN DÂN SỰ")


def test_s000_2_signing_the_next_year_does_not_reopen_this_one():
    world = build(3, sheets=False)
    this_year = opened(world)
    for unit in world.units:
        signed(this_year, unit)
    close(pledge_id=this_year.pk, actor=SYSTEM, now=NOW)
    following = ClusterYearFactory(
        cluster=world.cluster_year.cluster, year=EmulationYearFactory(year=2021, organiser=world.ministry)
    )
    for order, unit in enumerate(world.units, start=1):
        MemberFactory(cluster_year=following, unit=unit, order=order)
    before = Pledge.objects.values().get(pk=this_year.pk)
    pledge = create_pledge(cluster_year_id=following.pk, line="", from_last_year=True, actor=SYSTEM, now=NOW)
    draft = pledge.versions.get()
    assert "năm 2021" in draft.text
    assert list(draft.commitments.values_list("due_on", flat=True)) == [date(2021, 11, 10), date(2021, 12, 1)]
    open_for_signing(pledge_id=pledge.pk, due_on=date(2021, 1, 31), actor=SYSTEM, now=NOW)
    for unit in world.units:
        signed(pledge, unit)
    assert Pledge.objects.values().get(pk=this_year.pk) == before
    assert before["state"] == PledgeState.CLOSED
    assert Signature.objects.count() == 6


def test_s001_2_head_sees_plan_and_pledge_with_due_date_and_state():
    """The lines of plan and pledge of "Nhiệm vụ Trưởng Cụm", as the home of the head asks for them."""
    from apps.core.components import StatusWord
    from apps.core.together import answered, together
    from apps.dashboard.papers import plans, pledges
    from apps.dashboard.papers.kinds import HeadYear
    from apps.dashboard.queries.board import own_lines
    from apps.obligations.domain.duties import ask

    world = build(3, sheets=False)
    year_id = world.cluster_year.year_id
    head = world.units[0]
    ask(
        year_id=year_id,
        code="plan",
        label="Kế hoạch",
        due_on=date(2020, 11, 9),
        unit_ids=[head.pk],
        actor=SYSTEM,
        now=NOW,
    )

    def tasks():
        actor = actor_for(world.head, NOW.date())
        owed = answered(own_lines(world.cluster_year, actor, NOW))
        about = HeadYear(world.cluster_year, actor, NOW, "Trưởng Cụm", own=owed[head.pk])
        own = answered(together(plans.head_tasks(about), pledges.head_tasks(about)))
        return {task.title: task for tasks in own for task in tasks}

    found = tasks()
    plan, pledge = found["Ban hành kế hoạch"], found["Tổ chức ký giao ước"]
    assert (plan.status, plan.due_on, plan.days_left) == (StatusWord.NOT_STARTED, date(2020, 11, 9), -3)
    assert (pledge.status, pledge.due_on) == (StatusWord.NOT_STARTED, None)

    draft = create_pledge(cluster_year_id=world.cluster_year.pk, line="", actor=SYSTEM, now=NOW)
    assert tasks()["Tổ chức ký giao ước"].status == StatusWord.DRAFT
    save_draft(pledge_id=draft.pk, title="Giao ước", text="Thi đua.", commitments=[], version=1, actor=SYSTEM, now=NOW)
    open_for_signing(pledge_id=draft.pk, due_on=DUE, actor=SYSTEM, now=NOW)
    pledge = tasks()["Tổ chức ký giao ước"]
    assert (pledge.status, pledge.due_on, pledge.days_left) == (StatusWord.SENT, DUE, 8)
    assert "còn 3 đơn vị chưa ký" in pledge.note
    assert Entry.objects.filter(action="pledges.pledge.open").exists()


def test_s000_2_the_next_pledge_is_made_ready_before_its_year_by_those_who_are_there_to_do_it(client):
    """18/12/2020: the rights of the next head run from 01/01/2021, the pledge is signed at the closing meeting."""
    world = build(4, sheets=False)
    old = world.cluster_year
    year = EmulationYearFactory(year=2021, organiser=old.year.organiser)
    following = ClusterYearFactory(cluster=old.cluster, year=year)
    for order, unit in enumerate(world.units):
        MemberFactory(cluster_year=following, unit=unit, order=order)
    old.head_terms.update(ends_on=date(2020, 12, 31))
    HeadTermFactory(cluster_year=following, unit=world.units[1], starts_on=date(2021, 1, 1))
    create = reverse("pledges:pledge-create", args=[following.pk])
    people = (world.head, world.officers[1], world.standing_office, world.officers[2])

    def statuses(url, at) -> list[int]:
        found = []
        with time_machine.travel(at, tick=False):
            for person in people:
                client.force_login(person)
                found.append(client.get(url).status_code)
        return found

    meeting, new_year = datetime(2020, 12, 18, 7, tzinfo=UTC), datetime(2021, 1, 4, 7, tzinfo=UTC)
    assert statuses(create, meeting) == [200, 200, 200, 403]
    assert statuses(create, new_year) == [403, 200, 200, 403]  # the new head acts
    pledge = create_pledge(cluster_year_id=following.pk, line="", actor=SYSTEM, now=meeting)
    for name in ("pledges:pledge-edit", "pledges:pledge-open", "pledges:pledge-detail"):
        url = reverse(name, args=[pledge.pk])
        assert statuses(url, meeting) == [200, 200, 200, 404]  # a draft
        assert statuses(url, new_year) == [404, 200, 200, 404]
    with time_machine.travel(meeting, tick=False):
        client.force_login(world.head)
        assert create in client.get(reverse("pledges:pledge-list")).content.decode()
