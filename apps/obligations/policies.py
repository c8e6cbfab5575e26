"""Who may move a due date."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.obligations.enums import RequestKind, comes_by_itself, office_alone
from apps.obligations.models import Duty, Obligation
from apps.obligations.owners import page_of

# Codes of clusters.enums (a later row): heads, and former heads who finish their year.
FINISHING = ("cluster_head", "cluster_deputy", "closing_head", "closing_deputy")


def can_extend(actor: Actor, obligation: Obligation, *, cluster_year_ids: Iterable[int] = ()) -> Verdict:
    """The standing office of the year's organiser, or a head of a ClusterYear in which the unit is a member.

    This app does not know clusters: the caller names the ClusterYears of the unit in ``cluster_year_ids``.
    """
    if actor.holds("standing_office", unit_id=obligation.duty.year.organiser_id):
        return in_person(actor)
    if actor.cluster_year_ids(*FINISHING) & set(cluster_year_ids):
        return in_person(actor)
    return refused(_("Chỉ Trưởng, Phó Trưởng Cụm, Khu vực hoặc Thường trực Hội đồng được gia hạn."))


def can_answer(
    actor: Actor, obligation: Obligation, kind: RequestKind | str, *, cluster_year_ids: Iterable[int] = ()
) -> Verdict:
    """A unit's request: whoever may extend, but for the unit's own people; of papers that the office alone gives back
    the office. As a set of rows: ``dashboard.queries.requests.answerable``.
    """
    office = actor.holds("standing_office", unit_id=obligation.duty.year.organiser_id)
    if not office and office_alone(kind, obligation.duty.code):
        return refused(_("Chỉ Thường trực Hội đồng được mở lại việc này cho đơn vị sửa."))
    if not office and actor.holds("officer", "leader", unit_id=obligation.unit_id):
        return refused(_("Đề nghị của đơn vị mình do Phó Trưởng Cụm, Khu vực hoặc Thường trực Hội đồng trả lời."))
    return can_extend(actor, obligation, cluster_year_ids=cluster_year_ids)


def can_ask_for_time(actor: Actor, obligation: Obligation) -> Verdict:
    """Officers and leaders of the unit; a call within the unit has no such way."""
    if obligation.duty.asked_by_id is None and actor.holds("officer", "leader", unit_id=obligation.unit_id):
        return in_person(actor)
    return refused(_("Chỉ cán bộ TĐKT và lãnh đạo của đơn vị đề nghị gia hạn, mở lại."))


def can_receive(actor: Actor, obligation: Obligation, *, cluster_year_ids: Iterable[int] = ()) -> Verdict:
    """Đã nhận: whoever may extend."""
    if can_extend(actor, obligation, cluster_year_ids=cluster_year_ids):
        return in_person(actor)
    return refused(_("Chỉ Trưởng, Phó Trưởng Cụm, Khu vực hoặc Thường trực Hội đồng ghi được là đã nhận."))


def can_edit(actor: Actor, duty: Duty) -> Verdict:
    """As ``can_ask``, where no other page keeps the date."""
    if page_of(duty):
        return refused(_("Hạn của việc này được đặt ở trang của mẫu báo cáo, phong trào hoặc kế hoạch."))
    return can_ask(actor, duty.year.organiser_id)


def can_receive_all(actor: Actor, duty: Duty) -> Verdict:
    """Đã nhận of several units on the page of a duty that no app fulfils."""
    if comes_by_itself(duty.code):
        return refused(_("Đơn vị gửi việc này trong hệ thống, không ghi nhận thay ở đây."))
    return can_ask(actor, duty.year.organiser_id)


def can_waive(actor: Actor, obligation: Obligation, *, year=None) -> Verdict:
    """The standing office of the year's organiser; of a unit's own call that unit's officers and leaders."""
    if obligation.duty.asked_by_id is not None:
        return can_call(actor, obligation.duty.asked_by_id)
    organiser_id = (year or obligation.duty.year).organiser_id
    if actor.holds("standing_office", unit_id=organiser_id):
        return in_person(actor)
    return refused(_("Chỉ Thường trực Hội đồng của đơn vị tổ chức được miễn."))


def can_ask(actor: Actor, organiser_id: int) -> Verdict:
    """Giao việc của năm: the standing office of the organiser."""
    if actor.holds("standing_office", unit_id=organiser_id):
        return in_person(actor)
    return refused(_("Chỉ Thường trực Hội đồng của đơn vị tổ chức giao việc, đặt thời hạn của năm."))


def can_remind(actor: Actor, duty: Duty) -> Verdict:
    """Nhắc mọi đơn vị của một việc: the standing office of the organiser. Heads remind their members on their board."""
    if duty.asked_by_id is None and actor.holds("standing_office", unit_id=duty.year.organiser_id):
        return ALLOWED
    return refused(_("Chỉ Thường trực Hội đồng của đơn vị tổ chức nhắc được các đơn vị ở đây."))


def sees_who_owes(actor: Actor, duty: Duty) -> bool:
    """Who blocks the total: the standing office of the organiser and the auditor."""
    organiser = duty.year.organiser
    above = any(organiser.path.startswith(path) for path in actor.paths("auditor"))
    return actor.is_system or above or actor.holds("standing_office", unit_id=organiser.pk)


def can_call(actor: Actor, unit_id: int) -> Verdict:
    """A unit's own call to its divisions: its officers and leaders."""
    if actor.holds("officer", "leader", unit_id=unit_id):
        return in_person(actor)
    return refused(_("Chỉ cán bộ TĐKT và lãnh đạo của đơn vị đặt được hạn nội bộ, giao việc trong nội bộ."))
