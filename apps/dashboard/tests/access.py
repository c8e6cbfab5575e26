"""Who may open which page of dashboard."""

from datetime import timedelta

from apps.audit.models import Entry
from apps.dashboard.tests.world import SYSTEM
from apps.obligations.domain.requesting import ask_for_time
from apps.obligations.models import Obligation, TimeRequest
from apps.obligations.tests.access import by_hand
from apps.periods.models import EmulationYear
from apps.ranking.models import RankingRun
from emulation_portal.tests.matrix import Row, Subject, board_line, board_unit, cluster, unit
from emulation_portal.tests.matrix_world import NOW


def sheet_history(subject: Subject) -> list:
    return ["scoring", "scoresheet", subject.sheet.pk]


def unit_history(subject: Subject) -> list:
    return ["units", "unit", subject.sheet.unit_id]


def run_history(subject: Subject) -> list:
    return ["ranking", "rankingrun", subject.run.pk]


def cluster_history(subject: Subject) -> list:
    return ["clusters", "clusteryear", subject.cluster_year.pk]


def account_history(subject: Subject) -> list:
    return ["accounts", "user", subject.people["officer"].pk]


def role_history(subject: Subject) -> list:
    return ["units", "roleassignment", subject.people["officer"].roles.earliest("pk").pk]


def unknown_history(subject: Subject) -> list:
    return ["core", "formtoken", 1]


def seen_sheet(subject) -> list:
    return ["clusters.clusteryear", subject.cluster_year.pk]


def line_by_hand(subject: Subject) -> list:
    """A unit of the board with a duty that no app fulfils."""
    return [subject.cluster_year.pk, subject.sheet.unit_id, by_hand(subject).code]


def board_duty(subject: Subject) -> list:
    return [subject.cluster_year.pk, "score_sheet"]


def trend_cluster(subject: Subject) -> list:
    return [subject.cluster_year.cluster_id]


def line_of_trail(subject: Subject) -> list:
    return [Entry.objects.earliest("pk").pk]


def owed(subject: Subject) -> list:
    return [Obligation.objects.get(duty__code="score_sheet", unit_id=subject.sheet.unit_id).pk]


def request(subject: Subject) -> list:
    """The unit of the sheet asks for more time."""
    waiting = TimeRequest.objects.filter(obligation=owed(subject)[0]).first()
    who = {"reason": "Chờ số liệu quyết toán", "actor": SYSTEM, "now": NOW}
    return [(waiting or ask_for_time(obligation_id=owed(subject)[0], until=NOW + timedelta(days=90), **who)).pk]


ALL = "200 200 200 200 200 200 200 200 200"


def public_run(subject: Subject) -> list:
    """A result whose organiser shows its results to everybody."""
    EmulationYear.objects.filter(pk=subject.run.cluster_year.year_id).update(public_parts=["ranking"])
    RankingRun.objects.filter(pk=subject.run.pk).update(state="published", published_at=NOW)
    return [subject.run.pk]


