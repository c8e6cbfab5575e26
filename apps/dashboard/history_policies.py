"""Who reads the history of which record, and how much of it (``histories`` is the table)."""

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.awards.models import AwardProposal
from apps.awards.policies import is_own as is_own_proposal
from apps.ballots.models import Ballot
from apps.ballots.policies import can_see_counts
from apps.catalog.models import AwardType
from apps.catalog.policies import can_read as can_read_catalogue
from apps.clusters.enums import HeadRole
from apps.clusters.models import ActivityPlan, ClusterYear
from apps.conferences.models import Conference
from apps.conferences.policies import can_prepare as can_prepare_conference
from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, refused
from apps.movements.models import Movement
from apps.movements.policies import can_run as can_run_movement
from apps.periodic_reports.models import PeriodicReport, ReportVersion
from apps.periodic_reports.policies import is_own
from apps.pledges.models import Pledge
from apps.ranking.models import RankingRun
from apps.ranking.policies import can_see_working
from apps.scoring.enums import SheetState, Stage
from apps.scoring.models import CriteriaSet, ScoreSheet, SheetVersion
from apps.units.enums import Role
from apps.units.models import Person, RoleAssignment, Unit
from apps.units.person_policies import can_edit as can_edit_person
from apps.units.person_policies import can_see_discipline
from apps.units.policies import can_edit as can_edit_unit

WORKING = (HeadRole.HEAD, HeadRole.DEPUTY)


def proposal_of_unit(actor: Actor, proposal: AwardProposal) -> Verdict:
    """The unit's own people and auditors: how it came about, inner remarks included. Who receives it reads what was
    sent, on its pages.
    """
    if is_own_proposal(actor, proposal) or audits(actor, proposal.year.organiser):
        return ALLOWED
    return refused(_("Lịch sử hồ sơ dành cho đơn vị đề nghị và cán bộ kiểm tra, giám sát."))


# --- Scopes of what has none of its own ------------------------------------------------------------------


def users(actor: Actor):
    """Accounts whose roles the person sees, and the own one."""
    seen = RoleAssignment.objects.visible_to(actor).values("user_id")
    return get_user_model().objects.filter(Q(pk__in=seen) | Q(pk=actor.user_id))


def catalogue(actor: Actor):
    """The law is the same for all who sign in."""
    return AwardType.objects.all() if actor.user_id else AwardType.objects.none()


# --- Who reads ---------------------------------------------------------------------------------------------


def whoever_sees_it(actor: Actor, obj) -> Verdict:
    return ALLOWED


def may_read_catalogue(actor: Actor, obj) -> Verdict:
    return can_read_catalogue(actor)


def whoever_keeps_accounts(actor: Actor, user) -> Verdict:
    """Standing offices and auditors look at accounts of their own branch."""
    if actor.holds(Role.STANDING_OFFICE, Role.AUDITOR):
        return ALLOWED
    return refused(_("Lịch sử tài khoản dành cho Thường trực Hội đồng và cán bộ kiểm tra, giám sát."))


def serves_or_audits(actor: Actor, organiser: Unit) -> bool:
    """The organiser's own standing office, and auditors of it or of a body above it."""
    return actor.holds(Role.STANDING_OFFICE, unit_id=organiser.pk) or audits(actor, organiser)


def audits(actor: Actor, organiser: Unit) -> bool:
    return organiser.path.startswith(tuple(actor.paths(Role.AUDITOR)) or "\0")


def organisers_own(actor: Actor, held) -> Verdict:
    """``held``: a year, a meeting, a decision, whatever has an ``organiser``."""
    if serves_or_audits(actor, held.organiser):
        return ALLOWED
    return refused(_("Lịch sử này dành cho Thường trực Hội đồng của đơn vị tổ chức và cán bộ kiểm tra, giám sát."))


def movement_of_organiser(actor: Actor, movement: Movement) -> Verdict:
    """Whoever runs the movement, and the auditors above."""
    return can_run_movement(actor, movement) or organisers_own(actor, movement)


def set_of_organiser(actor: Actor, criteria_set: CriteriaSet) -> Verdict:
    return organisers_own(actor, criteria_set.year)


