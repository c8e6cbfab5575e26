"""Tổ chức hội nghị, bàn giao on the homes of the old and of the new head."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.clusters.enums import HeadRole
from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory
from apps.conferences.domain.calling_off import call_off
from apps.conferences.domain.handing_over import confirm, write_handover
from apps.conferences.domain.minutes import sign_minutes, write_minutes
from apps.conferences.domain.planning import Plan, hold_closing
from apps.conferences.domain.running import conclude, open_conference
from apps.conferences.enums import ConferenceKind
from apps.conferences.minutes_content import what_is_signed
from apps.core.components import StatusWord, TaskRow
from apps.core.together import answered
from apps.dashboard.papers import conferences
from apps.dashboard.papers.handover import head_tasks
from apps.dashboard.papers.kinds import HeadYear
from apps.dashboard.tests.world import NOW, SYSTEM, build
from apps.documents.domain.attachments import store
from apps.documents.domain.signed_copies import PaperCopy
from apps.periods.tests.factories import EmulationYearFactory
from emulation_portal.tests.matrix_world import PDF

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


def meeting_task(cluster_year) -> TaskRow:
    [task] = answered(conferences.head_tasks(HeadYear(cluster_year, SYSTEM, NOW, "Trưởng Cụm")))
    return task


def test_the_meeting_is_the_heads_last_task_from_planning_to_signed_minutes(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    year = build(1, sheets=False).cluster_year

    def planned(day, **kind):
        plan = Plan("Hội nghị tổng kết", date(2020, 12, day))
        return hold_closing(cluster_year_id=year.pk, plan=plan, **kind, **MORE)

    call = {"conference_id": planned(1).pk, **MORE}
    call_off(reason="Trùng lịch họp của Bộ", **call)
    planned(2, kind=ConferenceKind.MIDYEAR)
    task = meeting_task(year)
    assert (task.title, task.status, task.due_on) == ("Tổ chức hội nghị, bàn giao", StatusWord.NOT_STARTED, None)
    assert task.url == reverse("conferences:conference-plan", args=[year.pk])
    meeting = planned(18)
    call = {"conference_id": meeting.pk, **MORE}
    task = meeting_task(year)
    assert (task.status, task.due_on, task.days_left) == (StatusWord.DRAFT, date(2020, 12, 18), 36)
    assert (task.url, task.note) == (meeting.get_absolute_url(), "Đang chuẩn bị: Hội nghị tổng kết")
    open_conference(**call)
    write_minutes(opinions="", conclusion="Thông qua.", version=0, **call)
    conclude(**call)
    task = meeting_task(year)
    assert (task.status, task.days_left) == (StatusWord.AWAITING_SIGNATURE, None)
    assert task.url == reverse("conferences:minutes-detail", args=[meeting.pk])
    copy = PaperCopy(store(SimpleUploadedFile("bb.pdf", PDF), **MORE), "12/BB", NOW.date(), "Lê Văn Thử", "Chủ trì")
    sign_minutes(copy=copy, seen=what_is_signed(meeting), **call)
    task = meeting_task(year)
    assert (task.status, task.holder, task.action_label) == (StatusWord.FINAL, "", "")
