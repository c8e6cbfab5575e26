"""What Cụm số 1 did in 2020 beside its pledge, points and ballot: an inspection, a themed movement that some paid no
heed to (minh họa).

No source names these papers; with them every report of a cluster has something to say. Repeating changes nothing.
"""

from datetime import date

from apps.clusters.domain import findings, inspections
from apps.clusters.models import ClusterYear, Finding, Inspection
from apps.clusters.queries import members_in_order
from apps.core.actor import Actor
from apps.demo.loading.cases import moment
from apps.demo.loading.movement_life import write
from apps.demo.loading.movements import MINISTRY, known, speak, start
from apps.documents.domain.citing import file_document
from apps.movements.domain.movements import MovementData
from apps.movements.domain.papers import PaperFacts
from apps.movements.enums import Level
from apps.movements.queries.audience import Audience
from apps.units.models import Unit

TITLE = "Ngành Tư pháp thi đua thực hiện văn hóa công sở năm 2020 (minh họa)"
INSPECTED = 10  # the member, by protocol order
HEEDLESS = 4  # each such member has launched nothing


def load_rest_of_2020(cluster_year: ClusterYear, *, actor: Actor) -> None:
    """``cluster_year``: Cụm số 1 of 2020. Before the movements of past years are summed up."""
    if not Inspection.objects.filter(cluster_year=cluster_year).exists():
        _inspection(cluster_year, actor)
    ministry = Unit.objects.get(code=MINISTRY)
    if not known(ministry, TITLE):
        _movement(ministry, cluster_year, actor)


def _inspection(cluster_year: ClusterYear, actor: Actor) -> None:
    """Held, with one finding that was put right in time."""
    held_on, due_on = date(2020, 9, 15), date(2020, 10, 15)
    member = list(members_in_order(cluster_year.pk))[INSPECTED]
    team = ("Bà Trần Thị Thử, Trưởng đoàn (minh họa)", "Ông Lê Văn Thử, thành viên (minh họa)")
    plan = inspections.Plan(held_on, "Công tác thi đua, khen thưởng trong năm", team, illustrative=True)
    call = {"actor": actor, "now": moment(date(2020, 9, 1))}
    made = inspections.plan_inspection(cluster_year_id=cluster_year.pk, unit_id=member.unit_id, plan=plan, **call)
    inspections.hold_inspection(
        inspection_id=made.pk,
        version=made.version,
        held_on=held_on,
        found=[inspections.Found("Chưa lưu biên bản họp bình xét thi đua của đơn vị (minh họa).", due_on)],
        conclusion="Một nội dung cần khắc phục.",
        minutes=None,
        actor=actor,
        now=moment(held_on),
    )
    finding = Finding.objects.get(inspection=made)
    note, fixed = "Đã bổ sung, lưu hồ sơ (minh họa).", moment(date(2020, 10, 5))
    paper = file_document(
        symbol=f"31/BC-{member.unit.code} (minh họa)",
        issued_on=date(2020, 10, 5),
        issuer_name=member.unit_name,
        owner_code=member.unit.code,
        owner_name=member.unit_name,
        illustrative=True,
        actor=actor,
        now=fixed,
    )
    findings.report_fix(finding_id=finding.pk, note=note, document=paper, actor=actor, now=fixed)
    findings.accept_fix(finding_id=finding.pk, actor=actor, now=moment(date(2020, 10, 9)))


def _movement(ministry: Unit, cluster_year: ClusterYear, actor: Actor) -> None:
    """Uneven, as the meeting of 18/12/2020 complained."""
    day = date(2020, 2, 10)
    data = MovementData(
        level=Level.MINISTRY,
        title=TITLE,
        short_name="Văn hóa công sở 2020 (minh họa)",
        themed=True,
        starts_on=day,
        ends_on=date(2020, 12, 31),
        decision=PaperFacts("MH-20/QĐ-BTP", day, "Bộ Tư pháp", illustrative=True),
    )
    movement = start(ministry, data, Audience(cluster_year_ids=(cluster_year.pk,)), on=day, actor=actor)
    rows = movement.participations.select_related("unit").order_by("unit__protocol_order", "pk")
    for number, place in enumerate(rows):
        if number % HEEDLESS == HEEDLESS - 1:
            continue
        speak([place], year=2020, on=date(2020, 2, 20), symbol="", actor=actor)
        for entry in range(number % 3):
            write(place, date(2020, 4 + 3 * entry, 10), number + entry, actor, picture=False)
