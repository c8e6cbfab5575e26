"""What the rows of law say about councils: which awards rest on initiatives, how many votes an award needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.utils.translation import gettext as _

from apps.accounts.grants import grant_columns
from apps.awards.council_enums import COUNCIL_MEMBER, ItemResult, SessionState
from apps.awards.enums import SPOKEN, ProposalState
from apps.awards.models import AgendaItem, Council, CouncilMember, CouncilSession, Nominee
from apps.awards.models.nominee import NomineeQuerySet
from apps.catalog.enums import VoteBase
from apps.catalog.models import DossierItem, VoteRule
from apps.core.actor import Actor
from apps.units.enums import Role
from apps.units.models import Unit

INITIATIVE_PAPER = "HS-T-05"  # Chứng nhận, xác nhận của cấp có thẩm quyền về sáng kiến, đề tài (catalog.DossierItem)


def awards_with_initiatives(on: date) -> dict[int, str]:
    """Awards, with their names, whose dossier asks for recognised initiatives on the day (Luật Thi đua, khen thưởng,
    Điều 84 khoản 1).
    """
    papers = DossierItem.objects.in_force(on).filter(
        Q(code=INITIATIVE_PAPER) | Q(code__startswith=f"{INITIATIVE_PAPER}-"), required=True
    )
    return dict(papers.exclude(award=None).values_list("award_id", "award__name"))


def seat_grants(on: date):
    """Columns of accounts.grants: who sits in a council of a body on the date, by the file that bears the account."""
    seats = CouncilMember.objects.valid_on(on).filter(council__starts_on__lte=on, person__user__isnull=False)
    return seats.filter(Q(council__ends_on=None) | Q(council__ends_on__gte=on)).annotate(
        **grant_columns(
            user_id=F("person__user_id"),
            role=Value(COUNCIL_MEMBER, output_field=CharField()),
            unit_id=F("council__organiser_id"),
            unit_path=F("council__organiser__path"),
            starts_on=F("starts_on"),
            ends_on=F("ends_on"),
        )
    )


def members_on(council: Council, on: date) -> list[CouncilMember]:
    """Who sits on a day of the term, substitutes too, in order; out of it nobody does."""
    if on < council.starts_on or (council.ends_on and on > council.ends_on):
        return []
    return list(council.members.valid_on(on).select_related("person").order_by("order", "pk"))


def results_of(nominees: Iterable[Nominee | int] | QuerySet) -> dict[int, str]:
    """The newest word of the council on each nominee that stood before it; one query."""
    rows = AgendaItem.objects.filter(nominee__in=nominees).order_by("nominee_id", "-pk").distinct("nominee_id")
    return dict(rows.values_list("nominee_id", "result"))


def sessions_behind(nominees: Iterable[Nominee | int], until: datetime | None = None) -> list[CouncilSession]:
    """The sessions that last recommended them, the latest day last; ``until``: what was said later is left out. One
    query.
    """
    said = AgendaItem.objects.filter(nominee__in=nominees, result=ItemResult.RECOMMENDED)
    if until is not None:
        said = said.filter(decided_at__lte=until)
    last = said.order_by("nominee_id", "-pk").distinct("nominee_id").values("session_id")
    return list(CouncilSession.objects.filter(pk__in=last).select_related("council").order_by("held_on", "pk"))


def still_recommended(nominees: NomineeQuerySet) -> NomineeQuerySet:
    """Those whom the council recommended when it last spoke, of proposals that stand, and who are in no decision."""
    said = AgendaItem.objects.filter(nominee=OuterRef("pk")).order_by("-pk").values("result")[:1]
    standing = nominees.undecided().filter(proposal__state__in=[ProposalState.RECOMMENDED, ProposalState.DECIDED])
    return standing.alias(said=Subquery(said)).filter(said=ItemResult.RECOMMENDED)


def waiting_for_submission(nominees: NomineeQuerySet) -> NomineeQuerySet:
    """Those of them whom a session that is over recommended and who stand in no decision and no tờ trình cấp trên."""
    where = AgendaItem.objects.filter(nominee=OuterRef("pk")).order_by("-pk").values("session__state")[:1]
    waiting = still_recommended(nominees).filter(upward_line=None)
    return waiting.alias(said_in=Subquery(where)).filter(said_in=SessionState.CONCLUDED)


def put_off(nominees: NomineeQuerySet) -> NomineeQuerySet:
    """Those whom the council left for a later session while it spoke on others of their proposal, so that this one has
    gone on; nobody who stands in a decision or a tờ trình cấp trên.
    """
    said = AgendaItem.objects.filter(nominee=OuterRef("pk")).order_by("-pk").values("result")[:1]
    left = nominees.undecided().filter(proposal__state__in=SPOKEN, upward_line=None)
    return left.alias(said=Subquery(said)).filter(said=ItemResult.POSTPONED)


@dataclass(frozen=True)
class Threshold:
    """The share of yes votes that an award needs, of whom it is taken, and the basis that the minutes name."""

    percent: Decimal
    base: str
    basis: str


def thresholds(award_ids: Iterable[int], council: Council, on: date) -> dict[int, Threshold]:
    """By award: the rule of the catalogue in force on the day, else what the council's own regulation says.

    One query.
    """
    rules = VoteRule.objects.in_force(on).filter(award_id__in=award_ids).select_related("provision")
    found = {
        rule.award_id: Threshold(
            rule.share_percent, rule.base, " ".join(filter(None, [str(rule.provision or ""), rule.source])).strip()
        )
        for rule in rules.order_by("valid_from", "code")
    }
    own = Threshold(
        council.threshold_percent,
        council.threshold_base or VoteBase.ALL_MEMBERS,
        council.threshold_basis or _("Quy chế của Hội đồng (mức minh họa, chưa đối chiếu nguồn)"),
    )
    return {award_id: found.get(award_id, own) for award_id in award_ids}


def own_bodies(actor: Actor, on: date) -> list[Unit]:
    """The bodies with legal personality for which the actor works, whose councils should be complete all the year."""
    mine = Unit.objects.valid_on(on).filter(pk__in=actor.unit_ids(Role.OFFICER, Role.LEADER, Role.STANDING_OFFICE))
    return list(mine.filter(legal_person=True).order_by("protocol_order", "sort_key", "pk"))
