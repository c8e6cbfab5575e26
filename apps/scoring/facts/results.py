"""Results and targets (Kết quả, Chỉ tiêu), by the records of ``results``.

Estimates (ước) that nobody has confirmed are never used: the line stays empty and says what to confirm (S001-8).
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.core.dates import format_date
from apps.results import queries
from apps.results.enums import Origin, Reached
from apps.results.excess import in_words
from apps.results.figures import Figure, shown, with_mark
from apps.results.models import Indicator
from apps.results.regions import Row
from apps.scoring.enums import NotApplicableReason
from apps.scoring.sources import YES, Found, Proof, Question, Source

PLACES = Decimal("0.000001")  # as figures of a line are stored


def _number(value: Fraction | None) -> Decimal | None:
    return None if value is None else (Decimal(value.numerator) / Decimal(value.denominator)).quantize(PLACES)


def _path(figure: Figure | None) -> str:
    return reverse("results:result-detail", args=[figure.entry_id]) if figure and figure.entry_id else ""


def _parts(figure: Figure) -> dict[str, Decimal]:
    """The figure as inputs: both parts of a rate; one known only as a percentage counts of 100."""
    if figure.adds_up:
        return {"numerator": _number(figure.numerator), "denominator": _number(figure.denominator)}
    return {"numerator": _number(figure.value), "denominator": Decimal(100)}


def _sentence(indicator: Indicator, figure: Figure) -> str:
    said = {
        "label": indicator.label,
        "figure": with_mark(shown(figure.value, indicator), is_estimate=figure.is_estimate),
        "as_of": format_date(figure.as_of) if figure.as_of else "",
    }
    text = _("%(label)s: %(figure)s, số liệu đến %(as_of)s") if figure.as_of else _("%(label)s: %(figure)s")
    return text % said


def _unconfirmed(indicator: Indicator, figure: Figure | None) -> Found:
    """No figure that may be used: an estimate to confirm, or nothing entered."""
    if figure is None:
        missing = _("Chưa có kết quả “%(label)s”: nhập ở Kết quả, thành tích.") % {"label": indicator.label}
        return Found(missing=missing, path=reverse("results:result-list"))
    missing = _("Chưa có kết quả xác nhận “%(label)s”: xác nhận số ước.") % {"label": indicator.label}
    return Found(missing=missing, path=_path(figure), proof=(Proof(_sentence(indicator, figure), _path(figure)),))


def _indicator(code: str) -> Indicator | None:
    return Indicator.objects.filter(code=code).first()


def _unknown(unit_ids: Sequence[int], code: str) -> dict[int, Found]:
    message = _("Chưa có chỉ số mã “%(code)s” trong danh mục.") % {"code": code}
    return {unit_id: Found(missing=message) for unit_id in unit_ids}


def _usable(figure: Figure | None) -> bool:
    return figure is not None and not figure.is_estimate


def result(unit_ids: Sequence[int], question: Question, code: str) -> dict[int, Found]:
    """The unit's result of an indicator in the year: both parts of a rate, a whole amount as a count."""
    indicator = _indicator(code)
    if indicator is None:
        return _unknown(unit_ids, code)
    figures, answers = queries.figures(unit_ids, question.year.year, [code]), {}
    for unit_id in unit_ids:
        figure = figures.get((unit_id, code))
        if not _usable(figure):
            answers[unit_id] = _unconfirmed(indicator, figure)
            continue
        values = _parts(figure) if indicator.is_rate else {"count": _number(figure.value)}
        proof = (Proof(_sentence(indicator, figure), _path(figure)),)
        answers[unit_id] = Found(values=values, proof=proof, as_of=figure.as_of)
    return answers


def target_result(unit_ids: Sequence[int], question: Question, code: str) -> dict[int, Found]:
    """The assigned target of an indicator with the unit's result. Without a target: Không được giao, unless there is a
    result, which ``target_best`` then compares with the others that have none. A rate whose excess is told relative to
    its target comes as an amount (``actual``) as well.
    """
    indicator = _indicator(code)
    if indicator is None:
        return _unknown(unit_ids, code)
    year = question.year.year
    figures, targets = queries.figures(unit_ids, year, [code]), queries.targets(unit_ids, year, [code])
    return {
        unit_id: _against(indicator, targets.get((unit_id, code)), figures.get((unit_id, code))) for unit_id in unit_ids
    }


