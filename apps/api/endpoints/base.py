"""What all endpoints do: who asks, in what scope, only the parameters that there are, one page or one row."""

from collections.abc import Callable, Iterable

from django.db.models import QuerySet

from apps.api.paging import take
from apps.api.problems import Problem, wrong
from apps.api.resources import BY_CODE, Resource
from apps.api.shape import Paged
from apps.core.actor import Actor


def opened(request, code: str, known: Iterable[str] = ()) -> tuple[Actor, Resource]:
    """The actor and the resource, when the token reads it. A parameter that nobody knows is told, not ignored: a
    misspelt filter would show more than was meant. Raises Problem 403, 422.
    """
    actor, resource = request.auth.require(code), BY_CODE[code]
    refuse_unknown(request, known)
    return actor, resource


def refuse_unknown(request, known: Iterable[str]) -> None:
    for name in request.GET:
        if name not in known:
            raise wrong(name, "API không có tham số này.")


def page(
    request,
    code: str,
    filters: Paged,
    *,
    narrow: Callable[[QuerySet, Paged, Actor], QuerySet],
    load: Callable[[QuerySet], QuerySet],
    show: Callable[[object], dict],
) -> dict:
    """One page of a list: ``narrow`` filters, ``load`` fetches what a row shows, ``show`` writes it."""
    actor, resource = opened(request, code, type(filters).model_fields)
    found = narrow(resource.visible(actor), filters, actor)
    if filters.changed_since:
        found = resource.changed_since(found, filters.changed_since)
    purpose = [actor.user_id, code, filters.chosen()]
    taken = take(load(found), purpose=purpose, cursor=filters.cursor, limit=filters.limit)
    return {"items": [show(row) for row in taken.rows], "next": taken.next}


def one(request, code: str, pk: int, *, load: Callable[[QuerySet], QuerySet], show: Callable[[object], dict]) -> dict:
    """One row in scope. Raises Problem 404."""
    actor, resource = opened(request, code)
    found = load(resource.visible(actor).filter(pk=pk)).first()
    if found is None:
        raise Problem(404)
    return show(found)
