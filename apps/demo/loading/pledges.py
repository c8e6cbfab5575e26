"""Plans and pledges: the region of the centrally-run cities 2022–2023, Cụm số 1 of 2020, 2021 and this year.

Who, when and the numbers of papers are those of the sources; texts and commitments are marked minh họa.
"""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from apps.accounts.models import User
from apps.clusters.domain.clusters import appoint_head, form_cluster
from apps.clusters.domain.plan_duties import report_done
from apps.clusters.domain.plans import ItemFacts, PaperFacts, issue_plan, save_plan
from apps.clusters.enums import HeadRole, ItemKind
from apps.clusters.models import ActivityPlan, ClusterYear
from apps.core.actor import Actor, system_actor
from apps.core.dates import local
from apps.demo.loading.cases import moment
from apps.documents.domain.attachments import store
from apps.documents.domain.signed_copies import PaperCopy
from apps.documents.enums import SigningPrefix, SigningWay
from apps.notifications.domain.sending import nobody_is_told
from apps.obligations.domain.duties import ask
from apps.obligations.models import Duty
from apps.periods.domain.years import ensure_year
from apps.pledges.commitment_queries import promises
from apps.pledges.domain.opening import close, open_for_signing
from apps.pledges.domain.promises import report_done as promise_kept
from apps.pledges.domain.signing import sign, what_is_signed
from apps.pledges.domain.texts import Promised, create_pledge, save_draft
from apps.pledges.enums import PledgeState
from apps.pledges.models import Pledge
from apps.pledges.queries import signers
from apps.units.models import Unit

DATA = Path(__file__).resolve().parent.parent / "data" / "pledges.json"
SCAN = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"  # noqa: E501


def load_pledges(cluster_years: dict[int, ClusterYear], *, actor: Actor, now: datetime) -> int:
    """Answers how many pledges there are. Repeating changes nothing. ``cluster_years``: those of Cụm số 1."""
    found = json.loads(DATA.read_text(encoding="utf-8"))
    *_past, this_year = sorted(cluster_years)
    with nobody_is_told():
        _region(found, actor, now)
        _cluster_of_2020(found, cluster_years[2020], actor)
        _close_past(actor, now)
    _running(found, cluster_years[this_year], actor, now)
    return Pledge.objects.count()


# --- The region of the centrally-run cities ---------------------------------------------------------------


def region_of_cities(year: int, *, actor: Actor, now: datetime) -> ClusterYear:
    """Five Sở Tư pháp and five Cục THADS of 2022 (and 2023). Repeating changes nothing."""
    region = json.loads(DATA.read_text(encoding="utf-8"))["region"]
    ministry = Unit.objects.get(code="BTP")
    units = Unit.objects.in_bulk([*region["justice"], *region["enforcement"]], field_name="code")
    members = [
        (units[code], order, line)
        for line in ("justice", "enforcement")
        for order, code in enumerate(region[line], start=1)
    ]
    return form_cluster(
        code=region["code"],
        name=region["name"],
        kind="region",
        organiser_id=ministry.pk,
        year_id=ensure_year(organiser_id=ministry.pk, year=year, actor=actor, now=now).pk,
        members=members,
        actor=actor,
        now=now,
    )


def _region(found: dict, actor: Actor, now: datetime) -> None:
    of_2022 = region_of_cities(2022, actor=actor, now=now)
    head = Unit.objects.get(code=found["region"]["head"])
    appoint_head(
        cluster_year_id=of_2022.pk,
        unit_id=head.pk,
        role=HeadRole.HEAD,
        starts_on=date(2022, 1, 1),
        actor=actor,
        now=now,
    )
    due_on = date(2022, 4, 29)
    _plan(of_2022, _items_of_2022(due_on, head), PaperFacts("36/KH-KVTĐ", date(2022, 4, 8)), moment(date(2022, 4, 8)))
    late = found["region"]["late"]
    for line in ("justice", "enforcement"):
        pledge = _opened(found, of_2022, line, due_on=due_on, met_on=None, place="Hà Nội", at=moment(date(2022, 4, 11)))
        if pledge is not None:
            for number, member in enumerate(signers(pledge)):
                days = late.get(member.unit.code, 0)
                _sign(pledge, member, at=moment(due_on + timedelta(days=days or -5 - number)))
            close(pledge_id=pledge.pk, actor=actor, now=moment(date(2023, 1, 10)))
    of_2023 = region_of_cities(2023, actor=actor, now=now)
    met_on, opened_at = date(2023, 1, 12), moment(date(2023, 1, 9))  # illustrative: the source prints no day
    for line in ("justice", "enforcement"):
        pledge = _opened(found, of_2023, line, due_on=met_on, met_on=met_on, place="Hà Nội", at=opened_at)
        if pledge is not None:
            for member in signers(pledge):
                _sign(pledge, member, at=moment(met_on))


