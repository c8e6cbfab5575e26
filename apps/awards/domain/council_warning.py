"""Bodies without a valid initiative council hear of it once a year, from January on (S003-12)."""

from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.awards.council_enums import CouncilKind
from apps.awards.domain.councils import lacking
from apps.awards.models import Council
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.kept import kept_language
from apps.notifications.domain.sending import notify
from apps.units.enums import Role
from apps.units.queries import ids_of_people

TOLD = (Role.OFFICER, Role.LEADER, Role.STANDING_OFFICE)


@transaction.atomic
def warn_bodies_without(*, actor: Actor, now: datetime) -> int:
    """Officer, leader and standing office of every body with legal personality whose council is missing, has ended or
    is incomplete today; answers how many people were told now. Repeating in the same year tells nobody again, unless
    another council's term has ended meanwhile.

    Legal source: Luật Thi đua, khen thưởng, Điều 84 (awards that rest on recognised initiatives).
    """
    on = local(now).date()
    ended = Council.objects.filter(kind=CouncilKind.INITIATIVE, organiser=OuterRef("pk"), ends_on__lt=on)
    last = Coalesce(Subquery(ended.order_by("-ends_on").values("pk")[:1]), 0)
    told = 0
    for body in lacking(on).annotate(last_council=last).order_by("pk"):
        with kept_language():
            text = _("Kiện toàn Hội đồng sáng kiến: chưa gửi được hồ sơ cần sáng kiến, đề tài được công nhận.")
        told += notify(
            "awards.without_council",
            to=ids_of_people([body.pk], TOLD, on),
            about=body,
            body=text,
            path=reverse("awards:council-create"),
            key=f"awards.without_council:{body.pk}:{on.year}:{body.last_council}",
            actor=actor,
            now=now,
        )
    return told
