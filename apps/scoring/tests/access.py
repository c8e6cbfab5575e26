"""Who may open which page of scoring."""

from apps.scoring.tests.consultation_access import ROWS as CONSULTATION_ROWS
from emulation_portal.tests.matrix import Row, evidence, line, part, remark, reviewed, sheet


def criteria_set(subject) -> list:
    return [subject.sheet.criteria_set_id]


def criterion(subject) -> list:
    return [subject.line.criterion_id]


READ = "401 404 200 200 200 200 200 200 404"
KEPT = "401 404 403 403 403 403 200 403 404"

ROWS = [
    Row("criteria:set-list", "401 200 200 200 200 200 200 200 200"),
    Row("criteria:set-create", "401 403 403 403 403 403 200 403 403"),
    Row("criteria:set-detail", READ, arguments=criteria_set),
    Row("criteria:set-compare", READ, arguments=criteria_set),
    Row("criteria:set-file", READ, arguments=lambda subject: [*criteria_set(subject), "csv"]),
    *(
        Row(f"criteria:set-{name}", KEPT, arguments=criteria_set)
        for name in ("editor", "particulars", "steps", "classes", "remove", "issue", "correct", "open-sheets", "import")
    ),
    Row("criteria:criterion-create", KEPT, arguments=criteria_set),
    Row("criteria:criterion-edit", KEPT, arguments=criterion),
    Row("criteria:criterion-place", KEPT, arguments=criterion),
    Row("criteria:criterion-remove", KEPT, arguments=criterion),
    Row("criteria:criterion-shift", KEPT, arguments=lambda subject: [*criterion(subject), "up"]),
    Row("scoring:sheet-list", "401 200 200 200 200 200 200 200 200"),
    Row("scoring:sheet-detail", "401 404 404 200 200 200 200 200 404", arguments=sheet),
    Row("scoring:sheet-part", "401 404 404 200 200 200 200 200 404", arguments=part),
    Row("scoring:sheet-check", "401 404 404 200 200 200 200 200 404", arguments=sheet),
    Row("scoring:sheet-confirm", "401 404 404 403 302 403 403 403 404", arguments=sheet, method="post"),
    Row("scoring:sheet-to-leader", "401 404 404 302 302 403 403 403 404", arguments=sheet, method="post"),
    Row("scoring:sheet-to-officer", "401 404 404 403 422 403 403 403 404", arguments=sheet, method="post"),
    Row("scoring:sheet-printed", "401 404 404 302 302 403 403 403 404", arguments=sheet, method="post"),
    Row("scoring:sheet-print", "401 404 404 200 200 200 200 200 404", arguments=sheet),
    Row("scoring:sheet-sign", "401 404 404 200 200 403 403 403 404", arguments=sheet),
    Row("scoring:evidence-documents", "401 404 404 200 200 403 403 403 404", arguments=sheet),
    Row("scoring:line-detail", "401 404 404 200 200 403 403 403 404", arguments=line),
    Row("scoring:line-save", "401 404 404 422 422 403 403 403 404", arguments=line, method="post"),
    Row("scoring:sheet-refresh", "401 404 404 302 302 403 403 403 404", arguments=sheet, method="post"),
    Row("scoring:sheet-departments", "401 404 404 200 200 403 403 403 404", arguments=sheet),
    Row("scoring:figure-paste", "401 404 404 200 200 403 403 403 404", arguments=sheet),
    Row("scoring:own-part", "401 404 404 404 404 404 404 404 404", arguments=sheet),
    Row("scoring:own-part-done", "401 404 404 404 404 404 404 404 404", arguments=sheet, method="post"),
    Row("scoring:figure-remark", "401 404 404 200 200 403 403 403 404", arguments=line),
    Row("scoring:figure-answer", "401 404 404 403 403 200 200 403 404", "in_step", arguments=remark),
    Row("scoring:evidence-add", "401 404 404 422 422 403 403 403 404", arguments=line, method="post"),
    Row("scoring:evidence-file", "401 404 404 200 200 200 200 200 404", arguments=evidence),
    Row("scoring:evidence-remove", "401 404 404 200 200 403 403 403 404", arguments=evidence),
    Row("scoring:sheet-close-unsent", "401 404 404 403 403 403 200 403 404", arguments=sheet),
    Row("scoring:sheet-signed-copy", "401 404 404 200 200 200 200 200 404", "in_step", arguments=sheet),
    Row("scoring:sheet-receipt", "401 404 404 200 200 200 200 200 404", "in_step", arguments=sheet),
    Row("scoring:paper-receive", "401 404 404 403 403 200 200 403 404", "in_step", arguments=sheet),
    Row("scoring:review", "401 404 404 403 403 200 200 403 404", "in_step", arguments=sheet),
    Row("scoring:review-start", "401 404 404 403 403 302 302 403 404", "in_step", arguments=sheet, method="post"),
    Row("scoring:review-agree", "401 404 404 403 403 200 200 403 404", "in_step", arguments=sheet),
    Row("scoring:review-return", "401 404 404 403 403 200 200 403 404", "in_step", arguments=sheet),
    Row("scoring:review-finish", "401 404 404 403 403 200 200 403 404", "in_step", arguments=sheet),
    Row("scoring:review-line", "401 404 404 403 403 200 200 403 404", "in_step", arguments=reviewed),
    Row("scoring:review-row", "401 404 404 403 403 422 422 403 404", "in_step", arguments=reviewed, method="post"),
    Row("scoring:sheet-reopen", "401 404 404 403 403 403 200 403 404", "in_step", arguments=sheet),
    Row("scoring:sheet-comparison", "401 404 404 200 200 200 200 200 404", "in_step", arguments=sheet),
    *CONSULTATION_ROWS,
]
