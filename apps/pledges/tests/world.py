"""A region of some units in two lines with a pledge in every state, for the tests of this app and of those above."""

from datetime import date

from apps.clusters.enums import Line
from apps.dashboard.tests.world import NOW, SYSTEM, World, build
from apps.pledges.domain.opening import open_for_signing
from apps.pledges.domain.signing import sign, what_is_signed
from apps.pledges.domain.texts import Promised, create_pledge, save_draft
from apps.pledges.models import Pledge, Signature

__all__ = ["DUE", "NOW", "SYSTEM", "build", "drafted", "opened", "signed", "two_lines"]

DUE = date(2020, 11, 20)
TEXT = "Thi đua hoàn thành xuất sắc nhiệm vụ năm 2020.\nĐoàn kết, kỷ cương, sáng tạo."


def drafted(world: World, line: str = "", text: str = TEXT) -> Pledge:
    """A draft with two commitments: one of all units, one of the last unit."""
    members = world.cluster_year.members.filter(line=line) if line else world.cluster_year.members
    last = members.order_by("-order").first().unit_id
    pledge = create_pledge(cluster_year_id=world.cluster_year.pk, line=line, actor=SYSTEM, now=NOW)
    return save_draft(
        pledge_id=pledge.pk,
        title="Giao ước thi đua",
        text=text,
        commitments=[
            Promised("Gửi báo cáo đúng hạn", due_on=date(2020, 11, 10)),
            Promised("Tổ chức sơ kết", last, date(2020, 12, 1)),
        ],
        version=pledge.version,
        actor=SYSTEM,
        now=NOW,
    )


def opened(world: World, line: str = "") -> Pledge:
    return open_for_signing(pledge_id=drafted(world, line).pk, due_on=DUE, actor=SYSTEM, now=NOW)


def signed(pledge: Pledge, unit, actor=SYSTEM, now=NOW) -> Signature:
    """The unit signs on screen."""
    pledge.refresh_from_db()
    seen = what_is_signed(pledge)
    return sign(pledge_id=pledge.pk, unit_id=unit.pk, way="screen", seen=seen, actor=actor, now=now)


def two_lines(units: int = 4) -> World:
    """The first half of the units are Sở Tư pháp, the rest enforcement."""
    world = build(units, sheets=False)
    for number, member in enumerate(world.cluster_year.members.order_by("order")):
        member.line = Line.JUSTICE if number < units / 2 else Line.ENFORCEMENT
        member.save()
    return world