def _items_of_2022(due_on: date, head: Unit) -> list[ItemFacts]:
    return [
        ItemFacts("Ký giao ước thi đua năm 2022", ItemKind.PLEDGE, due_on, asks_members=True),
        ItemFacts("Tổng hợp đăng ký thi đua, gửi Bộ Tư pháp", ItemKind.REGISTRATION, date(2022, 5, 20), head.name),
        ItemFacts("Đôn đốc báo cáo sơ kết 6 tháng", ItemKind.REPORT, date(2022, 6, 20), head.name),
        ItemFacts("Kiểm tra công tác thi đua, khen thưởng", ItemKind.INSPECTION, date(2022, 9, 30), head.name),
        ItemFacts("Chấm điểm, bình xét, suy tôn", ItemKind.SCORING, date(2022, 11, 30), head.name),
        ItemFacts(
            "Hội nghị tổng kết năm 2022 và ký kết giao ước thi đua năm 2023",
            ItemKind.CONFERENCE,
            date(2023, 1, 12),
            head.name,
        ),
    ]


# --- Cụm số 1 -----------------------------------------------------------------------------------------------


def _cluster_of_2020(found: dict, of_2020: ClusterYear, actor: Actor) -> None:
    """2020: all signed in time. 2021: signed at the conference of the afternoon of 18/12/2020."""
    of_2021 = ClusterYear.objects.filter(cluster=of_2020.cluster, year__year=2021).first()
    due_on, issued_on = date(2020, 3, 31), date(2020, 2, 28)
    head = of_2020.head_terms.filter(role=HeadRole.HEAD).select_related("unit").first().unit
    _plan(of_2020, _items_of_2020(due_on, head), PaperFacts("05/KH-CTĐ (minh họa)", issued_on), moment(issued_on))
    pledge = _opened(found, of_2020, "", due_on=due_on, met_on=due_on, place="Hà Nội", at=moment(date(2020, 3, 9)))
    if pledge is not None:
        for number, member in enumerate(signers(pledge)):
            _sign(pledge, member, at=moment(date(2020, 3, 12) + timedelta(days=number)))
        close(pledge_id=pledge.pk, actor=actor, now=moment(date(2020, 12, 18)))
    met_on = date(2020, 12, 18)
    pledge = of_2021 and _opened(
        found, of_2021, "", due_on=met_on, met_on=met_on, place="Hà Nội", at=moment(date(2020, 12, 14))
    )
    if pledge:
        for member in signers(pledge):
            _sign(pledge, member, at=moment(met_on))


def _items_of_2020(due_on: date, head: Unit) -> list[ItemFacts]:
    return [
        ItemFacts("Ký giao ước thi đua năm 2020", ItemKind.PLEDGE, due_on, asks_members=True),
        ItemFacts("Tổng hợp đăng ký thi đua, gửi Bộ Tư pháp", ItemKind.REGISTRATION, date(2020, 4, 15), head.name),
        ItemFacts("Kiểm tra công tác thi đua, khen thưởng", ItemKind.INSPECTION, date(2020, 9, 30), head.name),
        ItemFacts("Chấm điểm, bình xét, suy tôn", ItemKind.SCORING, date(2020, 11, 30), head.name),
        ItemFacts("Hội nghị tổng kết, ký kết giao ước năm 2021", ItemKind.CONFERENCE, date(2020, 12, 18), head.name),
    ]


