"""Registrations on boards and homes, and the head's line "Tổng hợp đăng ký, gửi Bộ"."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.clusters.models import Member
from apps.core.actor import Actor
from apps.core.components import StatusWord, TaskRow
from apps.core.together import Asking
from apps.dashboard.papers.kinds import (
    Asked,
    HeadYear,
    Key,
    Paper,
    PaperKind,
    about,
    known_in,
    register,
    register_head_task,
    tags_of,
)
from apps.registrations import policies
from apps.registrations.domain import receiving
from apps.registrations.domain.rows import lock_registration
from apps.registrations.domain.status import status_word
from apps.registrations.domain.words import gather_label
from apps.registrations.enums import EDITABLE, RegistrationState
from apps.registrations.models import TitleRegistration
from apps.registrations.queries import CONSOLIDATION_DUTY, DUTY, newest_consolidations, with_signed_copy
from apps.registrations.workflow import REGISTRATION_FLOW


def papers(asked: Asked) -> Asking:
    """One question for all units and years asked."""
    found = with_signed_copy(TitleRegistration.objects.filter(unit_id__in=asked.unit_ids).order_by("pk"))
    if asked.cluster_year is None:
        found = found.filter(cluster_year__year_id__in=asked.year_ids).order_by("cluster_year", "pk")
        found = yield found.select_related("cluster_year__cluster__organiser")
    else:
        found = known_in(asked.cluster_year, (yield found.filter(cluster_year=asked.cluster_year)))
    return [paper(registration, asked) for registration in found]


def paper(registration: TitleRegistration, asked: Asked) -> Paper:
    sent = registration.state not in EDITABLE
    return Paper(
        key=Key(registration.cluster_year.year_id, DUTY, registration.unit_id),
        word=status_word(registration),
        url=registration.get_absolute_url(),
        holder=_holder(registration),
        remark=_remark(registration, asked.actor),
        tags=tags_of(is_proxy=registration.is_proxy, signed_copy=registration.signed_copy_found if sent else None),
        subject=registration,
        for_leader=registration.state in EDITABLE and registration.sent_to_leader_at is not None,
        may_reopen=REGISTRATION_FLOW.allows("reopen", registration.state)
        and bool(policies.can_reopen(asked.actor, registration)),
    )


def _remark(registration: TitleRegistration, actor: Actor) -> str:
    """What the unit is to do; what its own leader said is read in the unit only."""
    inner = registration.inner_remark if policies.is_own(actor, registration) else ""
    return inner or registration.remark


def _holder(registration: TitleRegistration) -> str:
    if registration.state in EDITABLE:
        return _("Lãnh đạo đơn vị") if registration.sent_to_leader_at else registration.unit_name
    cluster_year = registration.cluster_year
    sent = registration.state == RegistrationState.CONSOLIDATED
    return cluster_year.cluster.organiser.name if sent else str(cluster_year.head_title)


def proxy_url(asked: Asked, key: Key) -> str:
    """Where this actor types the paper for the unit; only on the board of a cluster."""
    if asked.cluster_year is None:
        return ""
    member = Member(cluster_year=asked.cluster_year, unit_id=key.unit_id)
    if not policies.can_type_for(asked.actor, member):
        return ""
    return reverse("registrations:proxy-begin", args=[asked.cluster_year.pk, key.unit_id])


def start_urls(asked: Asked, keys: Iterable[Key]) -> Asking:
    """Lập đăng ký in the cluster in which the unit stands that year; one question."""
    wanted = {(key.year_id, key.unit_id): key for key in keys}
    years, units = ({key[n] for key in wanted} for n in range(2))
    members = yield Member.objects.standing().filter(year_id__in=years, unit_id__in=units).order_by("pk")
    return {
        wanted[member.year_id, member.unit_id]: reverse(
            "registrations:registration-start", args=[member.cluster_year_id, member.unit_id]
        )
        for member in members
        if (member.year_id, member.unit_id) in wanted and policies.can_start(asked.actor, member)
    }


def reopen(*, paper: Paper, reason: str, actor: Actor, now: datetime) -> None:
    """Mở lại from the board."""
    receiving.reopen(registration_id=paper.subject.pk, reason=reason, actor=actor, now=now)


def close_again(*, key: Key, path: str, since: datetime, actor: Actor, now: datetime) -> bool:
    """The hour of Mở lại has passed; a unit may stand in two clusters of a year, what was not reopened stays."""
    found = TitleRegistration.objects.filter(cluster_year__year_id=key.year_id, unit_id=key.unit_id).exclude(
        reopened_from=""
    )
    who = {"actor": actor, "now": now}
    closed = [receiving.close_again(registration_id=each.pk, **who) for each in about(path, found.order_by("pk"))]
    return any(each is not None for each in closed)


def head_tasks(year: HeadYear) -> Asking:
    """Tổng hợp đăng ký, gửi Bộ: one question where the year asks for registrations, none elsewhere."""
    own, total = year.own.get(CONSOLIDATION_DUTY), year.totals.get(DUTY)
    if own is None and total is None:
        return []
    [sheet] = (yield newest_consolidations(year.cluster_year.pk)[:1]) or [None]
    obligation = own.obligation if own else None
    some_lines = sheet is not None and sheet.line and obligation is not None and obligation.fulfilled_at is None
    fulfilled = sheet is not None and not some_lines
    changed = sheet is not None and sheet.later
    sent = fulfilled and not changed
    note = _("Bản số %(number)s") % {"number": sheet.number} if sheet else ""
    if changed:
        said = _("%(sheet)s; sau đó %(count)s đơn vị gửi hoặc sửa, cần gửi bản tiếp theo.")
        note = said % {"sheet": note, "count": sheet.later}
    begun = StatusWord.DRAFT if sheet else StatusWord.NOT_STARTED
    return [
        TaskRow(
            gather_label(year.cluster_year),
            url=reverse("registrations:cluster-year", args=[year.cluster_year.pk]),
            status=StatusWord.SENT if sent else begun,
            due_on=obligation.last_day if obligation else None,
            internal_due_on=obligation.internal_day if obligation else None,
            holder=year.title,
            days_left=obligation.days_to_go(year.now) if obligation and not fulfilled else None,
            days_late=obligation.days_late(year.now) if obligation and fulfilled else 0,
            note=note,
            action_label="" if sent else _("Tiếp tục"),
        )
    ]


register(
    PaperKind(
        code=DUTY,
        papers=papers,
        task=lazy("Gửi đăng ký thi đua"),
        leader_task=lazy("Ký đăng ký thi đua"),
        buttons={
            StatusWord.NOT_STARTED: lazy("Bắt đầu đăng ký"),
            StatusWord.DRAFT: lazy("Đăng ký tiếp"),
            StatusWord.RETURNED: lazy("Bổ sung"),
            StatusWord.AWAITING_SIGNATURE: lazy("Xem lại trước khi gửi"),
        },
        proxy_url=proxy_url,
        start_urls=start_urls,
        can_reopen=lambda actor, found: policies.can_reopen(actor, found.subject),
        lock=lock_registration,
        reopen=reopen,
        close_again=close_again,
    )
)
register_head_task("consolidation", 30, head_tasks)
