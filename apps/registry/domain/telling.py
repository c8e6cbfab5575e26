"""Telling what a later act did: units what became of their awards, standing offices what they have to look at.

Once for a list, whatever its length; called inside the operation.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db.models import Count
from django.urls import reverse

from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.kept import kept_language
from apps.documents.models import Document
from apps.notifications.domain.sending import notify
from apps.registry.enums import ActKind
from apps.registry.models import Award, GrantDocument, Reliance
from apps.units.enums import Role
from apps.units.queries import ids_of_people


def tell_units(
    awards: Collection[Award], kind: str, paper: Document, reason: str, *, actor: Actor, now: datetime
) -> None:
    """Officers and leaders of the units in which the recipients are, or served then; one notice for a decision."""
    together: dict[int, list[Award]] = defaultdict(list)
    for award in awards:
        together[award.grant_id].append(award)
    grants = GrantDocument.objects.select_related("document").in_bulk(list(together))
    with kept_language():
        for grant_id, rows in together.items():
            grant = grants[grant_id]
            about = rows[0] if len(rows) == 1 else grant
            number = "" if len(rows) == 1 else f"{len(rows)} khen thưởng. "
            notify(
                "registry.acted",
                to=ids_of_people(
                    {row.unit_id for row in rows} - {None}, [Role.OFFICER, Role.LEADER], local(now).date()
                ),
                about=about,
                title=f"{ActKind(kind).label}: {about}",
                body=f"{number}Quyết định khen thưởng: {grant}. Theo {paper}. Lý do: {reason}",
                actor=actor,
                now=now,
            )


def tell_offices(waiting: Collection[int], *, actor: Actor, now: datetime) -> None:
    """Standing offices of those who keep awards that wait to be looked at; ``waiting``: ids of Reliance rows."""
    awards = Award.objects.held().filter(pk__in=Reliance.objects.flagged().filter(pk__in=waiting).values("award_id"))
    keepers = dict(awards.order_by().values_list("grant__keeper").annotate(n=Count("pk")))
    for keeper_id, number in keepers.items():
        notify(
            "registry.to_review",
            to=ids_of_people([keeper_id], [Role.STANDING_OFFICE], local(now).date()),
            body=f"{number} khen thưởng dựa trên khen thưởng vừa bị hủy bỏ: giữ nguyên hoặc hủy bỏ.",
            path=reverse("registry:review-list"),
            actor=actor,
            now=now,
        )
