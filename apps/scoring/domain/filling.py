"""Lines that fill themselves: what the sources say goes into the open self version, with its proof, and nothing else.

Filled when the sheets are opened, when the page of a sheet is opened, before it is printed or sent, and on demand. What
was sent keeps the figures and the proof of that moment: a source that changes later is only told ("nguồn đã đổi").
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.clusters.models import ClusterYear
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.scoring import sources
from apps.scoring.domain.answers import answer_text
from apps.scoring.domain.engine import recompute
from apps.scoring.domain.inputs import (
    COMPUTED,
    TYPED,
    LineInput,
    measure_of,
    same_inputs,
    stored_inputs,
    stored_measure,
    stored_points,
    write_inputs,
    write_points,
)
from apps.scoring.domain.methods import method_of
from apps.scoring.domain.rules import CriterionRule, MeasureError
from apps.scoring.domain.tables import CriteriaTable
from apps.scoring.models import CriteriaSet, ScoreLine, ScoreSheet
from apps.scoring.sources import CASES, Found, Proof, Question


class FilledBySystem(DomainError):
    """The figure comes from the records of the system; it is not retyped."""

    default_message = lazy("Dòng này do hệ thống điền. Thấy chưa đúng thì ghi ý kiến, người kiểm tra sẽ trả lời.")


READ_BY_HEADS = ("/movements/", "/results/")


@dataclass(frozen=True)
class Filling:
    """What lies behind a filled line: proof, day of the figures, what is missing, when it was taken."""

    source: str
    proof: tuple[Proof, ...]
    as_of: date | None
    missing: str
    path: str
    at: datetime

    @property
    def label(self) -> str:
        return sources.label_of(self.source)


def filling_of(line: ScoreLine) -> Filling | None:
    """The filling of a line; None where people type."""
    kept = line.filled
    if not kept:
        return None
    return Filling(
        source=kept["source"],
        proof=tuple(Proof(text, path) for text, path in kept["proof"]),
        as_of=date.fromisoformat(kept["as_of"]) if kept["as_of"] else None,
        missing=kept["missing"],
        path=kept["path"],
        at=datetime.fromisoformat(kept["at"]),
    )


def for_others(filling: Filling | None) -> Filling | None:
    """The filling for people outside of the unit: words, and links only into what whoever reads the sheet reads too.

    Heads, offices and auditors read movements and results of a unit, not each of its papers and awards.
    """
    if filling is None:
        return None
    proof = tuple(Proof(each.text, each.path if each.path.startswith(READ_BY_HEADS) else "") for each in filling.proof)
    return replace(filling, proof=proof)


def filled_codes(table: CriteriaTable) -> dict[str, str]:
    """Code of each leaf that a source fills → that source."""
    return {node.code: node.rule.source_fact for node in table.tree.leaves if sources.filling(node.rule)}


def question_for(criteria_set: CriteriaSet, cluster_year: ClusterYear, now: datetime) -> Question:
    """The period counted by the set; where it names none, the emulation year."""
    year = cluster_year.year
    return Question(year, criteria_set.counted_from or year.starts_on, criteria_set.counted_to or year.ends_on, now)


def gather(table: CriteriaTable, unit_ids: Iterable[int], question: Question) -> dict[int, dict[str, Found]]:
    """Unit → code → what its source knows; each source is asked once for all units. No query without sources."""
    wanted = filled_codes(table)
    found: dict[int, dict[str, Found]] = {unit_id: {} for unit_id in unit_ids}
    with kept_language():
        for source in dict.fromkeys(wanted.values()):
            answers = sources.ask(source, found, question)
            for unit_id, of_unit in found.items():
                nothing = Found(missing=_("Hệ thống chưa có số liệu của đơn vị."))
                answer = answers.get(unit_id, nothing)
                of_unit |= {code: answer for code, named in wanted.items() if named == source}
    return found


def inputs_of(rule: CriterionRule, found: Found, stored: LineInput) -> LineInput:
    """The inputs that a source gives: figures that the method asks for; the note and typed cases stay."""
    asked = method_of(rule).inputs_for(rule)
    values = {}
    if not found.absent and not found.missing:
        values = {
            name: Decimal(value) if isinstance(value, int) else value
            for name, value in found.values.items()
            if name in asked
        }
        if "actual" in values:  # an amount to be held against the target, whatever parts it has
            values = {name: value for name, value in values.items() if name not in {"numerator", "denominator"}}
        if "band_label" in asked and found.yes is not None and rule.bands:
            best = (max if found.yes else min)(rule.bands, key=lambda band: band.points)
            values["band_label"] = best.label
    cases = stored.cases
    if CASES in sources.of(rule.source_fact).fills:
        cases = {row.label: count for row, count in zip(rule.adjustments, found.cases, strict=False) if count}
    return LineInput(**values, cases=cases, note=stored.note, not_applicable=found.absent)


def of_source(rule: CriterionRule, inputs: LineInput) -> tuple:
    """The part of the inputs that the source owns, to be compared."""
    cases = inputs.cases if CASES in sources.of(rule.source_fact).fills else {}
    measured = replace(inputs, note="", cases={label: int(count) for label, count in cases.items() if count})
    return measure_of(measured), inputs.not_applicable


def require_source_kept(rule: CriterionRule, line: ScoreLine, inputs: LineInput) -> None:
    """Raises FilledBySystem when somebody types what the source of the line owns."""
    if sources.filling(rule) and of_source(rule, inputs) != of_source(rule, stored_inputs(line)):
        raise FilledBySystem


def fill(
    lines: Iterable[ScoreLine], table: CriteriaTable, found: Mapping[str, Found], now: datetime
) -> list[ScoreLine]:
    """Put what the sources say into the lines of one sheet (not saved); answers those that changed, others whose
    preconditions look at them included. Figures that the rule cannot measure leave the line empty and say why.
    """
    by_code = {line.criterion.code: line for line in lines}
    touched: dict[str, ScoreLine] = {}
    for code, known in found.items():
        line = by_code.get(code)
        if line is not None and _fill_line(line, by_code, table, known, now):
            touched |= {key: by_code[key] for key in _regrade(code, by_code, table)}
    for line in touched.values():
        line.version += 1
    return list(touched.values())


def _fill_line(line: ScoreLine, by_code: dict, table: CriteriaTable, found: Found, now: datetime) -> bool:
    rule = table.rule(line.criterion.code)
    inputs = inputs_of(rule, found, stored_inputs(line))
    if not found.missing:
        try:
            _points(line.criterion.code, by_code, table, inputs)
        except MeasureError as error:
            with kept_language():
                words = _("Số liệu của nguồn không tính được theo tiêu chí này: %(why)s") % {"why": error.message}
            found = replace(found, missing=words)
            inputs = inputs_of(rule, found, stored_inputs(line))
    kept = {
        "source": rule.source_fact,
        "proof": [[proof.text, proof.path] for proof in found.proof],
        "as_of": found.as_of.isoformat() if found.as_of else "",
        "missing": found.missing,
        "path": found.path,
        "at": now.isoformat(),
    }
    if same_inputs(line, inputs) and _same_filling(line.filled, kept):
        return False
    write_inputs(line, inputs)
    line.filled, line.agreed = kept, False
    return True


def _same_filling(before: dict | None, after: dict) -> bool:
    """Whether nothing but the hour and the day changed."""
    return before is not None and all(before[name] == after[name] for name in ("source", "proof", "missing", "path"))


def _points(code: str, by_code: Mapping[str, ScoreLine], table: CriteriaTable, inputs: LineInput) -> dict:
    measures = {key: stored_measure(other) for key, other in by_code.items()} | {code: measure_of(inputs)}
    stored = {key: points for key, other in by_code.items() if (points := stored_points(table.rule(key), other))}
    return recompute(table.tree, code, measures, stored)


def _regrade(code: str, by_code: Mapping[str, ScoreLine], table: CriteriaTable) -> list[str]:
    """Write the points of the line, and of others that look at it; answers their codes."""
    changed = [code]
    for key, points in _points(code, by_code, table, stored_inputs(by_code[code])).items():
        if key == code or by_code[key].points is not None:
            before = stored_points(table.rule(key), by_code[key])
            write_points(by_code[key], points)
            if key != code and stored_points(table.rule(key), by_code[key]) != before:
                changed.append(key)
    return changed


FIELDS = [*TYPED, "note", *COMPUTED, "filled", "version", "updated_at"]


def fill_opened(sheets: Iterable[ScoreSheet], table: CriteriaTable, question: Question) -> list[ScoreLine]:
    """Fill the lines of sheets that were opened a moment ago: one query a source, one statement for all lines.

    Answers the lines that were filled.
    """
    if not filled_codes(table):
        return []
    by_unit: dict[int, list[ScoreLine]] = {sheet.unit_id: [] for sheet in sheets}
    lines = ScoreLine.objects.filter(sheet_version__sheet__in=sheets, sheet_version__locked_at=None)
    for line in lines.select_related("criterion", "sheet_version__sheet").order_by("criterion__position"):
        by_unit[line.sheet_version.sheet.unit_id].append(line)
    found = gather(table, by_unit, question)
    touched = [line for unit_id, own in by_unit.items() for line in fill(own, table, found[unit_id], question.now)]
    ScoreLine.objects.bulk_update(touched, FIELDS, batch_size=500)
    return touched


def stale_text(rule: CriterionRule, line: ScoreLine, found: Found) -> str:
    """What the source says now, where it is no longer what stands in the line; empty when nothing changed."""
    now_said = inputs_of(rule, found, stored_inputs(line))
    if of_source(rule, now_said) == of_source(rule, stored_inputs(line)):
        return ""
    return answer_text(rule, now_said) or found.missing or _("không còn số liệu")
