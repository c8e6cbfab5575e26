"""What the page of one unit shows, as plain values for the components."""

from datetime import date

from django.utils.translation import gettext as _

from apps.core.components import Fact, TimelineEntry
from apps.core.dates import format_date
from apps.units.enums import SuccessionKind
from apps.units.history_queries import successions_of, units_of_today
from apps.units.models import RoleAssignment, SuccessionPair, Unit

TONES = {SuccessionKind.MERGE: "sent", SuccessionKind.SPLIT: "sent", SuccessionKind.DISSOLVE: "alert"}


def facts_of(unit: Unit, parent: Unit | None) -> list[Fact]:
    """What is on record of the unit."""
    legal = {True: _("Có"), False: _("Không"), None: _("Chưa xác định")}
    facts = [
        Fact(_("Mã đơn vị"), unit.code),
        Fact(_("Loại đơn vị"), unit.get_kind_display()),
        Fact(_("Đơn vị cấp trên"), parent.name if parent else "–"),
        Fact(_("Tỉnh, thành phố"), unit.province or "–"),
        Fact(_("Có tư cách pháp nhân"), legal[unit.legal_person]),
        Fact(_("Hoạt động từ ngày"), format_date(unit.valid_from) if unit.valid_from else "–"),
        Fact(_("Thứ tự"), unit.protocol_order),
    ]
    if unit.short_name:
        facts.insert(1, Fact(_("Tên ngắn"), unit.short_name))
    if unit.valid_to:
        facts.append(Fact(_("Hoạt động đến hết ngày"), format_date(unit.valid_to)))
        successors = [name for pk, name in units_of_today([unit.pk]).get(unit.pk, []) if pk != unit.pk]
        if successors:
            facts.append(Fact(_("Nay là"), "; ".join(successors)))
    if aliases := [alias.name for alias in unit.aliases.all()]:
        facts.append(Fact(_("Tên gọi khác"), "; ".join(aliases)))
    return facts


def timeline_of(unit: Unit) -> list[TimelineEntry]:
    """Names and rearrangements of the unit and of all before and after it, newest first."""
    grouped: dict[int, list[SuccessionPair]] = {}
    for pair in successions_of(unit.pk):
        grouped.setdefault(pair.succession_id, []).append(pair)
    entries = [_entry(pairs, unit) for pairs in grouped.values()]
    told = {pairs[0].succession.effective_on for pairs in grouped.values()}
    for former in unit.former_names.all():
        until = format_date(former.valid_to) if former.valid_to else _("không rõ ngày")
        since = format_date(former.valid_from) if former.valid_from else "…"
        body = _("Tên dùng từ %(since)s đến %(until)s.") % {"since": since, "until": until}
        entries.append(TimelineEntry(former.valid_to or former.valid_from or date.min, former.name, body, tone="muted"))
    if unit.valid_from and unit.valid_from not in told:
        entries.append(TimelineEntry(unit.valid_from, _("Bắt đầu hoạt động")))
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _entry(pairs: list[SuccessionPair], unit: Unit) -> TimelineEntry:
    succession = pairs[0].succession
    old = list(dict.fromkeys(pair.predecessor.name for pair in pairs))
    new = list(dict.fromkeys(pair.successor.name for pair in pairs if pair.successor))
    if succession.kind == SuccessionKind.RENAME and not pairs[0].leads_elsewhere:
        title = _("%(kind)s thành %(new)s") % {"kind": succession.get_kind_display(), "new": _name_from(pairs[0], unit)}
    elif new and new != old:
        title = _("%(kind)s: %(old)s → %(new)s") % {
            "kind": succession.get_kind_display(),
            "old": ", ".join(old),
            "new": ", ".join(new),
        }
    else:
        title = _("%(kind)s: %(old)s") % {"kind": succession.get_kind_display(), "old": ", ".join(old)}
    basis = succession.basis_text or str(succession.basis or "")
    remarks = [basis, succession.note]
    if succession.kind in {SuccessionKind.MERGE, SuccessionKind.SPLIT}:
        counted, not_counted = _("Tính thành tích cho đơn vị kế thừa."), _("Không tính thành tích cho đơn vị kế thừa.")
        remarks.append(counted if succession.counts_achievements else not_counted)
    if not succession.verified:
        remarks.append(_("Chưa đối chiếu văn bản."))
    tone = TONES.get(succession.kind, "neutral")
    return TimelineEntry(succession.effective_on, title, " · ".join(filter(None, remarks)), tone=tone)


def _name_from(pair: SuccessionPair, unit: Unit) -> str:
    """The name that began on the day of a renaming."""
    renamed = unit if pair.predecessor_id == unit.pk else pair.predecessor
    return renamed.name_on(pair.succession.effective_on)


def officers_of(unit: Unit, today: date) -> list[RoleAssignment]:
    """Who holds a role in the unit today, one query."""
    return list(
        RoleAssignment.objects.filter(unit=unit)
        .valid_on(today)
        .select_related("user")
        .order_by("role", "starts_on", "pk")
    )
