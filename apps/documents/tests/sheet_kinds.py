"""A kind of sheet whose rows are documents' own (a symbol and a date): what the tests of imports write."""

from apps.core import sheets
from apps.core.sheets import Checked, ImportKind, SheetColumn, Summary
from apps.core.verdict import ALLOWED, refused


class SymbolImport(ImportKind):
    """Keeps symbols in a list; ``slow(done)`` is called at each step of the writing."""

    name, label = "symbols-example", "Số, ký hiệu văn bản (thử)"
    columns = (
        SheetColumn("symbol", "Số, ký hiệu", required=True, example="36/KH-KVTĐ"),
        SheetColumn("pages", "Số trang", kind="decimal", total=True, example="2,5"),
    )
    notes = ("Mỗi dòng một văn bản.",)

    def __init__(self):
        self.stored: dict[str, object] = {}
        self.written = 0
        self.slow = None

    def may(self, actor):
        return ALLOWED if actor.holds("officer") else refused("Chỉ chuyên viên nhập bảng này.")

    def check(self, table, *, actor, now, answers):
        table.refuse_repeats("symbol")
        checked = Checked()
        for row in table:
            values = row.read()
            if values["symbol"] in self.stored and self.stored[values["symbol"]] == values["pages"]:
                checked.unchanged += 1
            else:
                checked.plan.append((values["symbol"], values["pages"]))
                checked.created += values["symbol"] not in self.stored
                checked.updated += values["symbol"] in self.stored
        return checked

    def write(self, checked, *, actor, now, step):
        for number, (symbol, pages) in enumerate(checked.plan):
            step(number, len(checked.plan))
            if self.slow:
                self.slow(number)
            self.stored[symbol] = pages
        self.written += 1
        return Summary(checked.created, checked.updated, checked.unchanged)


def example_kind() -> SymbolImport:
    """The registered example, emptied; registered when first asked for."""
    try:
        kind = sheets.kind(SymbolImport.name)
    except KeyError:
        kind = SymbolImport()
        sheets.register(kind)
    kind.__init__()
    return kind
