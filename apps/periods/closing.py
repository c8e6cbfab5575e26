"""Register of what keeps a year from being closed (Khóa sổ).

An app that has papers of a year registers in ``AppConfig.ready()``:

    periods.closing.register("scoring", label, check)

``check(year) -> Iterable[Finding]``: what is not finished, each with a link to the page where it can be. A blocking
finding refuses the closing; a warning is shown and may be overruled. A check asks a fixed number of queries.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Something unfinished: "Còn 3 bảng chấm điểm chưa chốt: …"."""

    text: object
    url: str = ""
    blocks: bool = True


_checks: dict[str, tuple[object, Callable[..., Iterable[Finding]]]] = {}


def register(name: str, label, check: Callable[..., Iterable[Finding]]) -> None:
    """``label``: the heading under which the findings stand, such as "Chấm điểm"."""
    _checks[name] = (label, check)


def findings(year) -> list[tuple[object, list[Finding]]]:
    """Label → findings of every check that has any, blocking ones first."""
    found = [(label, sorted(check(year), key=lambda each: not each.blocks)) for label, check in _checks.values()]
    return [(label, each) for label, each in found if each]
