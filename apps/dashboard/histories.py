"""Which records show "Lịch sử", what belongs to each, and who reads it: one table for the whole portal.

Who may is said in ``history_policies``.
The auditor of the whole reads every history (``policies.can_read_history``). An app may as well register its own.
"""

from django.contrib.auth import get_user_model

from apps.audit import trail_pages
from apps.awards.models import AwardDecision, AwardProposal, CertificateLayout, UpwardSubmission
from apps.ballots.models import Ballot
from apps.ballots.queries import visible_ballots
from apps.catalog.models import AwardType
from apps.clusters.models import ActivityPlan, ClusterYear, Inspection
from apps.conferences.models import Conference
from apps.dashboard.history_policies import (
    catalogue,
    counts_as_on_its_page,
    discipline_apart,
    heads,
    keepers_of_people,
    may_read_catalogue,
    meeting_of_heads,
    movement_of_organiser,
    organisers_own,
    own_score_only,
    own_unit,
    plan_of_heads,
    proposal_of_unit,
    sent_versions_only,
    set_of_organiser,
    users,
    whoever_keeps_accounts,
    whoever_sees_it,
    working_result,
)
from apps.documents.models import Document
from apps.documents.policies import can_change as can_change_document
from apps.movements.models import Movement, MovementReview, Participation, RoleModel
from apps.movements.role_model_policies import can_keep as can_keep_role_model
from apps.periodic_reports.models import PeriodicReport, ReportTemplate
from apps.periods.models import EmulationYear
from apps.pledges.models import Pledge
from apps.ranking.models import RankingRun
from apps.registrations.models import TitleRegistration
from apps.registry.models import Award, GrantDocument
from apps.results.models import ResultEntry, Target
from apps.scoring.consultation_policies import can_edit as can_edit_reply
from apps.scoring.models import Consultation, ConsultationReply, CriteriaSet, ScoreSheet
from apps.units.models import Person, RoleAssignment, Unit