ROWS = [
    Row("dashboard:public", ALL),
    Row("dashboard:public-movements", ALL),
    Row("dashboard:public-rankings", ALL),
    Row("dashboard:public-ranking", ALL, "final", arguments=public_run),
    Row("dashboard:search", "401 200 200 200 200 200 200 200 200", query="?q=trần"),
    Row("dashboard:search-suggestions", "401 200 200 200 200 200 200 200 200", query="?q=trần"),
    Row("dashboard:home", "401 200 200 200 200 200 200 200 200"),
    Row("dashboard:unit-situation", "401 200 200 200 200 403 403 403 403"),
    Row("dashboard:working-year-choose", "401 404 404 404 404 404 404 404 404", method="post"),
    Row("dashboard:working-role-choose", "401 404 404 404 404 404 404 404 404", method="post"),
    Row("dashboard:request-list", "401 200 200 200 200 200 200 200 200"),
    Row("dashboard:request-make", "401 404 404 200 200 404 403 403 404", arguments=owed),
    Row("dashboard:request-grant", "401 404 404 403 403 200 200 403 404", arguments=request),
    Row("dashboard:request-refuse", "401 404 404 403 403 200 200 403 404", arguments=request),
    Row("dashboard:board-list", "401 403 403 403 403 200 200 200 403"),
    Row("dashboard:board-detail", "401 404 403 403 403 200 200 200 404", arguments=cluster),
    Row("dashboard:board-reminder", "401 404 403 403 403 200 200 403 404", arguments=cluster),
    Row("dashboard:board-reminder", "401 404 403 403 403 302 302 403 404", arguments=cluster, method="post"),
    Row("dashboard:board-detail", "401 404 403 403 403 200 200 200 404", arguments=cluster, query="?format=xlsx"),
    Row("dashboard:board-duty", "401 404 403 403 403 200 200 200 404", arguments=board_duty),
    Row("dashboard:board-internal-date", "401 404 403 403 403 200 200 403 404", arguments=board_duty),
    Row("dashboard:board-unit", "401 404 403 403 403 200 200 200 404", arguments=board_unit),
    Row("dashboard:board-extend", "401 404 403 403 403 200 200 403 404", arguments=board_line),
    Row("dashboard:board-reopen", "401 404 403 403 403 403 200 403 404", arguments=board_line),
    Row("dashboard:board-reopen", "401 404 403 403 403 403 200 403 404", stage="in_step", arguments=board_line),
    Row("dashboard:board-receive", "401 404 403 403 403 200 200 403 404", arguments=line_by_hand),
    Row("dashboard:board-give-back", "401 404 403 403 403 302 302 403 404", arguments=line_by_hand, method="post"),
    Row("dashboard:board-waive", "401 404 403 403 403 403 200 403 404", arguments=board_line),
    Row("dashboard:board-unwaive", "401 404 403 403 403 403 302 403 404", arguments=board_line, method="post"),
    *(
        Row(f"dashboard:{name}", "401 200 200 200 200 200 200 200 403", query=query)
        for name in ("lateness-list", "lateness-unit-list")
        for query in ("", "?format=xlsx")
    ),
    Row("dashboard:paper-list", "401 200 200 200 200 200 200 200 200"),
    Row("dashboard:paper-list", "401 200 200 200 200 200 200 200 200", query="?format=xlsx"),
    Row("dashboard:cluster-paper-list", "401 404 200 200 200 200 200 200 404", arguments=cluster),
    Row("dashboard:cluster-paper-list", "401 404 200 200 200 200 200 200 404", arguments=cluster, query="?format=xlsx"),
    *(
        Row(f"dashboard:{name}", "401 403 403 403 403 403 403 200 403", query=query)
        for name in ("trail-list", "exception-list", "personal-data-list", "seal-list")
        for query in ("", "?format=xlsx")
    ),
    Row("dashboard:trail-detail", "401 403 403 403 403 403 403 200 403", arguments=line_of_trail),
    Row("dashboard:integrity", "401 403 403 403 403 403 403 200 403"),
    Row("dashboard:integrity-check", "401 403 403 403 403 403 403 302 403", method="post"),
    Row("dashboard:history", "401 404 404 200 200 200 200 200 404", arguments=sheet_history),
    Row("dashboard:history", "401 404 404 200 200 200 200 200 404", stage="in_step", arguments=sheet_history),
    Row("dashboard:history", "401 403 403 200 200 403 200 200 403", arguments=unit_history),
    Row("dashboard:history", "401 404 404 404 404 200 200 200 404", stage="final", arguments=run_history),
    Row("dashboard:history", "401 404 403 403 403 200 200 200 404", arguments=cluster_history),
    Row("dashboard:history", "401 404 404 403 403 404 200 200 403", arguments=account_history),
    Row("dashboard:history", "401 404 404 404 404 404 404 404 404", arguments=unknown_history),
    Row("dashboard:history", "401 404 404 200 200 404 200 200 200", arguments=role_history),
    Row("dashboard:my-rights", "401 200 200 200 200 200 200 200 200"),
    Row("dashboard:audience", "401 404 403 403 403 403 200 200 200", arguments=seen_sheet),
    Row("dashboard:grant-list", "401 403 403 403 403 403 200 200 200"),
    Row("dashboard:grant-list", "401 403 403 403 403 403 200 200 200", query="?format=xlsx"),
    Row("dashboard:grant-head-list", "401 403 403 403 403 403 200 200 200"),
    Row("dashboard:grant-head-list", "401 403 403 403 403 403 200 200 200", query="?format=xlsx"),
    Row("dashboard:grant-delegation-list", "401 403 403 403 403 403 200 200 200"),
    Row("dashboard:grant-delegation-list", "401 403 403 403 403 403 200 200 200", query="?format=xlsx"),
    Row("dashboard:catalogue", "401 403 403 403 403 403 200 403 200"),
    Row("dashboard:unit-clusters", "401 200 200 200 200 200 200 200 200", arguments=unit),
    Row("dashboard:unit-trend", "401 200 200 200 200 200 200 200 200", arguments=unit),
    Row("dashboard:cluster-trend", "401 404 200 200 200 200 200 200 404", arguments=trend_cluster),
    Row("help:guide", "200 200 200 200 200 200 200 200 200"),
    Row("help:chapter", "200 200 200 200 200 200 200 200 200", arguments=lambda subject: ["officer"]),
    Row("help:image", "200 200 200 200 200 200 200 200 200", arguments=lambda subject: ["officer-home-1280"]),
    Row("dashboard:styleguide", "401 403 403 403 403 403 403 403 200"),
]
