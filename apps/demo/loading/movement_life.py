"""What units did in the movements of the running year, unevenly; commitments; role models. All of it is invented and
says so (minh họa). Repeating changes nothing.
"""

import zlib
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.core.actor import Actor
from apps.core.dates import local
from apps.demo.loading.cases import moment
from apps.movements.commitment_queries import roll
from apps.movements.domain.activities import Figure, add_activity
from apps.movements.domain.commitments import commit
from apps.movements.domain.role_model_steps import take_step, tell
from apps.movements.domain.role_models import suggest
from apps.movements.models import ActivityEntry, Commitment, Movement, Participation, RoleModel
from apps.notifications.domain.sending import nobody_is_told
from apps.units.models import Unit

OWN = "STP-LAO-CAI"
MOST_UNITS = 14
COMMITTING = "Học tập và làm theo Bác"
TEXTS = (
    "Hội nghị quán triệt, ký cam kết thực hiện phong trào (minh họa).",
    "Thăm hỏi, tặng quà hộ nghèo tại xã được phân công giúp đỡ (minh họa).",
    "Ra quân giải quyết hồ sơ tồn đọng, tiếp người dân vào sáng thứ bảy (minh họa).",
    "Đăng tin, bài về gương người tốt, việc tốt trên trang thông tin điện tử (minh họa).",
)
# Unit, who, deed, days ago, suggested after so many days, how far.
DEEDS = (
    (OWN, "Trần Thị Thử Gương", "Đưa hộ tịch lưu động về ba thôn, cấp 45 giấy khai sinh trong một ngày", 70, 2, 3),
    (OWN, "Tổ hòa giải cơ sở (tập thể minh họa)", "Hòa giải thành 12 vụ tranh chấp đất đai", 40, 6, 2),
    (OWN, "Lê Văn Mẫu Việc", "Tự viết bảng tính theo dõi hồ sơ, cả phòng dùng chung", 12, 1, 1),
    ("STP-HA-NOI", "Phạm Thị Ví Dụ Tốt", "Trợ giúp pháp lý miễn phí cho 20 công nhân ngoài giờ", 90, 35, 1),
    ("STP-HA-NOI", "Phòng Bổ trợ tư pháp (tập thể minh họa)", "Cắt một phần ba thời gian cấp phép", 55, 10, 0),
    ("THADS-LAO-CAI", "Lê Văn Mẫu Bền", "Vận động tự nguyện thi hành xong vụ việc kéo dài sáu năm", 60, 21, 3),
    ("THADS-HA-NOI", "Trần Thị Thử Tâm", "Trả lại 30 triệu đồng người dân nộp thừa", 8, 0, 0),
)
STEPS = (("nurture", "Giao kèm cặp, theo dõi (minh họa)"), ("sum_up", "Tổng kết tại cuộc họp cơ quan (minh họa)"))


def load_movement_life(*, actor: Actor, now: datetime) -> int:
    """Answers how many activities there are in the end."""
    today = local(now).date()
    with nobody_is_told():
        if not ActivityEntry.objects.filter(illustrative=True, on__year=today.year).exists():
            load_activities(actor, today)
        if not Commitment.objects.filter(year=today.year).exists():
            load_commitments(actor, today)
        if not RoleModel.objects.filter(illustrative=True).exists():
            load_role_models(actor, today)
    return ActivityEntry.objects.count()


def load_activities(actor: Actor, today: date) -> None:
    """Units that have launched do more and less; one movement of each third unit has been quiet for long."""
    rows = Participation.objects.standing().filter(
        launched_on__year=today.year, movement__in=live(today), launched_on__lte=today
    )
    by_unit: dict[int, list[Participation]] = {}
    for row in rows.select_related("unit", "movement").order_by("unit__protocol_order", "unit_id", "movement_id"):
        by_unit.setdefault(row.unit_id, []).append(row)
    for number, places in enumerate(list(by_unit.values())[:MOST_UNITS]):
        for place_number, place in enumerate(places):
            own = place.unit.code == OWN
            for entry in range(3 if own else (number + place_number) % 3):
                quiet = place_number == 1 and not number % 3 and not own
                day = today - timedelta(days=(100 if quiet else 6) + 23 * entry + number)
                write(
                    place, max(day, place.launched_on), number + place_number + entry, actor, picture=own and not entry
                )


def write(place: Participation, on: date, number: int, actor: Actor, *, picture: bool) -> None:
    poor = number % len(TEXTS) == 1
    add_activity(
        participation_id=place.pk,
        on=on,
        text=TEXTS[number % len(TEXTS)],
        figures=[Figure("Hộ nghèo được giúp đỡ", Decimal(3 + number), "hộ")] if poor else [],
        photos=[SimpleUploadedFile("hoat-dong-minh-hoa.png", photo(), "image/png")] if picture else [],
        illustrative=True,
        actor=actor,
        now=moment(on),
    )


def load_commitments(actor: Actor, today: date) -> None:
    """Everybody of Lào Cai, parts of others."""
    rows = Participation.objects.standing().filter(movement__in=live(today), movement__short_name=COMMITTING)
    for number, place in enumerate(rows.select_related("unit").filter(launched_on__year=today.year).order_by("pk")[:8]):
        people = list(roll(place, today).values_list("pk", flat=True))
        chosen = people if place.unit.code == OWN or number % 3 == 0 else people[:1]
        if chosen:
            data = {"participation_id": place.pk, "year": today.year, "signed_on": place.launched_on}
            commit(**data, person_ids=chosen, actor=actor, now=moment(today))


def load_role_models(actor: Actor, today: date) -> None:
    known = {unit.code: unit for unit in Unit.objects.filter(code__in={row[0] for row in DEEDS})}
    movement = Movement.objects.filter(pk__in=live(today), short_name=COMMITTING).first()
    for code, name, deed, ago, after, steps in DEEDS:
        if code not in known:
            continue
        done_on = today - timedelta(days=ago)
        day = done_on + timedelta(days=after)
        made = suggest(
            unit_id=known[code].pk,
            name=name,
            subject="collective" if "tập thể" in name else "person",
            deed=f"{deed} (minh họa).",
            deed_on=done_on,
            movement=movement,
            illustrative=True,
            actor=actor,
            now=moment(day),
        )
        left = max((today - day).days, 1)
        actions = [*STEPS, ("spread", "Nhân rộng trong toàn ngành (minh họa)")][:steps]
        for number, (action, note) in enumerate(actions, start=1):
            on = min(day + timedelta(days=left * number // 4), today)
            data = {"role_model_id": made.pk, "action": action, "on": on, "note": note, "version": number}
            take_step(**data, actor=actor, now=moment(on))
            if action == "spread":
                for way, where in (("meeting", "Chào cờ đầu tháng"), ("press", "Trang thông tin điện tử")):
                    data = {"role_model_id": made.pk, "way": way, "where": f"{where} (minh họa)", "on": on}
                    tell(**data, reached=60, actor=actor, now=moment(on))


def live(today: date):
    return Movement.objects.running(today).order_by().values("pk")


def photo(width: int = 320, height: int = 180) -> bytes:
    """A picture that shows nothing but two quiet fields of colour: PNG written by hand, eight bits a channel."""
    rows = b"".join(b"\0" + (b"\xd9\xe2\xe8" if y < height // 2 else b"\xb8\xc4\xa4") * width for y in range(height))
    out = BytesIO(b"")
    out.write(b"\x89PNG\r\n\x1a\n")
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    for kind, body in ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")):
        out.write(len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big"))
    return out.getvalue()
