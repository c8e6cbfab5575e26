"""Thành phần hồ sơ: what the law asks of a proposal, and how much of it is there. A fixed number of queries."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Count

from apps.awards import rules
from apps.awards.enums import PaperKind
from apps.awards.models import AwardProposal, DossierPaper, Nominee
from apps.awards.queries import meeting_of, reported, told_apart
from apps.awards.works_needed import nominees_needing_works, who_needs_works
from apps.catalog.enums import Subject
from apps.catalog.models import DossierItem


@dataclass
class Line:
    """One line of the law: ``have`` of ``needed`` (nominees for reports and certificates, else one). A paper of the
    whole dossier stands among the ``papers``; it is no nominee's report. ``if_any``: handed in where there is one
    (nếu có), never missing.
    """

    code: str
    label: str
    form_code: str
    provision: str
    kind: str
    if_any: bool = False
    needed: int = 0
    have: int = 0
    papers: list[DossierPaper] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return self.have >= self.needed

    @property
    def of_each(self) -> bool:
        return self.kind in {PaperKind.REPORT, PaperKind.INITIATIVE}

    @property
    def takes_papers(self) -> bool:
        """Whether a paper is cited here; the tờ trình is the signed proposal itself."""
        return self.kind != PaperKind.PETITION


@dataclass
class Checklist:
    """Lines of the law in order, and papers that no line asks for. ``is_asked``: somebody stands in the list."""

    lines: list[Line]
    others: list[DossierPaper]
    is_asked: bool

    @property
    def missing(self) -> list[Line]:
        """Lines that are not whole, the tờ trình apart: it is signed with the sending."""
        return [line for line in self._required if not line.is_whole and line.kind != PaperKind.PETITION]

    @property
    def in_numbers(self) -> tuple[int, int]:
        return sum(line.is_whole for line in self._required), len(self._required)

    @property
    def _required(self) -> list[Line]:
        return [line for line in self.lines if not line.if_any]


class Listed(NamedTuple):
    """What nominees of a list have in common as far as papers go: award, list of awards, kind of recipient."""

    award_id: int
    list: str
    subject: str


def checklist(
    proposal: AwardProposal,
    on: date,
    listed: Mapping[Listed, int] | None = None,
    nominees: Collection[Nominee] | None = None,
) -> Checklist:
    """Lines in force on the day for the awards of the list: five queries, whatever the number of nominees; one less
    where the caller has the numbers already (``listed``), two more where an award may rest on recognised works; neither
    where the caller has read all ``nominees`` with their awards and what was found.
    """
    pairs = _pairs(proposal, listed, nominees)
    items = list(DossierItem.objects.in_force(on).select_related("provision").order_by("order", "code"))
    papers: dict[str, list[DossierPaper]] = defaultdict(list)
    for paper in proposal.papers.select_related("document", "nominee__award").order_by("pk"):
        papers[paper.item_code].append(paper)
    reports = Counter(numbers(proposal.nominees.filter(reported())))
    has_meeting = meeting_of(proposal) is not None
    works = [item for item in items if rules.paper_kind(item.code) == PaperKind.INITIATIVE]
    of_works = {pair.award_id for item in works for pair in pairs if _asks(item, pair)}
    resting = _resting_on_works(proposal, of_works, nominees)
    lines = {}
    for item in items:
        asked = [pair for pair in pairs if _asks(item, pair)]
        if not asked:
            continue
        line = _line(item)
        line.papers = papers.pop(item.code, [])
        line.needed = sum(pairs[pair] for pair in asked) if line.of_each else 1
        if line.kind == PaperKind.REPORT:
            of_type = rules.form_code(rules.form_of_type(proposal.type), on)
            line.form_code = of_type.removeprefix("Mẫu số ") or line.form_code
            line.have = sum(reports[pair] for pair in asked)
        elif line.kind == PaperKind.INITIATIVE:
            needing = {pk for pair in asked for pk in resting[pair.award_id, pair.subject]}
            line.needed, line.have = len(needing), len(needing & {paper.nominee_id for paper in line.papers})
        elif line.kind == PaperKind.MINUTES:
            # Made of a ballot: the signed minutes of that meeting came with it.
            line.have = int(has_meeting or bool(line.papers) or proposal.ballot_id is not None)
        elif line.kind == PaperKind.PETITION:
            line.have = int(proposal.submitted_at is not None)
        else:
            line.have = min(len(line.papers), 1)
        if line.needed or line.papers:  # no certificate of works where another way is met by everybody
            lines[item.code] = line
    others = [paper for rest in papers.values() for paper in rest]
    for code, label in told_apart(item for item in items if item.code in lines).items():
        lines[code].label = label
    return Checklist(list(lines.values()), others, is_asked=bool(pairs))


def _pairs(proposal: AwardProposal, listed: Mapping[Listed, int] | None, nominees) -> Counter[Listed]:
    if nominees is not None:
        return Counter(map(_listed, nominees))
    return Counter(numbers(proposal.nominees) if listed is None else listed)


def _resting_on_works(
    proposal: AwardProposal, award_ids: Collection[int], nominees: Collection[Nominee] | None
) -> Mapping[tuple[int, str], set[int]]:
    """(award, subject) → nominees for these awards who need recognised works."""
    if nominees is not None:
        return who_needs_works(each for each in nominees if each.award_id in award_ids)
    return nominees_needing_works(proposal.nominees.filter(award__in=award_ids)) if award_ids else {}


def numbers(nominees) -> dict[Listed, int]:
    """How many lines of each. One query."""
    rows = nominees.order_by().values_list("award_id", "award__list", "subject").annotate(n=Count("pk"))
    return {Listed(*listed): n for *listed, n in rows}


def _listed(nominee: Nominee) -> Listed:
    return Listed(nominee.award_id, nominee.award.list, nominee.subject)


def _asks(item: DossierItem, listed: Listed) -> bool:
    """Whether the line is for this award (its own, or of its list) and kind of recipient; ``queries._lines`` asks it in
    the database.
    """
    mine = item.award_id == listed.award_id or (item.award_id is None and item.list == listed.list)
    return mine and item.subject in {listed.subject, Subject.BOTH}


def _line(item: DossierItem) -> Line:
    """What is handed in where there is one is filled by any paper that is cited, whatever else would fill the line."""
    kind = rules.paper_kind(item.code) if item.required else PaperKind.PAPER
    source = str(item.provision or item.source)
    return Line(item.code, item.label, item.form_code, source, kind, if_any=not item.required)
