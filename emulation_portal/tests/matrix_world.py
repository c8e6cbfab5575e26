"""One sheet with all that hangs on it, at three stages, for the permission matrix."""

from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.accounts.grants import actor_for
from apps.accounts.models import User
from apps.clusters.models import ClusterYear
from apps.dashboard.tests.world import NOW, SYSTEM, World, build
from apps.documents.domain.attachments import store
from apps.documents.domain.issuing import About, issue
from apps.documents.domain.signed_copies import PaperCopy
from apps.documents.models import IssuedFile
from apps.jobs.models import Job
from apps.jobs.tests.factories import JobFactory
from apps.ranking.domain.computing import compute
from apps.ranking.domain.requesting import request_ranking
from apps.ranking.models import RankingRun
from apps.scoring.domain.finalising import finish_step
from apps.scoring.domain.reviews import agree_lines, start_step
from apps.scoring.domain.submissions import submit_sheet
from apps.scoring.models import EvidenceLink, ScoreLine, ScoreSheet

__all__ = ["NOW", "Subject", "subject_at"]

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass
class Subject:
    """The sheet of the second unit of a cluster of three; the first one heads the cluster."""

    world: World
    people: dict[str, User]
    sheet: ScoreSheet
    line: ScoreLine
    evidence: EvidenceLink
    job: Job
    issued: IssuedFile | None = None
    run: RankingRun | None = None

    @property
    def cluster_year(self) -> ClusterYear:
        return self.world.cluster_year


def scan(name: str = "ban-ky.pdf"):
    return store(SimpleUploadedFile(name, PDF), actor=SYSTEM, now=NOW)


def subject_at(stage: str) -> Subject:
    """``draft``: being scored; ``in_step``: sent on paper and taken over by the head; ``final``: ranked as well."""
    world, other = build(3), build(2)
    people = {
        "stranger": other.officers[1],
        "neighbour": world.officers[2],
        "officer": world.officers[1],
        "leader": world.leaders[1],
        "head": world.head,
        "office": world.standing_office,
        "auditor": world.auditor,
    }
    line = ScoreLine.objects.filter(sheet_version__sheet=world.sheet(1)).order_by("pk").first()
    evidence = EvidenceLink.objects.create(line=line, attachment=scan("minh-chung.pdf"), added_by_label="Bà Thử")
    if stage != "draft":
        for index in range(3):
            _send(world.sheet(index))
    if stage == "final":
        for index in range(3):
            agree_lines(sheet_id=world.sheet(index).pk, actor=SYSTEM, now=NOW)
            finish_step(sheet_id=world.sheet(index).pk, actor=SYSTEM, now=NOW)
    subject = Subject(
        world=world,
        people=people,
        sheet=world.sheet(1),
        line=ScoreLine.objects.filter(sheet_version__sheet=world.sheet(1)).order_by("-sheet_version", "pk").first(),
        evidence=evidence,
        job=JobFactory(requested_by=people["officer"]),
    )
    if stage == "final":
        subject.run = _rank(world)
        subject.issued = _issue(subject)
    return subject


def _send(sheet: ScoreSheet) -> None:
    copy = PaperCopy(scan(), "12/BC-T", date(2020, 11, 12), "Lê Văn Thử", "Thủ trưởng đơn vị")
    submit_sheet(sheet_id=sheet.pk, way="paper", signed_copy=copy, actor=SYSTEM, now=NOW)
    start_step(sheet_id=sheet.pk, actor=SYSTEM, now=NOW)


def _rank(world: World) -> RankingRun:
    office = actor_for(world.standing_office, NOW.date())
    asked = request_ranking(cluster_year_id=world.cluster_year.pk, actor=office, now=NOW)
    compute(run_ids=[asked.run.pk], actor=office, now=NOW)
    return RankingRun.objects.get(pk=asked.run.pk)


def _issue(subject: Subject) -> IssuedFile:
    return issue(
        about=About("score_sheet", f"sheet={subject.sheet.pk}", [subject.sheet.pk], "Bảng chấm điểm"),
        file_name="bang-cham-diem.pdf",
        content_type="application/pdf",
        content=PDF,
        verification_code="MATRIX-0001",
        data_at=NOW,
        actor=actor_for(subject.people["officer"], NOW.date()),
        now=NOW,
    )
