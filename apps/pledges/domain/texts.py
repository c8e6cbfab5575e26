"""Drafting: the text and its commitments, taken from last year, kept as typed, made anew when it must change."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.clusters.models import ClusterYear
from apps.clusters.queries import members_in_order
from apps.core.actor import Actor
from apps.core.dates import later_by
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.core.versions import is_repeat, require_version, write_changes
from apps.periods.domain.years import require_writable
from apps.pledges.enums import PledgeState
from apps.pledges.models import Commitment, Pledge, PledgeVersion

COMMITMENT_FIELDS = ("position", "text", "unit_id", "due_on")


class PledgeExists(DomainError):
    """One text for each line: the ClusterYear has its pledge already."""


class TextFrozen(DomainError):
    """Opened for signing: the text does not change any more."""

    default_message = _("Giao ước đã mở ký nên nội dung không sửa được. Dùng “Sửa nội dung, ký lại” để lập bản mới.")


class UnitOutside(DomainError):
    """Somebody is named who does not sign this pledge."""


@dataclass(frozen=True)
class Promised:
    """One commitment as typed; ``key``: the stored one of the draft. Without ``unit_id`` all members owe it."""

    text: str
    unit_id: int | None = None
    due_on: date | None = None
    key: int | None = None


@operation()
def create_pledge(
    *,
    cluster_year_id: int,
    line: str,
    actor: Actor,
    now: datetime,
    from_last_year: bool = False,
    illustrative: bool = False,
) -> Pledge:
    """A draft for one line, empty or with last year's text. The caller has asked ``can_draft``.

    Raises PledgeExists, UnitOutside (no member stands in that line), YearClosed.
    """
    locked = ClusterYear.objects.select_for_update(of=("self",), no_key=True).select_related("cluster", "year")
    cluster_year = locked.get(pk=cluster_year_id)
    require_writable(cluster_year.year)
    _require_free(cluster_year, line)
    if not members_in_order(cluster_year.pk, line or None).exists():
        raise UnitOutside(_("Cụm không có đơn vị nào ở khối này."), field="line")
    pledge = Pledge.objects.create(
        cluster_year=cluster_year, line=line, illustrative=illustrative, saved_by_label=actor.label, saved_at=now
    )
    title = f"Giao ước thi đua {cluster_year.name} năm {cluster_year.year.year}"
    version = PledgeVersion.objects.create(pledge=pledge, title=title)
    source = last_year(cluster_year, line) if from_last_year else None
    if source is not None:
        _take_over(source, version, cluster_year)
    after = {"line": line, "from": str(source or "")}
    record("pledges.pledge.create", actor=actor, target=pledge, at=now, after=after)
    return pledge


def _require_free(cluster_year: ClusterYear, line: str) -> None:
    known = set(Pledge.objects.filter(cluster_year=cluster_year).values_list("line", flat=True))
    if line in known or (known and "" in {line, *known}):
        raise PledgeExists(_("Năm này đã có giao ước thi đua của khối đã chọn."), field="line")


def last_year(cluster_year: ClusterYear, line: str) -> PledgeVersion | None:
    """The version in force of the cluster's last pledge of that line."""
    earlier = Pledge.objects.filter(
        cluster_year__cluster=cluster_year.cluster,
        cluster_year__year__year__lt=cluster_year.year.year,
        in_force__isnull=False,
    )
    same = earlier.filter(line=line).order_by("-cluster_year__year__year").first()
    return same.in_force if same else None


def _take_over(source: PledgeVersion, version: PledgeVersion, cluster_year: ClusterYear) -> None:
    """Lấy từ năm trước: years named in the text and dates move on; commitments of units that left stay behind."""
    then, year = source.pledge.cluster_year.year.year, cluster_year.year.year
    present = set(members_in_order(cluster_year.pk).values_list("unit_id", flat=True))
    version.text = source.text.replace(str(then), str(year))
    version.save(update_fields=["text", "updated_at"])
    kept = source.commitments.filter(unit=None) | source.commitments.filter(unit__in=present)
    Commitment.objects.bulk_create(
        Commitment(
            version=version,
            position=position,
            text=each.text.replace(str(then), str(year)),
            unit_id=each.unit_id,
            due_on=later_by(each.due_on, year - then),
        )
        for position, each in enumerate(kept.order_by("position", "pk"), start=1)
    )


