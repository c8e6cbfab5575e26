"""Tables of results: indicators, targets, results."""

from apps.results.models.entry import ResultEntry, ResultFile
from apps.results.models.indicator import Indicator
from apps.results.models.target import Target

__all__ = ["Indicator", "ResultEntry", "ResultFile", "Target"]
