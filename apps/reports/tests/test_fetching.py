"""Who fetches a file: whoever asked for it, while every object in it is still seen."""

import pgtrigger
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.clusters.models import HeadTerm
from apps.documents.models import IssuedFile
from apps.ranking.tests.test_computing import ranked
from apps.reports import policies, registry, tasks
from apps.reports.domain.rendering import request_report
from apps.reports.registry import NothingToReport
from apps.reports.tests.test_reports import actor_of, content, made
from apps.scoring.models import ScoreSheet
from apps.scoring.tests.factories import NOW
from apps.units.enums import Role
from apps.units.models import RoleAssignment
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db(transaction=True)


def status(client, name: str, issued: IssuedFile) -> int:
    answer = client.get(reverse(f"reports:{name}", args=[issued.pk]))
    answer.close()
    return answer.status_code


def end_terms():
    """Taken back, not handed over: a former head goes on reading."""
    HeadTerm.objects.all().delete()


def test_file_is_fetched_by_whoever_asked_while_the_right_lasts(client, cluster_year, office):
    ranked(cluster_year)
    issued = made("ranking", "xlsx", {"cluster_year": cluster_year.pk}, actor_of(office))
    urls = [reverse(f"reports:{name}", args=[issued.pk]) for name in ("file-detail", "file")]
    assert [client.get(url).status_code for url in urls] == [302, 302]
    client.force_login(RoleAssignmentFactory(unit=cluster_year.cluster.organiser, role=Role.STANDING_OFFICE).user)
    assert [client.get(url).status_code for url in urls] == [404, 404]
    client.force_login(office)
    answer = client.get(urls[1])
    assert b"".join(answer.streaming_content) == content(issued)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    RoleAssignment.objects.filter(user=office).delete()
    assert [client.get(url).status_code for url in urls] == [403, 403]


def test_a_paper_that_was_sent_is_fetched_by_whoever_sees_it_a_draft_by_its_asker_alone(client, cluster_year, office):
    other = RoleAssignmentFactory(unit=cluster_year.cluster.organiser, role=Role.STANDING_OFFICE).user
    issued = made("score_sheet", "xlsx", {"cluster_year": cluster_year.pk}, actor_of(office))
    for user, state, answers in (
        (other, "final", [200, 200, 404]),
        (RoleAssignmentFactory().user, "final", [404, 404, 404]),
        (other, "returned", [404, 404, 404]),
        (office, "returned", [200, 200, 200]),
    ):
        ScoreSheet.objects.filter(pk=issued.subject_ids[0]).update(state=state)
        client.force_login(user)
        assert [status(client, name, issued) for name in ("file-detail", "file", "file-keep")] == answers


def test_unit_that_is_head_no_more_fetches_only_files_whose_every_sheet_is_still_seen(client, cluster_year, head):
    whole = made("score_sheet", "xlsx", {"cluster_year": cluster_year.pk}, actor_of(head))
    assert whole.subject_ids == sorted(ScoreSheet.objects.values_list("pk", flat=True))
    client.force_login(head)
    assert status(client, "file", whole) == 200
    end_terms()
    own = made("score_sheet", "xlsx", {"cluster_year": cluster_year.pk}, actor_of(head))
    assert own.subject_ids == [ScoreSheet.objects.get(unit=cluster_year.members.first().unit).pk]
    for name in ("file-detail", "file"):
        assert [status(client, name, issued) for issued in (whole, own)] == [403, 200]
        answer = client.get(reverse(f"reports:{name}", args=[whole.pk]))
        assert str(policies.SEEN_NO_MORE) in answer.content.decode()


@pytest.mark.parametrize("name", ["file-list", "catalogue"])
def test_lists_offer_no_file_that_may_not_be_fetched_and_say_why(client, cluster_year, head, name):
    ranked(cluster_year)
    files = [
        made(report, "xlsx", {"cluster_year": cluster_year.pk}, actor_of(head)) for report in ("ranking", "score_sheet")
    ]
    client.force_login(head)
    counts, shown = [], []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse(f"reports:{name}")).content.decode()
        counts.append(len(queries))
        shown.append([reverse("reports:file-detail", args=[issued.pk]) in page for issued in files])
        shown.append(page.count(str(policies.SEEN_NO_MORE)))
        end_terms()
        made("score_sheet", "xlsx", {"cluster_year": cluster_year.pk}, actor_of(head))
    assert shown == [[True, True], 0, [False, False], 2]
    assert counts[0] == counts[1]


def test_file_that_names_no_object_is_shut(cluster_year, office):
    ranked(cluster_year)
    issued = made("ranking", "xlsx", {"cluster_year": cluster_year.pk}, actor_of(office))
    with pgtrigger.ignore("documents.IssuedFile:as_issued"):
        IssuedFile.objects.update(subject_ids=[])
    issued.refresh_from_db()
    assert not policies.can_fetch(actor_of(office), issued)


def test_file_of_a_replaced_result_stays_with_whoever_sees_that_result(cluster_year, office):
    first = ranked(cluster_year)
    issued = made("ranking", "xlsx", {"cluster_year": cluster_year.pk}, actor_of(office))
    type(first).objects.filter(pk=first.pk).update(state="superseded")
    assert issued.subject_ids == [first.pk]
    assert policies.can_fetch(actor_of(office), issued)
    with pytest.raises(NothingToReport):
        registry.find("ranking").find({"cluster_year": cluster_year.pk}, actor_of(office))


def test_part_of_a_right_lost_between_asking_and_making_fails_the_job(cluster_year, head):
    params = {"cluster_year": cluster_year.pk}
    job = request_report(name="score_sheet", format_="xlsx", params=params, actor=actor_of(head), now=NOW)
    end_terms()
    tasks.render_report.run(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, IssuedFile.objects.count()) == ("failed", 0)