def _close_past(actor: Actor, now: datetime) -> None:
    """The others of past years on the last day of their year: what was promised for it is followed no further."""
    past = Pledge.objects.filter(state=PledgeState.SIGNED, cluster_year__year__year__lt=local(now).year).order_by("pk")
    for pk, day in past.values_list("pk", "cluster_year__year__ends_on"):
        close(pledge_id=pk, actor=actor, now=moment(day))


def _running(found: dict, cluster_year: ClusterYear, actor: Actor, now: datetime) -> None:
    """This year: the plan is out, one unit has not signed, one signed on paper, some lines of the plan are late."""
    today = timezone.localtime(now).date()
    head = cluster_year.head_terms.filter(role=HeadRole.HEAD).select_related("unit").first().unit
    year_id = cluster_year.year_id
    if not Duty.objects.filter(year_id=year_id, code="plan").exists():
        asked = moment(today - timedelta(days=60))
        ask(
            year_id=year_id,
            code="plan",
            label="Ban hành kế hoạch hoạt động của Cụm",
            due_on=today - timedelta(days=30),
            unit_ids=[head.pk],
            audience=["all:heads"],
            actor=actor,
            now=asked,
        )
    due_on = today - timedelta(days=5)
    with nobody_is_told():
        paper = PaperFacts("12/KH-CTĐ (minh họa)", today - timedelta(days=32))
        plan = _plan(cluster_year, _items_of_today(today, head), paper, moment(today - timedelta(days=32)))
        if plan is not None:
            _done(plan, now)
        opened_at = moment(today - timedelta(days=25))
        pledge = _opened(found, cluster_year, "", due_on=due_on, met_on=None, place="Hà Nội", at=opened_at)
        if pledge is None:
            return
        *signing, _missing = list(signers(pledge))
        for number, member in enumerate(signing):
            late = number == len(signing) - 1
            at = moment(due_on + timedelta(days=2) if late else due_on - timedelta(days=1 + number))
            _sign(pledge, member, at=at, on_paper=number == 1)
    for promise in promises([pledge], now)[:4]:
        promise_kept(
            commitment_id=promise.commitment.pk,
            unit_id=promise.unit_id,
            done_on=today - timedelta(days=10),
            note="Đã gửi (minh họa)",
            actor=_leader(promise.unit_id),
            now=now,
        )


def load_region_pledge(year: int, *, now: datetime) -> None:
    """This year in the northern mountains, once its registrations stand: everybody has signed in time (minh họa)."""
    found = json.loads(DATA.read_text(encoding="utf-8"))
    region = ClusterYear.objects.filter(cluster__code="KV-MNBG", year__year=year).first()
    if region is None:
        return
    line = region.members.values_list("line", flat=True).first() or ""
    due_on = timezone.localtime(now).date() - timedelta(days=5)  # one duty of the ministry's year, one date
    at = moment(due_on - timedelta(days=20))
    pledge = _opened(found, region, line, due_on=due_on, met_on=None, place="Lào Cai", at=at)
    for number, member in enumerate(signers(pledge) if pledge else ()):
        _sign(pledge, member, at=moment(due_on - timedelta(days=2 + number)))


def _items_of_today(today: date, head: Unit) -> list[ItemFacts]:
    def on(days: int) -> date:
        return today + timedelta(days=days)

    return [
        ItemFacts("Ký giao ước thi đua", ItemKind.PLEDGE, on(-5), asks_members=True),
        ItemFacts("Tổng hợp đăng ký thi đua, gửi Bộ", ItemKind.REGISTRATION, on(-3), head.name),
        ItemFacts("Gửi tư liệu, ảnh về điển hình tiên tiến", ItemKind.OTHER, on(-2), asks_members=True),
        ItemFacts("Kiểm tra công tác thi đua, khen thưởng", ItemKind.INSPECTION, on(7), head.name),
        ItemFacts("Gửi tham luận hội nghị tổng kết", ItemKind.CONFERENCE, on(10), asks_members=True),
        ItemFacts("Hội nghị tổng kết, ký kết giao ước năm sau", ItemKind.CONFERENCE, on(25), head.name),
    ]


