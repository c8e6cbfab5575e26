"""Entering initiatives and campaigns."""

from collections.abc import Sequence
from datetime import datetime

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.text import clean
from apps.core.verdict import require_allowed
from apps.documents.domain.citing import cite
from apps.documents.models import Document
from apps.registry import policies
from apps.registry.models import AwardCampaign, Initiative, InitiativeAuthor
from apps.units.models import Unit


@operation()
def enter_initiative(  # noqa: PLR0913 -- the columns of the decision
    *,
    unit_id: int,
    title: str,
    kind: str,
    level: str,
    scope: str,
    year: int,
    document: Document,
    author_ids: Sequence[int],
    actor: Actor,
    now: datetime,
    council_name: str = "",
    effect: str = "",
) -> Initiative:
    """Enter a recognised initiative with its authors in order. Repeating changes nothing. Raises NotAllowed."""
    unit = Unit.objects.get(pk=unit_id)
    require_allowed(policies.can_enter_for(actor, unit))
    initiative, created = Initiative.objects.get_or_create(
        unit=unit,
        title=clean(title),
        document=document,
        defaults={
            "kind": kind,
            "level": level,
            "scope": scope,
            "year": year,
            "council_name": clean(council_name),
            "effect": clean(effect, multiline=True),
            "saved_by_label": actor.label,
            "saved_at": now,
        },
    )
    if created:
        InitiativeAuthor.objects.bulk_create(
            InitiativeAuthor(initiative=initiative, person_id=person_id, position=position)
            for position, person_id in enumerate(dict.fromkeys(author_ids), start=1)
        )
        cite(
            document,
            app="registry",
            key=f"initiative:{initiative.pk}",
            label=str(initiative),
            path=initiative.get_absolute_url(),
        )
        after = {"title": initiative.title, "level": level, "authors": list(author_ids)}
        record("registry.initiative.enter", actor=actor, target=initiative, at=now, after=after)
    return initiative


@operation()
def open_campaign(  # noqa: PLR0913 -- the columns of a campaign
    *,
    owner_id: int,
    occasion: str,
    type: str,  # noqa: A002 -- loại hình: the word of the column
    year: int,
    actor: Actor,
    now: datetime,
    period_from: int | None = None,
    period_to: int | None = None,
    quota_collectives: int | None = None,
    quota_individuals: int | None = None,
    note: str = "",
) -> AwardCampaign:
    """Open a campaign, with or without a number. Repeating changes nothing. Raises NotAllowed."""
    owner = Unit.objects.get(pk=owner_id)
    require_allowed(policies.can_enter_for(actor, owner))
    campaign, created = AwardCampaign.objects.get_or_create(
        owner=owner,
        year=year,
        occasion=clean(occasion),
        defaults={
            "type": type,
            "period_from": period_from,
            "period_to": period_to,
            "quota_collectives": quota_collectives,
            "quota_individuals": quota_individuals,
            "note": clean(note, multiline=True),
            "saved_by_label": actor.label,
            "saved_at": now,
        },
    )
    if created:
        after = {"occasion": campaign.occasion, "year": year}
        record("registry.campaign.open", actor=actor, target=campaign, at=now, after=after)
    return campaign


@operation()
def move_campaign(*, campaign_id: int, version: int, state: str, actor: Actor, now: datetime) -> AwardCampaign:
    """Say how far a campaign is. Raises NotAllowed, StaleVersion."""
    from apps.core.versions import require_version

    campaign = AwardCampaign.objects.select_related("owner").select_for_update(of=("self",)).get(pk=campaign_id)
    require_allowed(policies.can_change_campaign(actor, campaign))
    require_version(campaign, version)
    if campaign.state != state:
        before = {"state": campaign.state}
        campaign.state, campaign.version = state, campaign.version + 1
        campaign.saved_by_label, campaign.saved_at = actor.label, now
        campaign.save()
        record("registry.campaign.move", actor=actor, target=campaign, at=now, before=before, after={"state": state})
    return campaign
