"""The unit meant by a cell of a sheet: a mistake where there is none, a question where there are several."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from apps.core.text import fold
from apps.units.models import Unit
from apps.units.unit_finding_queries import find_units


class UnitReader:
    """Units of all the texts of a file, looked up together."""

    def __init__(self, texts: Iterable[str]):
        self.finder = find_units({text for text in texts if text})

    def unit(self, row, key: str, text: str) -> Unit | None:
        """The unit of a cell. Several of one name: the person is asked, and the first one is taken meanwhile."""
        found = self.finder.meant(text) if text else []
        if not text:
            return None
        if not found:
            row.problem(key, _("Không có đơn vị “%(text)s”. Nhập mã, tên hiện nay hoặc tên cũ.") % {"text": text})
            return None
        if len(found) == 1:
            return found[0]
        options = [(unit.code, f"{unit.name} ({unit.code})") for unit in found]
        question = _("“%(text)s” là đơn vị nào?") % {"text": text}
        chosen = row.ask(key, f"unit:{fold(text)}", question, options)
        return next((unit for unit in found if unit.code == chosen), found[0])