@operation()
def save_draft(
    *,
    pledge_id: int,
    title: str,
    text: str,
    commitments: Iterable[Promised],
    version: int,
    actor: Actor,
    now: datetime,
    place: str = "",
) -> Pledge:
    """Keep the draft as typed; commitments that are not among them go. The caller has asked ``can_edit``.

    A draft that is stored so already stays as it is (core.versions.is_repeat): people pause often while they type.
    Raises TextFrozen, StaleVersion, UnitOutside, YearClosed.
    """
    pledge = lock_pledge(pledge_id)
    draft = draft_of(pledge)
    promised = list(commitments)
    if _is_stored(pledge, draft, title, text, place, promised) and is_repeat(pledge, version, actor=actor):
        return pledge
    require_version(pledge, version)
    before = {"title": draft.title, "sha256": fingerprint(draft)}
    draft.title, draft.text = clean(title), clean(text, multiline=True)
    draft.save(update_fields=["title", "text", "updated_at"])
    _write_commitments(pledge, draft, promised)
    pledge.place = clean(place)
    touch(pledge, actor, now)
    after = {"title": draft.title, "sha256": fingerprint(draft)}
    record("pledges.pledge.save", actor=actor, target=pledge, at=now, before=before, after=after)
    return pledge


def lock_pledge(pledge_id: int) -> Pledge:
    """The pledge, held until the end of the transaction; whoever comes second waits and sees what the first did."""
    locked = Pledge.objects.select_for_update(of=("self",), no_key=True)
    pledge = locked.select_related("cluster_year__cluster", "cluster_year__year").get(pk=pledge_id)
    require_writable(pledge.cluster_year.year)
    return pledge


def draft_of(pledge: Pledge) -> PledgeVersion:
    """The version that may change. Raises TextFrozen."""
    draft = pledge.versions.filter(frozen_at=None).first()
    if pledge.state != PledgeState.DRAFT or draft is None:
        raise TextFrozen
    return draft


def touch(pledge: Pledge, actor: Actor, now: datetime) -> None:
    """Save with a new number, so that who else has it open is told."""
    pledge.version += 1
    pledge.saved_by_label, pledge.saved_at = actor.label, now
    pledge.save()


def fingerprint(version: PledgeVersion) -> str:
    """SHA-256 of what is signed: title, text, commitments with unit and date."""
    lines = [version.title, version.text]
    lines += [
        "|".join([each.text, each.unit.code if each.unit else "", str(each.due_on or "")])
        for each in version.commitments.select_related("unit").order_by("position", "pk")
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _values(position: int, promised: Promised) -> dict:
    """One commitment as it is stored."""
    return {
        "position": position,
        "text": clean(promised.text),
        "unit_id": promised.unit_id,
        "due_on": promised.due_on,
    }


def _is_stored(
    pledge: Pledge, draft: PledgeVersion, title: str, text: str, place: str, promised: list[Promised]
) -> bool:
    """Whether the draft says just that, commitment by commitment."""
    if (draft.title, draft.text, pledge.place) != (clean(title), clean(text, multiline=True), clean(place)):
        return False
    typed = [_values(position, each) for position, each in enumerate(promised, start=1)]
    return typed == list(draft.commitments.order_by("position", "pk").values(*COMMITMENT_FIELDS))


def _write_commitments(pledge: Pledge, draft: PledgeVersion, promised: list[Promised]) -> None:
    signers = set(members_in_order(pledge.cluster_year_id, pledge.line or None).values_list("unit_id", flat=True))
    known = {row.pk: row for row in draft.commitments.all()}
    kept = {each.key for each in promised if each.key in known}
    draft.commitments.exclude(pk__in=kept).delete()
    for position, each in enumerate(promised, start=1):
        if each.unit_id is not None and each.unit_id not in signers:
            raise UnitOutside(_("Đơn vị thực hiện cam kết phải là đơn vị ký giao ước này."))
        row = known.get(each.key) or Commitment(version=draft)
        write_changes(row, _values(position, each))
