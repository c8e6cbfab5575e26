"""Bar charts drawn on the server as SVG: the same picture on the page, in print and in PDF files.

Only presentation attributes: no script, style sheet or outside reference, so that a strict content
security policy and WeasyPrint both take it. pygal's SVG brings its own style and script blocks, which
both refuse. A table with the same figures always stands beside a chart.
"""

import base64
import hashlib
import math
import textwrap
from collections.abc import Collection, Sequence
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from apps.core.numbers import format_decimal, format_points

WIDTH = 784
_LABEL_WIDTH, _VALUE_WIDTH, _ROW, _BAR, _TOP, _FONT_SIZE, _LINE = 284, 70, 34, 18, 34, 13, 14
_LABEL_CHARACTERS = 42
_HEADING = 20  # of _TOP, above the axis
_TICKS = 5
_INK, _GRID, _BAR_COLOUR, _PICKED = "#1f1b16", "#cfc8bb", "#8a8378", "#a3271f"
_FONT = "'Liberation Serif', 'Times New Roman', serif"


def bar_chart_svg(
    labels: Sequence[str],
    values: Sequence[Decimal | float | None],
    title: str,
    *,
    maximum: Decimal | float | None = None,
    picked: Collection[int] = (),
    font_family: str = _FONT,
    headed: bool = True,
) -> SafeString:
    """Horizontal bars, one for each label, long names in two lines, the value written after each bar.

    ``maximum`` fixes the end of the axis (a set's highest points); ``picked`` are positions drawn in the
    accent colour, such as the reader's own unit. None draws no bar and says that there is no figure.
    The axis always contains 0. The title and all figures are also there for screen readers. ``headed``: the title is
    drawn above the bars; not where a heading beside the chart says it.
    """
    bars = [
        (str(label), None if value is None else Decimal(str(value)))
        for label, value in zip(labels, values, strict=True)
    ]
    ticks = _ticks([value for _label, value in bars if value is not None], maximum)
    top, height = 0 if headed else _HEADING, _TOP + _ROW * len(bars) + 26
    key = hashlib.sha256(f"{title}{bars}".encode()).hexdigest()[:8]
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 {} {} {}" width="{}" height="{}" role="img" '
        'aria-labelledby="c{}-t c{}-d" font-family="{}" font-size="{}" fill="{}">'
        '<title id="c{}-t">{}</title><desc id="c{}-d">{}</desc>'
        "{}{}{}</svg>",
        *(top, WIDTH, height - top, WIDTH, height - top, key, key, font_family, _FONT_SIZE, _INK),
        *(key, title, key, _in_words(bars)),
        *(_heading(title) if headed else "", _grid(ticks, height), _rows(bars, ticks, picked)),
    )


def _heading(title: str) -> SafeString:
    return format_html('<text x="0" y="16" font-size="15" font-weight="bold">{}</text>', title)


def svg_data_uri(svg: str) -> str:
    """The picture as a ``data:`` address, for ``<img src>`` in PDF templates (with the title as ``alt``)."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def _in_words(bars: list[tuple[str, Decimal | None]]) -> str:
    return "; ".join(f"{label}: {_value_text(value)}" for label, value in bars)


def _value_text(value: Decimal | None) -> str:
    return _("chưa có số liệu") if value is None else format_points(value)


def _ticks(values: Sequence[Decimal], maximum) -> list[Decimal]:
    """Round values of the axis from the lowest (at most 0) to the highest (at least the maximum)."""
    low = min([*values, Decimal(0)])
    high = max([*values, Decimal(str(maximum)) if maximum is not None else Decimal(0)])
    if high == low:
        high = low + 1
    step = _round_step((high - low) / _TICKS)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [step * number for number in range(first, last + 1)]


def _round_step(rough: Decimal) -> Decimal:
    """The smallest of 1, 2, 5 times a power of ten that is not below the rough step."""
    power = Decimal(10) ** rough.adjusted()
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)


def _place(value: Decimal, ticks: list[Decimal]) -> float:
    """Horizontal position of a value."""
    share = (value - ticks[0]) / (ticks[-1] - ticks[0])
    return round(_LABEL_WIDTH + float(share) * (WIDTH - _LABEL_WIDTH - _VALUE_WIDTH), 1)


def _grid(ticks: list[Decimal], height: int) -> SafeString:
    bottom = height - 20
    lines = [
        (_place(tick, ticks), _INK if tick == 0 else _GRID, bottom, height - 6, format_decimal(tick)) for tick in ticks
    ]
    return format_html_join(
        "",
        '<line x1="{0}" x2="{0}" y1="26" y2="{2}" stroke="{1}" stroke-width="1"/>'
        '<text x="{0}" y="{3}" text-anchor="middle" font-size="11">{4}</text>',
        lines,
    )


def _rows(bars: list[tuple[str, Decimal | None]], ticks: list[Decimal], picked: Collection[int]) -> SafeString:
    zero = _place(Decimal(0), ticks)
    drawn = []
    for index, (label, value) in enumerate(bars):
        end = zero if value is None else _place(value, ticks)
        top = _TOP + index * _ROW
        drawn.append(
            (
                _label(label, top + _ROW / 2),
                min(zero, end),
                top + (_ROW - _BAR) / 2,
                round(abs(end - zero), 1),
                _BAR,
                _PICKED if index in picked else _BAR_COLOUR,
                max(zero, end) + 6,
                top + _ROW / 2 + 4.5,
                _value_text(value),
            )
        )
    rectangle = '{}<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/><text x="{}" y="{}">{}</text>'
    return format_html_join("", rectangle, drawn)


def _label(label: str, middle: float) -> SafeString:
    """A name in one or two lines beside its bar; more is cut with an ellipsis (the table has it whole)."""
    lines = textwrap.wrap(label, _LABEL_CHARACTERS, max_lines=2, placeholder="…") or [""]
    first = middle + 4.5 - (len(lines) - 1) * _LINE / 2
    places = [(_LABEL_WIDTH - 8, first + number * _LINE, line) for number, line in enumerate(lines)]
    return format_html_join("", '<text x="{}" y="{}" text-anchor="end">{}</text>', places)
