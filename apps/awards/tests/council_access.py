"""Who may open which page of councils, sessions and decisions. All are of the organiser of the matrix's year."""

from datetime import date

from apps.awards.models import (
    AgendaItem,
    AwardDecision,
    AwardProposal,
    CertificateLayout,
    Conflict,
    Council,
    CouncilMember,
    CouncilSession,
    Nominee,
    Seat,
    UpwardSubmission,
)
from apps.ballots.models import Ballot
from apps.registrations.tests.factories import award, load_awards
from emulation_portal.tests.matrix import Row
from emulation_portal.tests.matrix_world import NOW

FACTS = {"name": "Hội đồng", "starts_on": date(2020, 1, 1), "kind": "emulation"}


def council_of(subject) -> Council:
    return Council.objects.get_or_create(organiser=subject.cluster_year.year.organiser, defaults=FACTS)[0]


def member_of(subject) -> CouncilMember:
    facts = {"name": "Trần Thị Thử", "order": 1, "starts_on": date(2020, 1, 1)}
    return council_of(subject).members.get_or_create(defaults=facts)[0]


def session_of(subject) -> CouncilSession:
    found, year = council_of(subject), subject.cluster_year.year
    facts = {"title": "Phiên họp", "held_on": date(2020, 12, 20), "year": year, "number": 1}
    made, new = CouncilSession.objects.get_or_create(council=found, defaults=facts)
    if new:
        seat = {"label": "Bà Trần Thị Thử", "order": 1, "position": "member"}
        Seat.objects.create(session=made, member=member_of(subject), **seat)
    return made


def council(subject) -> list:
    return [council_of(subject).pk]


def member(subject) -> list:
    return [council_of(subject).pk, member_of(subject).pk]


def session(subject) -> list:
    return [session_of(subject).pk]


def ballot(subject) -> list:
    found = session_of(subject)
    made = Ballot.objects.get_or_create(keeper=found.keeper, defaults={"title": "Bỏ phiếu"})[0]
    return [found.pk, made.pk]


def item(subject) -> list:
    load_awards()
    found, unit = session_of(subject), subject.sheet.unit
    if there := found.items.first():
        return [found.pk, there.pk]
    proposal = AwardProposal.objects.create(
        unit=unit, unit_name=unit.name, year=found.year, type="merit", occasion="Trước Hội đồng",
        state="before_council", submitted_at=NOW, period_from=2020, period_to=2020,
    )  # fmt: skip
    nominee = Nominee.objects.create(
        proposal=proposal, position=1, subject="collective", award=award("TTLDXS"), unit=unit, name=unit.name
    )
    return [found.pk, AgendaItem.objects.create(session=found, nominee=nominee, position=1).pk]


def conflict(subject) -> list:
    pk, item_id = item(subject)
    seat = session_of(subject).seats.get()
    facts = {"reason": "Cùng đơn vị", "declared_at": NOW}
    return [pk, Conflict.objects.get_or_create(item_id=item_id, seat=seat, defaults=facts)[0].pk]


def decision(subject) -> list:
    year = subject.cluster_year.year
    facts = {"year": year, "abstract": "Về việc tặng", "authority_name": "Bộ trưởng", "authority_level": "ministry"}
    return [AwardDecision.objects.get_or_create(organiser=year.organiser, defaults=facts)[0].pk]


def line(subject) -> list:
    (pk,) = decision(subject)
    nominee = AgendaItem.objects.get(pk=item(subject)[1]).nominee
    made = AwardDecision.objects.get(pk=pk).lines.get_or_create(nominee=nominee, defaults={"position": 1})[0]
    return [pk, made.pk]


def layout(subject) -> list:
    organiser = subject.cluster_year.year.organiser
    return [CertificateLayout.objects.get_or_create(organiser=organiser, defaults={"parts": {}})[0].pk]