def _done(plan: ActivityPlan, now: datetime) -> None:
    """Two units have not sent their pictures in time; a few have written for the conference already."""
    members = list(plan.cluster_year.members.order_by("order").values_list("unit_id", flat=True))
    own = [item for item in plan.items.all() if item.has_own_duty]
    for item, units in zip(own, (members[:-2], members[:4]), strict=True):
        for unit_id in units:
            report_done(item_id=item.pk, unit_id=unit_id, actor=_leader(unit_id), now=now - timedelta(days=3))


# --- Steps ----------------------------------------------------------------------------------------------------


def _plan(cluster_year: ClusterYear, items: list[ItemFacts], paper: PaperFacts, at: datetime) -> ActivityPlan | None:
    """Written and issued; None when it was there."""
    if ActivityPlan.objects.filter(cluster_year=cluster_year).exists():
        return None
    year, actor = cluster_year.year.year, system_actor("Trưởng Cụm (minh họa)")
    save_plan(
        cluster_year_id=cluster_year.pk,
        title=f"Kế hoạch hoạt động của {cluster_year.name} năm {year}",
        intro="Phát huy vai trò của từng đơn vị; tổ chức phong trào thi đua thiết thực, đúng tiến độ (minh họa).",
        items=items,
        version=0,
        illustrative=True,
        actor=actor,
        now=at,
    )
    return issue_plan(cluster_year_id=cluster_year.pk, paper=paper, actor=actor, now=at)


def _opened(
    found: dict, cluster_year: ClusterYear, line: str, *, due_on: date, met_on: date | None, place: str, at: datetime
) -> Pledge | None:
    """Drafted and opened for signing; None when it was there."""
    if Pledge.objects.filter(cluster_year=cluster_year, line=line).exists():
        return None
    year, actor = str(cluster_year.year.year), system_actor("Trưởng Cụm (minh họa)")
    pledge = create_pledge(cluster_year_id=cluster_year.pk, line=line, illustrative=True, actor=actor, now=at)

    def said(text: str) -> str:
        return text.replace("{year}", year)

    save_draft(
        pledge_id=pledge.pk,
        title=f"Giao ước thi đua {cluster_year.name} năm {year}",
        text="\n".join(map(said, found["text"])),
        place=place,
        commitments=[
            Promised(said(row["text"]), due_on=date.fromisoformat(said(row["due"]))) for row in found["commitments"]
        ],
        version=pledge.version,
        actor=actor,
        now=at,
    )
    opened = open_for_signing(pledge_id=pledge.pk, due_on=due_on, signed_on=met_on, actor=actor, now=at)
    return Pledge.objects.for_list().select_related("in_force").get(pk=opened.pk)


def _sign(pledge: Pledge, member, *, at: datetime, on_paper: bool = False) -> None:
    """The invented leader on screen, or the deputy on paper with a scan."""
    actor, copy = _leader(member.unit_id), None
    if on_paper:
        scan = store(SimpleUploadedFile("giao-uoc-da-ky.pdf", SCAN), actor=actor, now=at)
        signer = {"signer_name": "Phạm Văn Mẫu", "signer_post": "Phó Thủ trưởng đơn vị (minh họa)"}
        copy = PaperCopy(scan, "15/GƯ (minh họa)", timezone.localtime(at).date(), prefix=SigningPrefix.DEPUTY, **signer)
    way = SigningWay.PAPER if on_paper else SigningWay.SCREEN
    sign(
        pledge_id=pledge.pk,
        unit_id=member.unit_id,
        way=way,
        seen=what_is_signed(pledge),
        signed_copy=copy,
        actor=actor,
        now=at,
    )


def _leader(unit_id: int) -> Actor:
    """The invented leader of the unit; units of past regions have no accounts."""
    users = User.objects.filter(roles__unit_id=unit_id, roles__role="leader", is_demo=True)
    user: User | None = users.order_by("pk").first()
    return Actor(user.pk, user.label) if user else system_actor("Lãnh đạo đơn vị (minh họa)")
