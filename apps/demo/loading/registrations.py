"""Registrations: Cụm số 1 of 2020, the northern border mountains of 2023 with two versions, the running year half-way.

No source names what a unit registered: awards and persons are invented (minh họa).
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from apps.catalog.enums import Subject
from apps.catalog.models import AwardType
from apps.clusters.domain.clusters import appoint_head, form_cluster
from apps.clusters.enums import HeadRole
from apps.clusters.models import ClusterYear, Member
from apps.clusters.ordering import by_line
from apps.core.actor import Actor, system_actor
from apps.demo.loading.bodies import MINISTRY
from apps.demo.loading.cases import moment
from apps.demo.loading.pledges import load_region_pledge
from apps.documents.enums import SigningWay
from apps.obligations.domain.duties import ask
from apps.obligations.models import Obligation
from apps.periods.domain.years import ensure_year
from apps.registrations.domain import consolidating, proxies, receiving, rows, submissions
from apps.registrations.domain.rows import RowChange, RowInput
from apps.registrations.enums import RegistrationState
from apps.registrations.models import TitleRegistration
from apps.registrations.queries import CONSOLIDATION_DUTY, DUTY, choices_for, roll_of, rules_day
from apps.units.models import Unit

REGION = "KV-MNBG"
REGION_NAME = "Khu vực thi đua các tỉnh miền núi biên giới phía Bắc"
TODAY = (
    *("STP-CAO-BANG", "STP-LAO-CAI", "STP-LAI-CHAU", "STP-DIEN-BIEN"),
    *("STP-SON-LA", "STP-LANG-SON", "STP-TUYEN-QUANG"),
)
COLLECTIVE, INDIVIDUAL = ("TTLDXS", "CTDB", "BKB"), ("CSTDCS", "BKB", "LDTT")
NAMES = ("Trần Thị Minh Họa", "Lê Văn Minh Họa", "Phạm Thị Minh Họa", "Đỗ Văn Minh Họa")
SIGNER = "Thủ trưởng đơn vị (minh họa)"
REMARK = "Ghi rõ chức vụ của cá nhân đăng ký Bằng khen, bổ sung tập thể phòng (minh họa)."


def load_registrations(*, actor: Actor, now: datetime) -> int:
    """All three; answers how many registrations were sent now. Repeating changes nothing."""
    year = timezone.localtime(now).year
    sent = _finished("CUM-1", 2020, due_on=date(2020, 3, 31), actor=actor)
    sent += _region_of_2023(actor)
    region = _region_of_today(year, actor, now)  # before anybody is asked: no unit of it comes later
    sent += _running("CUM-1", year, actor, now)
    if region:
        sent += _running(REGION, year, actor, now)
    load_region_pledge(year, now=now)
    return sent


def _cluster_year(code: str, year: int) -> ClusterYear | None:
    return ClusterYear.objects.filter(cluster__code=code, year__year=year).select_related("year", "cluster").first()


def _ask(cluster_year: ClusterYear, due_on: date, actor: Actor, *, everybody: bool = False) -> list[Member]:
    """Both duties of the year; answers the members in protocol order. ``everybody``: also of whoever comes later."""
    members = list(cluster_year.members.standing().select_related("unit").order_by(by_line(), "order", "pk"))
    heads = list(cluster_year.head_terms.filter(role=HeadRole.HEAD).values_list("unit_id", flat=True))[:1]
    asked = (
        (DUTY, "Đăng ký thi đua", due_on, [member.unit_id for member in members], "all:members"),
        (CONSOLIDATION_DUTY, "Bảng tổng hợp đăng ký thi đua", due_on + timedelta(days=15), heads, "all:heads"),
    )
    for code, label, due, unit_ids, audience in asked:
        known = Obligation.objects.filter(duty__year=cluster_year.year, duty__code=code)
        if set(unit_ids) - set(known.values_list("unit_id", flat=True)):
            duty = known.values_list("duty__due_on", "duty__basis").first()
            ask(
                year_id=cluster_year.year_id,
                code=code,
                label=label,
                due_on=duty[0] if duty else due,
                unit_ids=unit_ids,
                basis=duty[1] if duty else "Kế hoạch hoạt động của Cụm (minh họa)",
                audience=[audience] if everybody else [],
                actor=actor,
                now=moment(due - timedelta(days=30)),
            )
    return members


def _send(member: Member, number: int, *, at: datetime, people: int = 2) -> bool:
    """The unit registers itself and some people, and its leader confirms; False when it had begun before."""
    registration = rows.start(member_id=member.pk, actor=_by(member), now=at)
    if registration.state != RegistrationState.DRAFT or registration.rows.exists():
        return False
    _fill(registration, number, at=at, people=people)
    submissions.submit_registration(registration_id=registration.pk, way=SigningWay.SCREEN, actor=_by(member), now=at)
    return True


def _by(member: Member) -> Actor:
    return system_actor(f"{SIGNER}, {member.unit_name}")


def _fill(registration: TitleRegistration, number: int, *, at: datetime, people: int) -> None:
    on = rules_day(registration.cluster_year.year, at)
    choices = choices_for(registration.unit, on)
    collective = _award(choices.awards[Subject.COLLECTIVE], COLLECTIVE)
    individual = _award(choices.awards[Subject.INDIVIDUAL], INDIVIDUAL)
    inputs = [
        RowInput(is_collective=True, award_id=collective.pk, name=registration.unit_name, unit_id=registration.unit_id)
    ]
    roll = roll_of(registration.unit, on)[:people]
    inputs += [
        RowInput(False, individual.pk, person.full_name, person.post_text, person_id=person.pk) for person in roll
    ]
    for place in range(people - len(roll)):
        name = f"{NAMES[(number + place) % len(NAMES)]} {number + 1}"
        inputs.append(RowInput(False, individual.pk, name, "Chuyên viên (minh họa)"))
    changes = [RowChange(None, row) for row in inputs]
    rows.save_rows(registration_id=registration.pk, changes=changes, actor=system_actor(SIGNER), now=at)


def _award(offered: Sequence[AwardType], wanted: Sequence[str]) -> AwardType:
    by_code = {award.code: award for award in offered}
    return next((by_code[code] for code in wanted if code in by_code), offered[0])


def _finished(code: str, year: int, *, due_on: date, actor: Actor) -> int:
    """Every unit sent in time, the head sent one version."""
    cluster_year = _cluster_year(code, year)
    if cluster_year is None or cluster_year.consolidations.exists():
        return 0
    members = _ask(cluster_year, due_on, actor)
    sent = sum(
        _send(member, number, at=moment(due_on - timedelta(days=number % 5))) for number, member in enumerate(members)
    )
    at = moment(due_on + timedelta(days=4))
    consolidating.send_to_ministry(cluster_year_id=cluster_year.pk, actor=_head(cluster_year), now=at)
    return sent


def _head(cluster_year: ClusterYear) -> Actor:
    return system_actor(f"Trưởng {cluster_year.name} (minh họa)")


def _region_of_2023(actor: Actor) -> int:
    """Version 1, then one unit asks to change: version 2 with the difference marked."""
    cluster_year = _cluster_year(REGION, 2023)
    if cluster_year is None or cluster_year.consolidations.exists():
        return 0
    sent = _finished(REGION, 2023, due_on=date(2023, 3, 15), actor=actor)
    registration = TitleRegistration.objects.filter(cluster_year=cluster_year).in_protocol_order()[2]
    at = moment(date(2023, 4, 10))
    receiving.reopen(
        registration_id=registration.pk,
        reason="Đơn vị đề nghị bổ sung một cá nhân (minh họa)",
        actor=_head(cluster_year),
        now=at,
    )
    old = registration.rows.filter(is_collective=False).order_by("pk").last()
    added = RowInput(False, old.award_id, "Vàng Thị Minh Họa", "Phó Trưởng phòng (minh họa)")
    changed = RowInput(False, old.award_id, old.name, "Trưởng phòng (minh họa)")
    changes = [RowChange(None, added), RowChange(old.pk, changed, old.version)]
    rows.save_rows(registration_id=registration.pk, changes=changes, actor=system_actor(SIGNER), now=at)
    submissions.submit_registration(
        registration_id=registration.pk, way=SigningWay.SCREEN, actor=system_actor(SIGNER), now=at
    )
    consolidating.send_to_ministry(
        cluster_year_id=cluster_year.pk,
        reason="Một đơn vị bổ sung cá nhân và sửa chức vụ (minh họa)",
        actor=_head(cluster_year),
        now=moment(date(2023, 4, 12)),
    )
    return sent


def _region_of_today(year: int, actor: Actor, now: datetime) -> ClusterYear | None:
    """The same region on the provinces of today; nobody when its units compete elsewhere this year."""
    known = _cluster_year(REGION, year)
    if known is not None:
        return known
    units = Unit.objects.in_bulk(TODAY, field_name="code")
    ministry = Unit.objects.get(code=MINISTRY)
    emulation_year = ensure_year(organiser_id=ministry.pk, year=year, actor=actor, now=now)
    members = [units[code] for code in TODAY if code in units]
    if Member.objects.standing().filter(cluster_year__year=emulation_year, unit__in=members).exists():
        return None
    cluster_year = form_cluster(
        code=REGION,
        name=REGION_NAME,
        kind="region",
        organiser_id=ministry.pk,
        year_id=emulation_year.pk,
        members=[(unit, order, "justice") for order, unit in enumerate(members, start=1)],
        actor=actor,
        now=now,
    )
    appoint_head(
        cluster_year_id=cluster_year.pk,
        unit_id=members[0].pk,
        role=HeadRole.HEAD,
        starts_on=date(year, 1, 1),
        actor=actor,
        now=now,
    )
    return cluster_year


def _running(code: str, year: int, actor: Actor, now: datetime) -> int:
    """Some sent, one late, one typed from paper, one given back with a remark, the rest not yet: due a week ago."""
    cluster_year = _cluster_year(code, year)
    if cluster_year is None or TitleRegistration.objects.filter(cluster_year=cluster_year).exists():
        return 0
    today = timezone.localtime(now).date()
    due_on = today - timedelta(days=7)
    members = _ask(cluster_year, due_on, actor, everybody=True)
    late, unsent = members[-2:-1], members[-1:]
    typed = members[2:3] if code == "CUM-1" else []
    sent = 0
    for number, member in enumerate(members):
        if member in unsent or member in typed:
            continue
        days = -3 if member in late else 1 + number % 4
        sent += _send(member, number, at=moment(due_on - timedelta(days=days)))
    for member in typed:
        _type(member, due_on, now)
        sent += 1
    remarked = TitleRegistration.objects.filter(cluster_year=cluster_year, unit__code="STP-LAO-CAI").first()
    if remarked is not None:
        receiving.return_registration(
            registration_id=remarked.pk, remark=REMARK, actor=_head(cluster_year), now=now - timedelta(hours=5)
        )
    return sent


def _type(member: Member, due_on: date, now: datetime) -> None:
    """Nhập thay by the head from the unit's paper."""
    who = {"actor": system_actor("Cán bộ đơn vị Trưởng Cụm (minh họa)"), "now": now - timedelta(days=1)}
    registration = proxies.begin_proxy(
        member_id=member.pk, received_on=due_on - timedelta(days=1), basis="15/ĐK (minh họa)", **who
    )
    _fill(registration, 50, at=who["now"], people=1)
    submissions.submit_proxy(registration_id=registration.pk, **who)
