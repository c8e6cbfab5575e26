"""The tree of contents of a movement, written as a whole."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.verdict import require_allowed
from apps.movements import policies
from apps.movements.content_reading import ContentLine, written
from apps.movements.domain.movements import lock_movement, require_open
from apps.movements.models import Content, Movement

MOST_CODES = 50  # characters of the codes of one content together


class ContentInUse(DomainError):
    """Units have said something about a content: it stays."""

    default_message = _("Đơn vị đã lập kế hoạch cho nội dung %(number)s: chỉ sửa được lời văn, không bỏ được.")


class NumberTwice(DomainError):
    default_message = _("Số thứ tự %(number)s có hai lần dưới cùng một nội dung.")


class TooManyIndicators(DomainError):
    default_message = _("Nội dung %(number)s có quá nhiều mã chỉ tiêu.")


@operation()
def set_contents(*, movement_id: int, lines: Sequence[ContentLine], actor: Actor, now: datetime) -> Movement:
    """Contents in order. The same numbers keep their rows, so what units said of them stays.

    Raises NotAllowed, NumberTwice, ContentInUse, TooManyIndicators, Concluded, YearClosed.
    """
    movement = lock_movement(movement_id)
    require_allowed(policies.can_run(actor, movement))
    require_open(movement, now)
    known = {_path_of(content, by_id): content for by_id in [_by_id(movement)] for content in by_id.values()}
    before = written(sorted(known.values(), key=lambda each: each.order))
    wanted = _with_paths(lines)
    gone = [content for path, content in known.items() if path not in wanted]
    _refuse_loss(gone)
    Content.objects.filter(pk__in=[content.pk for content in gone]).delete()
    rows: dict[tuple, Content] = {}
    for order, (path, line) in enumerate(wanted.items(), start=1):
        row = known.get(path) or Content(movement=movement, number=line.number)
        row.order, row.depth, row.parent = order, len(path) - 1, rows.get(path[:-1])
        row.text, row.indicator_code = line.text, line.indicator_code
        row.save()
        rows[path] = row
    after = written(rows.values())
    if before != after:
        record("movements.contents.set", actor=actor, target=movement, at=now, before=before, after=after)
    return movement


def _by_id(movement: Movement) -> dict[int, Content]:
    return {content.pk: content for content in movement.contents.all()}


def _path_of(content: Content, by_id: dict[int, Content]) -> tuple[str, ...]:
    above = _path_of(by_id[content.parent_id], by_id) if content.parent_id else ()
    return (*above, content.number)


def _with_paths(lines: Sequence[ContentLine]) -> dict[tuple[str, ...], ContentLine]:
    """Each line by the numbers that lead to it; a line deeper than its place allows goes under the one before."""
    found: dict[tuple[str, ...], ContentLine] = {}
    way: list[str] = []
    for line in lines:
        del way[line.depth :]
        way.append(line.number)
        if len(line.indicator_code) > MOST_CODES:
            raise TooManyIndicators(TooManyIndicators.default_message % {"number": line.number}, field="contents")
        if tuple(way) in found:
            raise NumberTwice(NumberTwice.default_message % {"number": line.number}, field="contents")
        found[tuple(way)] = line
    return found


def _refuse_loss(gone: list[Content]) -> None:
    used = Content.objects.filter(pk__in=[content.pk for content in gone]).exclude(marks=None).order_by("order").first()
    if used is not None:
        raise ContentInUse(ContentInUse.default_message % {"number": used.number}, field="contents")
