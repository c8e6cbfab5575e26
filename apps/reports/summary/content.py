"""One summary report as it reads: sentences of the records beside what people typed, gaps, tables of the annex."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from apps.core.kept import kept_language
from apps.core.pdf import roman
from apps.reports.enums import Part
from apps.reports.summary.annex import AnnexTable, cluster_tables, sector_tables
from apps.reports.summary.cluster_judging import CLUSTER
from apps.reports.summary.facts import ClusterFacts
from apps.reports.summary.sector_sentences import SECTOR, SectorFacts


@dataclass(frozen=True)
class Offered:
    """A sentence that is true now: its code and paragraphs."""

    code: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """One part: ``heading`` with its numeral, ``sentences`` that are in the report, what people typed below them."""

    part: str
    heading: str
    sentences: tuple[str, ...]
    text: str

    @property
    def paragraphs(self) -> list[str]:
        return [*self.sentences, *(line for line in self.text.splitlines() if line.strip())]


@dataclass(frozen=True)
class SummaryContent:
    """All that is printed; frozen as JSON (core.plain) when the report is handed over."""

    body: str
    superior: str
    province: str
    signer_title: str
    subject: str
    year: int
    sections: tuple[Section, ...]
    gaps: tuple[str, ...]
    tables: tuple[AnnexTable, ...]
    illustrative: bool

    @property
    def title(self) -> str:
        return f"Báo cáo tổng kết công tác thi đua, khen thưởng năm {self.year} {self.subject}"

    @property
    def as_text(self) -> str:
        """One paragraph a line: the text of the conference's paper, compared line by line."""
        lines = [line for section in self.sections if section.paragraphs
                 for line in (section.heading, *section.paragraphs)]  # fmt: skip
        return "\n".join(lines)


def register_of(facts: ClusterFacts | SectorFacts):
    return CLUSTER if isinstance(facts, ClusterFacts) else SECTOR


def offered(facts: ClusterFacts | SectorFacts) -> dict[str, list[Offered]]:
    """Part → the sentences that are true of the facts."""
    found: dict[str, list[Offered]] = {part: [] for part in Part}
    with kept_language():
        for sentence, texts in register_of(facts).said(facts):
            found[sentence.part].append(Offered(sentence.code, texts))
    return found


def content_of(facts: ClusterFacts | SectorFacts, texts: Mapping[str, str], omitted: Collection[str]) -> SummaryContent:
    """The report as it reads now: every true sentence but those left out, then what was typed."""
    of_cluster = isinstance(facts, ClusterFacts)
    with kept_language():
        sections = tuple(_sections(offered(facts), texts, omitted))
        return SummaryContent(
            body=facts.name if of_cluster else facts.organiser,
            superior=facts.organiser if of_cluster else "",
            province=facts.province,
            signer_title=facts.head_title if of_cluster else "Thủ trưởng đơn vị",
            subject=f"của {facts.name if of_cluster else facts.organiser}",
            year=facts.year,
            sections=sections,
            gaps=register_of(facts).missing(facts),
            tables=tuple(cluster_tables(facts) if of_cluster else sector_tables(facts)),
            illustrative=facts.illustrative,
        )


def _sections(true: Mapping[str, list[Offered]], texts: Mapping[str, str], omitted: Collection[str]):
    """Parts in order; those with something in them are numbered without a gap."""
    number = 0
    for part in Part:
        said = tuple(text for each in true[part] if each.code not in omitted for text in each.texts)
        typed, label = texts.get(part.value, ""), str(part.label).upper()
        number += bool(said or typed)
        yield Section(part.value, f"{roman(number)}. {label}" if said or typed else label, said, typed)