def _against(indicator: Indicator, target, figure: Figure | None) -> Found:
    if target is None and figure is None:
        proof = (Proof(_("Năm này đơn vị không được giao chỉ tiêu “%(label)s”.") % {"label": indicator.label}),)
        return Found(absent=NotApplicableReason.NOT_ASSIGNED, proof=proof)
    if not _usable(figure):
        return _unconfirmed(indicator, figure)
    proof = [Proof(_sentence(indicator, figure), _path(figure))]
    values = _parts(figure) if indicator.is_rate else {}
    if not indicator.in_points:
        values["actual"] = _number(figure.value)
    if target is not None:
        values["target"] = target.value
        said = {"value": shown(Fraction(target.value), indicator), "issuer": target.issuer_name}
        proof.append(Proof(_("Chỉ tiêu giao: %(value)s (%(issuer)s)") % said, target.get_absolute_url()))
    return Found(values=values, proof=tuple(proof), as_of=figure.as_of)


def targets_met(unit_ids: Sequence[int], question: Question, origin: str) -> dict[int, Found]:
    """Đạt x/y chỉ tiêu: assigned targets of the year, and how many of them confirmed results have met; yes when all.

    Targets whose result nobody has confirmed count as not met, and are named; without one confirmed result the line
    stays empty.
    """
    rows = queries.standings(
        [(unit_id, "") for unit_id in unit_ids], question.year.year, origins=(origin or Origin.SECTOR,)
    )
    of_unit: dict[int, list[Row]] = {}
    for row in rows:
        if row.assessment.reached != Reached.NOT_ASSIGNED:
            of_unit.setdefault(row.unit_id, []).append(row)
    return {unit_id: _tally(unit_id, of_unit.get(unit_id, []), question) for unit_id in unit_ids}


def _tally(unit_id: int, rows: list[Row], question: Question) -> Found:
    page = reverse("results:unit-targets", args=[unit_id, question.year.year])
    if not rows:
        return Found(
            absent=NotApplicableReason.NOT_ASSIGNED, proof=(Proof(_("Năm này đơn vị không được giao chỉ tiêu.")),)
        )
    usable = [row for row in rows if _usable(row.figure)]
    met = sum(row.assessment.is_met for row in usable)
    proof = [Proof(_("Đạt %(met)s/%(assigned)s chỉ tiêu") % {"met": met, "assigned": len(rows)}, page)]
    for row in rows:
        if _usable(row.figure):
            said = f"{_sentence(row.indicator, row.figure)} – {in_words(row.assessment)}"
            proof.append(Proof(said, _path(row.figure)))
        else:
            proof.append(Proof(_unconfirmed(row.indicator, row.figure).missing, _path(row.figure) or page))
    if not usable:
        missing = _("Chưa có kết quả xác nhận của chỉ tiêu nào: nhập kết quả, xác nhận số ước.")
        return Found(missing=missing, path=page, proof=tuple(proof))
    as_of = max((row.figure.as_of for row in usable if row.figure.as_of), default=None)
    values = {"numerator": met, "denominator": len(rows)}
    return Found(values=values, yes=met == len(rows), proof=tuple(proof), as_of=as_of)


def _indicators(year: int | None):
    rows = Indicator.objects.all() if year is None else Indicator.objects.at_work(year)
    return [(each.code, each.label) for each in rows.in_order()]


def _origins(year: int | None):
    return [(each.value, str(each.label)) for each in Origin]


SOURCES = (
    Source(
        "result",
        lazy("Kết quả của chỉ số"),
        frozenset({"count", "numerator", "denominator"}),
        result,
        arguments=_indicators,
    ),
    Source(
        "target_result",
        lazy("Chỉ tiêu giao và kết quả"),
        frozenset({"target", "actual", "numerator", "denominator"}),
        target_result,
        arguments=_indicators,
    ),
    Source(
        "targets_met",
        lazy("Số chỉ tiêu đạt trên số được giao"),
        frozenset({"numerator", "denominator", YES}),
        targets_met,
        arguments=_origins,
        argument_optional=True,
        accepts=lambda argument: argument in Origin.values,
    ),
)