def register_histories() -> None:
    register = trail_pages.register
    register(Unit, related={"units.UnitName": "unit", "units.UnitAlias": "unit"}, policy=own_unit)
    register(get_user_model(), scope=users, related={"units.RoleAssignment": "user"}, policy=whoever_keeps_accounts)
    register(RoleAssignment, related={"units.Delegation": "assignment"}, policy=whoever_sees_it)
    register(
        Person,
        related={
            **dict.fromkeys(("units.PersonName", "units.Posting", "units.QualityRating"), "person"),
            **dict.fromkeys(("units.TrainingRecord", "units.Discipline"), "person"),
        },
        policy=keepers_of_people,
        narrowed=discipline_apart,
    )
    register(
        ClusterYear,
        related={
            **dict.fromkeys(("clusters.Member", "clusters.HeadTerm"), "cluster_year"),
            "conferences.Handover": "old",
            **dict.fromkeys(("ranking.Exclusion", "ranking.QuotaDecision", "ranking.WorkloadFigure"), "cluster_year"),
        },
        policy=heads,
    )
    register(Inspection, related={"clusters.Finding": "inspection"}, policy=whoever_sees_it)
    register(ActivityPlan, related={"clusters.PlanItem": "plan"}, policy=plan_of_heads)
    register(
        Pledge,
        related={
            "pledges.PledgeVersion": "pledge",
            "pledges.Commitment": "version__pledge",
            "pledges.Signature": "version__pledge",
        },
        policy=plan_of_heads,
    )
    register(
        Conference,
        related={
            **dict.fromkeys(("conferences.Attendee", "conferences.Guest", "conferences.StepMark"), "conference"),
            "conferences.Delegate": "attendee__conference",
            "conferences.PaperReading": "version__paper__conference",
            **dict.fromkeys(("conferences.ConferencePaper", "conferences.ConferenceMinutes"), "conference"),
            **dict.fromkeys(("conferences.PaperVersion", "conferences.Presenter"), "paper__conference"),
        },
        policy=meeting_of_heads,
    )
    register(
        Ballot,
        scope=visible_ballots,
        related={
            "ballots.Question": "ballot",
            **dict.fromkeys(("ballots.Option", "ballots.GroupLimit", "ballots.PaperCount"), "question__ballot"),
            "ballots.PaperVotes": "count__question__ballot",
            "ballots.OptionResult": "option__question__ballot",
        },
        policy=whoever_sees_it,
        narrowed=counts_as_on_its_page,
        secret=True,
    )
    register(EmulationYear, policy=organisers_own)
    register(ReportTemplate, related={"periodic_reports.TemplateItem": "template"}, policy=set_of_organiser)
    register(
        PeriodicReport,
        related={
            "periodic_reports.ReportVersion": "report",
            "periodic_reports.ReportLine": "report_version__report",
        },
        policy=whoever_sees_it,
        narrowed=sent_versions_only,
    )
    register(Document, related={"documents.DocumentFile": "document"}, policy=can_change_document)
    rules = ("catalog.EligibilityRule", "catalog.Quota", "catalog.VoteRule", "catalog.CouncilExemption")
    terms = ("catalog.AwardTerm", "catalog.AwardRoute", *rules)
    register(AwardType, scope=catalogue, related=dict.fromkeys(terms, "award"), policy=may_read_catalogue)
    register(
        Award,
        related={"registry.AwardAct": "award", "registry.Reliance": "award"},
        policy=whoever_sees_it,
    )
    register(GrantDocument, policy=whoever_sees_it)
    told = dict.fromkeys(("movements.RoleModelStep", "movements.SpreadAction"), "role_model")
    register(RoleModel, related=told, policy=can_keep_role_model)
    register(
        Movement,
        related=dict.fromkeys(
            (
                "movements.MovementBasis",
                "movements.Content",
                "movements.ChecklistItem",
                "movements.AudiencePart",
                "movements.Milestone",
            ),
            "movement",
        ),
        policy=movement_of_organiser,
    )
    of_unit = ("movements.YearConfirmation", "movements.ContentMark", "movements.ChecklistMark")
    register(Participation, related=dict.fromkeys(of_unit, "participation"), policy=whoever_sees_it)
    register(MovementReview, policy=whoever_sees_it)
    register(
        CriteriaSet,
        related={
            "scoring.Criterion": "criteria_set",
            "scoring.Band": "criterion__criteria_set",
            "scoring.ReviewStep": "criteria_set",
            "scoring.ClassRule": "criteria_set",
        },
        policy=set_of_organiser,
    )
    register(Consultation, policy=lambda actor, found: set_of_organiser(actor, found.criteria_set))
    # What a unit is still writing is its own; what it sent stands on the page of the reply.
    register(ConsultationReply, policy=can_edit_reply)
    register(
        ScoreSheet,
        related={
            "scoring.SheetVersion": "sheet",
            "scoring.ScoreLine": "sheet_version__sheet",
            "scoring.EvidenceLink": "line__sheet_version__sheet",
            "scoring.FigureRemark": "sheet",
            "scoring.PartAssignment": "sheet",
            "scoring.ScoreRemark": "sheet",
            "scoring.OutsideConfirmation": "sheet",
        },
        policy=whoever_sees_it,
        narrowed=own_score_only,
    )
    register(ResultEntry, related={"results.ResultFile": "entry"}, policy=whoever_sees_it)
    register(Target, policy=whoever_sees_it)
    register(
        TitleRegistration,
        related={
            "registrations.RegistrationRow": "registration",
            "registrations.RegistrationVersion": "registration",
            "registrations.VersionRow": "version__registration",
        },
        policy=whoever_sees_it,
    )
    register(
        AwardProposal,
        related={
            **dict.fromkeys(("awards.Nominee", "awards.UnitMeeting", "awards.DossierPaper"), "proposal"),
            **dict.fromkeys(("awards.ProposalRemark", "awards.ProposalSubmission", "awards.Consultation"), "proposal"),
        },
        policy=proposal_of_unit,
    )
    register(AwardDecision, related={"awards.DecisionLine": "decision"}, policy=organisers_own)
    register(UpwardSubmission, related={"awards.UpwardLine": "submission"}, policy=organisers_own)
    register(CertificateLayout, policy=organisers_own)
    register(RankingRun, related={"ranking.RankingEntry": "run"}, policy=working_result)
