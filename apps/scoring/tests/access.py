"""Who may open which page of scoring."""

from emulation_portal.tests.matrix import Row, evidence, line, part, reviewed, sheet

ROWS = [
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
    Row("scoring:evidence-add", "401 404 404 422 422 403 403 403 404", arguments=line, method="post"),
    Row("scoring:evidence-file", "401 404 404 200 200 200 200 200 404", arguments=evidence),
    Row("scoring:evidence-remove", "401 404 404 200 200 403 403 403 404", arguments=evidence),
    Row("scoring:sheet-close-unsent", "401 404 404 403 403 403 200 403 404", arguments=sheet),
    Row("scoring:sheet-signed-copy", "401 404 404 200 200 200 200 200 404", "in_step", arguments=sheet),
    Row("scoring:sheet-receipt", "401 404 404 200 200 200 200 200 404", "in_step", arguments=sheet),
    Row("scoring:review", "401 404 404 403 403 200 200 403 404", "in_step", arguments=sheet),
    Row("scoring:review-start", "401 404 404 403 403 302 302 403 404", "in_step", arguments=sheet, method="post"),
    Row("scoring:review-agree", "401 404 404 403 403 200 200 403 404", "in_step", arguments=sheet),
    Row("scoring:review-return", "401 404 404 403 403 200 200 403 404", "in_step", arguments=sheet),
    Row("scoring:review-finish", "401 404 404 403 403 200 200 403 404", "in_step", arguments=sheet),
    Row("scoring:review-line", "401 404 404 403 403 200 200 403 404", "in_step", arguments=reviewed),
    Row("scoring:review-row", "401 404 404 403 403 422 422 403 404", "in_step", arguments=reviewed, method="post"),
    Row("scoring:sheet-reopen", "401 404 404 403 403 403 200 403 404", "in_step", arguments=sheet),
    Row("scoring:sheet-comparison", "401 404 404 200 200 200 200 200 404", "in_step", arguments=sheet),
]