def keepers_of_people(actor: Actor, person: Person) -> Verdict:
    """Officers and leaders of a unit that the person belongs to today, standing offices: those who keep the file."""
    if can_edit_person(actor, person):
        return ALLOWED
    return refused(_("Lịch sử hồ sơ cá nhân dành cho đơn vị quản lý người này và Thường trực Hội đồng."))


def discipline_apart(actor: Actor, person: Person) -> dict[str, Q]:
    """Discipline has narrower readers than the rest of the file."""
    return {} if can_see_discipline(actor, person) else {"units.Discipline": Q(pgh_obj_id__in=[])}


def own_unit(actor: Actor, unit: Unit) -> Verdict:
    """The unit's own people, the standing office that keeps the unit, auditors above it."""
    own = actor.holds(Role.OFFICER, Role.LEADER, unit_id=unit.pk)
    if own or unit.path.startswith(tuple(actor.paths(Role.AUDITOR)) or "\0") or can_edit_unit(actor, unit):
        return ALLOWED
    return refused(_("Lịch sử của đơn vị dành cho người của đơn vị và Thường trực Hội đồng."))


def heads(actor: Actor, cluster_year: ClusterYear) -> Verdict:
    """The heads of the cluster in that year and its organiser's standing office."""
    checking = actor.holds(*WORKING, cluster_year_id=cluster_year.pk)
    if checking or serves_or_audits(actor, cluster_year.cluster.organiser):
        return ALLOWED
    return refused(_("Lịch sử của Cụm, Khu vực dành cho Trưởng, Phó Trưởng Cụm, Khu vực và Thường trực Hội đồng."))


def plan_of_heads(actor: Actor, paper: ActivityPlan | Pledge) -> Verdict:
    """Papers of the head: drafts are in their history, so members read what was issued, not how it came about."""
    return heads(actor, paper.cluster_year)


def meeting_of_heads(actor: Actor, conference: Conference) -> Verdict:
    """Drafts of papers are in the history: those who prepare the meeting, and the auditors above."""
    return can_prepare_conference(actor, conference) or organisers_own(actor, conference)


def working_result(actor: Actor, run: RankingRun) -> Verdict:
    """Those who see a result before it is published: its history holds what was not."""
    return can_see_working(actor, run.cluster_year)


def sent_versions_only(actor: Actor, report: PeriodicReport) -> dict[str, Q]:
    """Outside of the unit only what was sent is read, its history included."""
    if is_own(actor, report):
        return {}
    sent = list(ReportVersion.objects.filter(report=report, locked_at__isnull=False).values_list("pk", flat=True))
    return {
        "periodic_reports.ReportVersion": Q(pgh_obj_id__in=sent),
        "periodic_reports.ReportLine": Q(report_version_id__in=sent),
    }


def counts_as_on_its_page(actor: Actor, ballot: Ballot) -> dict[str, Q]:
    """Counts, and how a tie was settled, are read as on the pages of the ballot; of a voided one by nobody."""
    if can_see_counts(actor, ballot):
        return {}
    nothing = Q(pgh_obj_id__in=[])
    counts = dict.fromkeys(("ballots.PaperCount", "ballots.PaperVotes", "ballots.OptionResult"), nothing)
    return {**counts, "ballots.Question": Q(settled=""), "ballots.Option": Q(seated_by_rule=False)}


def own_score_only(actor: Actor, sheet: ScoreSheet) -> dict[str, Q]:
    """While a sheet is checked, its unit reads the history of its own score, not that of the checking."""
    checking = actor.holds(*WORKING, cluster_year_id=sheet.cluster_year_id)
    organiser = sheet.cluster_year.cluster.organiser
    if sheet.state == SheetState.FINAL or checking or serves_or_audits(actor, organiser):
        return {}
    own = list(SheetVersion.objects.filter(sheet=sheet, stage=Stage.SELF).values_list("pk", flat=True))
    return {
        "scoring.SheetVersion": Q(pgh_obj_id__in=own),
        "scoring.ScoreLine": Q(sheet_version_id__in=own),
    }
