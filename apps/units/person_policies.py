"""Who may see and keep the files of people.

Officers and leaders: own unit and below. Standing office and auditor: their organiser's branch, at the ministry
everybody. What is personal is opened only by those in charge of the person today; discipline only by the official
unit's own people, the standing office and the auditor.
"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, refused
from apps.units.models import Person, Posting, Unit, reach_of
from apps.units.models.people_scope import MANAGERS, ROLES
from apps.units.person_queries import homes_of

NOT_YOURS = _("Chỉ cán bộ TĐKT, lãnh đạo của đơn vị quản lý người này hoặc Thường trực Hội đồng được thực hiện.")


def can_open_people(actor: Actor) -> Verdict:
    """The list of people: roles of units, not those of clusters."""
    if actor.is_system or actor.holds(*ROLES):
        return ALLOWED
    return refused(
        _(
            "Hồ sơ cá nhân dành cho cán bộ TĐKT, lãnh đạo đơn vị, Thường trực Hội đồng và cán bộ kiểm tra, giám sát. "
            "Điện thoại của người phụ trách các đơn vị có ở Danh bạ cán bộ TĐKT."
        )
    )


def can_open_directory(actor: Actor) -> Verdict:
    """Every holder of a role: work telephones are public inside the portal."""
    if actor.is_system or actor.grants:
        return ALLOWED
    return refused(_("Danh bạ dành cho người được giao vai trò trong hệ thống."))


def can_keep_people(actor: Actor) -> Verdict:
    """May make files and change some of them."""
    if actor.is_system or actor.holds(*MANAGERS):
        return ALLOWED
    if actor.holds("auditor"):
        return refused(_("Cán bộ kiểm tra, giám sát chỉ xem, không sửa hồ sơ."))
    return can_open_people(actor) and refused(NOT_YOURS)


def can_add_to(actor: Actor, unit: Unit) -> Verdict:
    """A file or a posting in this unit: it lies in what the actor keeps."""
    if reach_of(actor, *MANAGERS).holds(unit.path):
        return ALLOWED
    return refused(_("Đơn vị này không thuộc phạm vi quản lý của bạn."))


def can_edit(actor: Actor, person: Person) -> Verdict:
    """Keepers of a unit where the person works today (of the last one when the person has left)."""
    if verdict := can_keep_people(actor):
        reach = reach_of(actor, *MANAGERS)
        held = homes_of(person, actor.on).held
        verdict = ALLOWED if any(map(reach.holds, held)) or reach.everybody else refused(NOT_YOURS)
    return verdict


def can_move(actor: Actor, person: Person) -> Verdict:
    """Transfer and secondment: keepers of the official unit, not of the one that received the person for a time."""
    if verdict := can_keep_people(actor):
        reach = reach_of(actor, *MANAGERS)
        verdict = (
            ALLOWED
            if reach.everybody or any(map(reach.holds, homes_of(person, actor.on).own))
            else refused(_("Chỉ đơn vị quản lý chính thức của người này hoặc Thường trực Hội đồng được thực hiện."))
        )
    return verdict


def can_change_posting(actor: Actor, posting: Posting) -> Verdict:
    """The posting lies in what the actor keeps, and so does the person today: who has left is no longer theirs."""
    return can_edit(actor, posting.person) and can_add_to(actor, posting.unit)


def changeable_ids(actor: Actor, postings: Iterable[Posting]) -> set[int]:
    """Which postings (with their units) of a person whom the actor ``can_edit`` may be changed: for a whole page."""
    reach = reach_of(actor, *MANAGERS)
    return {posting.pk for posting in postings if reach.holds(posting.unit.path)}


def can_merge(actor: Actor, kept: Person, other: Person) -> Verdict:
    """Whoever keeps both files."""
    return can_edit(actor, kept) and can_edit(actor, other)


def can_open_personal_data(actor: Actor, person: Person) -> Verdict:
    """Birth date, personal code and private telephone: those in charge of the person today, and the auditor."""
    reach = reach_of(actor, *ROLES)
    if reach.everybody or any(map(reach.holds, homes_of(person, actor.on).held)):
        return ALLOWED
    return refused(
        _("Dữ liệu cá nhân chỉ mở cho đơn vị nơi người này đang công tác, Thường trực Hội đồng và kiểm tra.")
    )


def personal_data_open(actor: Actor, people: Iterable[Person]) -> set[int]:
    """Ids of the people (with ``all_postings``) whom ``can_open_personal_data`` allows: one question for a list."""
    reach = reach_of(actor, *ROLES)
    opened = set()
    for person in people:
        held = [posting for posting in person.all_postings if posting.is_held_on(actor.on)] or person.all_postings[:1]
        if reach.everybody or any(reach.holds(posting.unit.path) for posting in held):
            opened.add(person.pk)
    return opened


def can_see_discipline(actor: Actor, person: Person) -> Verdict:
    reach = reach_of(actor, *ROLES)
    if reach.everybody or any(map(reach.holds, homes_of(person, actor.on).own)):
        return ALLOWED
    return refused(_("Thông tin kỷ luật chỉ hiện với đơn vị quản lý chính thức, Thường trực Hội đồng và kiểm tra."))


def can_record_discipline(actor: Actor, person: Person) -> Verdict:
    return can_see_discipline(actor, person) and can_move(actor, person)
