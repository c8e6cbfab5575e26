"""Register of the records whose history can be read on screen: each app adds its own in ``AppConfig.ready()``.

    trail_pages.register(Unit, related={"units.UnitName": "unit", "units.UnitAlias": "unit"})

Seeing the record (``scope``) is asked first, then ``policy``; the page itself and the words for the actions stand in
dashboard (``dashboard:history``).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Q

from apps.core.verdict import Verdict
from apps.core.whole_numbers import whole_number


@dataclass(frozen=True)
class TrailPage:
    """How the history of one kind of record is read.

    ``scope(actor)``: the records that a person sees; those of ``visible_to`` when not given.
    ``related``: label of a tracked model → path of foreign keys from it to the record; their changes stand in the same
    history. ``policy(actor, obj)`` answers a Verdict. ``narrowed(actor, obj)`` answers conditions on the rows of some
    of these models, by label, for readers who may not see all of them. ``secret``: these conditions hold in the trail
    of single operations too, whoever reads it.
    """

    model: type[models.Model]
    scope: Callable[..., models.QuerySet]
    related: Mapping[str, str] = field(default_factory=dict)
    policy: Callable[..., Verdict] | None = None
    narrowed: Callable[..., Mapping[str, Q]] | None = None
    secret: bool = False


_pages: dict[str, TrailPage] = {}


def register(
    model: type[models.Model],
    *,
    scope=None,
    related: Mapping[str, str] | None = None,
    policy=None,
    narrowed=None,
    secret: bool = False,
) -> None:
    def visible(actor):
        return model.objects.all().visible_to(actor)

    page = TrailPage(model, scope or visible, dict(related or {}), policy, narrowed, secret)
    _pages[model._meta.label_lower] = page


def page_of(label_lower: str) -> TrailPage | None:
    return _pages.get(label_lower)


def kept_secret(target_key: str, actor) -> Mapping[str, Q]:
    """Conditions on the rows that operations on a record changed, by label, where its kind keeps secrets."""
    label, _colon, pk = target_key.rpartition(":")
    page = page_of(label)
    if page is None or not page.secret or page.narrowed is None:
        return {}
    obj = page.model.objects.filter(pk=whole_number(pk)).first()
    return page.narrowed(actor, obj) if obj is not None else {}


def pages() -> list[TrailPage]:
    return list(_pages.values())