def upward(subject) -> list:
    held = session_of(subject)
    facts = {
        "authority_name": "Thủ tướng Chính phủ",
        "authority_level": "state",
        "addressed_to": "Ban",
        "abstract": "Về",
    }
    facts |= {"organiser": held.council.organiser, "year": held.year}
    return [UpwardSubmission.objects.get_or_create(session=held, defaults=facts)[0].pk]


LIST = "401 200 200 200 200 200 200 200 200"
SEEN = "401 404 404 404 404 404 200 200 404"
OFFICE = "401 404 404 404 404 404 200 403 404"
OFFICE_OF_ANY = "401 403 403 403 403 403 200 403 403"
MEMBER = "401 404 404 404 404 404 403 403 404"  # nobody of the matrix sits in the council

ROWS = [
    Row("awards:council-list", LIST),
    Row("awards:council-create", "401 200 200 200 200 200 200 403 403"),
    Row("awards:council-detail", SEEN, arguments=council),
    Row("awards:council-change", OFFICE, arguments=council),
    Row("awards:member-add", OFFICE, arguments=council),
    Row("awards:member-end", OFFICE, arguments=member),
    Row("awards:session-create", OFFICE, arguments=council),
    Row("awards:session-list", LIST),
    Row("awards:session-detail", SEEN, arguments=session),
    Row("awards:session-change", OFFICE, arguments=session),
    Row("awards:session-agenda", OFFICE, arguments=session),
    Row("awards:session-off", OFFICE, arguments=session),
    Row("awards:session-presence", OFFICE, arguments=session),
    Row("awards:session-open", OFFICE, arguments=session),
    Row("awards:session-conclude", OFFICE, arguments=session),
    Row("awards:session-ballots", OFFICE, arguments=session),
    Row("awards:session-results", OFFICE, arguments=ballot),
    Row("awards:session-minutes", OFFICE, arguments=session),
    Row("awards:session-sign", OFFICE, arguments=session),
    Row("awards:session-signed", "401 404 404 404 404 404 404 404 404", arguments=session),  # not signed yet
    Row("awards:session-reopen", OFFICE, arguments=session),
    Row("awards:conflict-withdraw", OFFICE, arguments=conflict),
    Row("awards:session-answer", MEMBER, arguments=session),
    Row("awards:session-read", MEMBER, arguments=item),
    Row("awards:session-conflict", OFFICE, arguments=item),
    Row("awards:decision-create", OFFICE, arguments=session),
    Row("awards:decision-list", LIST),
    Row("awards:decision-detail", SEEN, arguments=decision),
    Row("awards:decision-change", OFFICE, arguments=decision),
    Row("awards:decision-issue", OFFICE, arguments=decision),
    Row("awards:decision-check", OFFICE, arguments=decision),
    Row("awards:decision-signed", OFFICE, arguments=decision),
    Row("awards:layout-list", LIST),
    Row("awards:layout-create", OFFICE_OF_ANY),
    Row("awards:layout-detail", SEEN, arguments=layout),
    Row("awards:layout-change", OFFICE, arguments=layout),
    Row("awards:layout-trial", SEEN, arguments=layout),
    Row("awards:upward-list", LIST),
    Row("awards:upward-create", OFFICE, arguments=session),
    Row("awards:upward-detail", SEEN, arguments=upward),
    Row("awards:upward-sent", OFFICE, arguments=upward),
    Row("awards:upward-answer", OFFICE, arguments=upward),
    Row("awards:upward-discard", OFFICE, arguments=upward),
    Row("awards:decision-discard", OFFICE, arguments=decision),
    Row("awards:decision-revoke", OFFICE, arguments=decision),
    Row("awards:decision-restore", OFFICE, arguments=decision),
    Row("awards:decision-lines-add", OFFICE, arguments=decision),
    Row("awards:decision-line-remove", OFFICE, arguments=line),
    Row("awards:decision-line-correct", OFFICE, arguments=line),
    Row("awards:decision-line-reissue", OFFICE, arguments=line),
]
