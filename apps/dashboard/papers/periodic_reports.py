"""Periodic reports on boards and homes: one kind for all templates (duty codes ``report:…``)."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.core.actor import Actor
from apps.core.components import StatusWord, TaskRow
from apps.core.dates import local
from apps.core.together import Asking, together
from apps.core.verdict import Verdict, in_person
from apps.dashboard.papers.kinds import (
    Action,
    Asked,
    HeadYear,
    Key,
    Paper,
    PaperKind,
    register,
    register_head_task,
    register_office_tasks,
)
from apps.periodic_reports import policies, queries
from apps.periodic_reports.aggregation_queries import counting
from apps.periodic_reports.board_queries import receiving_ids, reports_on_board
from apps.periodic_reports.domain import returns
from apps.periodic_reports.domain.lines import lock_report
from apps.periodic_reports.models import Consolidation, PeriodicReport, ReportTemplate
from apps.periodic_reports.workflow import REPORT_FLOW

PREFIX = "report:"
WRITING = (StatusWord.DRAFT, StatusWord.AWAITING_SIGNATURE)


def papers(asked: Asked) -> Asking:
    """Reports, then their words beside which of them this actor receives."""
    reports = yield reports_on_board(
        asked.actor, asked.year_ids, asked.unit_ids, [c.removeprefix(PREFIX) for c in asked.codes]
    )
    words, received = yield from together(queries.asking_words(reports), receiving_ids(asked.actor, reports))
    return [paper(report, words[report.pk], asked, receives=report.pk in received) for report in reports]


def paper(report: PeriodicReport, word: StatusWord, asked: Asked, *, receives: bool) -> Paper:
    tags = (_("Nhập thay"),) if report.sent_version and report.sent_version.entered_by_label else ()
    own = policies.is_own(asked.actor, report)
    remark = report.remark if report.is_in_hand else ""
    if own and report.is_in_hand:
        # The leader's word to the officer stays inside the unit.
        remark = report.inner_remark or remark
    if report.is_in_hand and not remark and report.reopened_reason:
        remark = _("Đã mở lại để sửa: %(reason)s") % {"reason": report.reopened_reason}
    edit = own and report.is_in_hand and word != StatusWord.NOT_STARTED
    name = "report-edit" if edit else "report-detail"
    return Paper(
        key=Key(report.template.year_id, report.template.duty_code, report.unit_id),
        word=word,
        url=reverse(f"periodic_reports:{name}", args=[report.pk]),
        remark=remark,
        tags=tags,
        actions=_actions(report, word, asked, receives=receives),
        subject=report,
        for_leader=report.is_in_hand and report.sent_to_leader_at is not None,
        may_reopen=receives and REPORT_FLOW.allows("reopen", report.state),
        title=_named(report.template, report.template.year.year),
    )


def _named(template: ReportTemplate, year: int) -> str:
    """Its label with the year, which many labels end before ("… thi đua năm")."""
    return template.label if str(year) in template.label else f"{template.label} {year}"


def _actions(report: PeriodicReport, word: StatusWord, asked: Asked, *, receives: bool) -> tuple[Action, ...]:
    """Nhập thay as long as the unit has not begun, and giving back what was sent."""
    if not receives:
        return ()
    if report.is_in_hand:
        if word in WRITING or not in_person(asked.actor):
            return ()
        return (Action(_("Nhập thay"), reverse("periodic_reports:report-enter-for", args=[report.pk])),)
    if REPORT_FLOW.allows("return", report.state):
        return (Action(_("Yêu cầu bổ sung"), reverse("periodic_reports:report-return", args=[report.pk])),)
    return ()


def _report_of(key: Key) -> PeriodicReport | None:
    reports = PeriodicReport.objects.filter(
        template__year_id=key.year_id, template__code=key.code.removeprefix(PREFIX), unit_id=key.unit_id
    )
    return reports.select_related("template__year__organiser").first()


def can_reopen(actor: Actor, paper: Paper) -> Verdict:
    return policies.can_receive(actor, paper.subject)


def reopen(*, paper: Paper, reason: str, actor: Actor, now: datetime) -> None:
    returns.reopen_report(report_id=paper.subject.pk, reason=reason, actor=actor, now=now)


def close_again(*, key: Key, path: str, since: datetime, actor: Actor, now: datetime) -> bool:
    """``path``: a unit has one report of each template."""
    return returns.close_again(report_id=_report_of(key).pk, since=since, actor=actor, now=now) is not None


def head_tasks(year: HeadYear) -> Asking:
    """Tổng hợp báo cáo: one line for each report that members owe."""
    codes = [code.removeprefix(PREFIX) for code in year.totals if code.startswith(PREFIX)]
    if not codes:
        return []
    templates, taken = yield (
        ReportTemplate.objects.filter(year_id=year.cluster_year.year_id, code__in=codes).newest_first(),
        Consolidation.objects.filter(cluster_year=year.cluster_year).order_by().values_list("template_id", flat=True),
    )
    return [_total_task(each, year, taken=each.pk in taken) for each in templates]


def _total_task(template: ReportTemplate, year: HeadYear, *, taken: bool) -> TaskRow:
    total = year.totals[template.duty_code]
    word = StatusWord.DRAFT if total.sent else StatusWord.NOT_STARTED
    url = reverse("periodic_reports:totals", args=[template.pk])
    return TaskRow(
        title=_("Tổng hợp: %(label)s") % {"label": _named(template, year.cluster_year.year.year)},
        url=f"{url}?cluster={year.cluster_year.pk}",
        status=StatusWord.FINAL if taken else word,
        holder=year.title,
        note=_("Đã gửi %(sent)d/%(asked)d đơn vị.") % {"sent": total.sent, "asked": total.expected},
    )


def office_tasks(*, organiser_id: int, year: int, actor: Actor, now: datetime) -> Asking:
    """Chưa đủ số liệu: reports past their date that not every unit has sent."""
    templates = ReportTemplate.objects.filter(
        year__organiser_id=organiser_id, year__year=year, state="issued", due_on__lt=local(now).date()
    )
    found, counts = yield templates.newest_first(), counting(templates.order_by().values("pk"))
    found, counts = {each.pk: each for each in found}, {row["template_id"]: row for row in counts}
    return [
        TaskRow(
            title=_("Chưa đủ số liệu: %(label)s") % {"label": _named(template, year)},
            url=reverse("periodic_reports:totals", args=[pk]),
            status=StatusWord.DRAFT,
            due_on=template.due_on,
            note=_("Đã gửi %(sent)d/%(asked)d đơn vị.") % counts[pk],
        )
        for pk, template in found.items()
        if pk in counts and counts[pk]["sent"] < counts[pk]["asked"]
    ]


register_head_task("report_totals", 41, head_tasks)
register_office_tasks("report_totals", 20, office_tasks)
register(
    PaperKind(
        code=PREFIX,
        papers=papers,
        leader_task=lazy("Duyệt báo cáo"),
        buttons={
            StatusWord.NOT_STARTED: lazy("Bắt đầu soạn"),
            StatusWord.DRAFT: lazy("Soạn tiếp"),
            StatusWord.RETURNED: lazy("Bổ sung"),
            StatusWord.AWAITING_SIGNATURE: lazy("Xem lại trước khi gửi"),
        },
        can_reopen=can_reopen,
        lock=lock_report,
        reopen=reopen,
        close_again=close_again,
    )
)
