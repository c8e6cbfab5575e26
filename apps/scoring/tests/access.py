"""Who may open which page of scoring."""

from datetime import timedelta

from apps.core.actor import system_actor
from apps.scoring.domain.confirmations import hashed
from apps.scoring.domain.proxies import begin_proxy
from apps.scoring.enums import Stage
from apps.scoring.models import OutsideConfirmation, ScoreRemark, VerificationMinutes
from apps.scoring.tests.consultation_access import ROWS as CONSULTATION_ROWS
from emulation_portal.tests.matrix import Row, cluster, evidence, line, part, reviewed, sheet
from emulation_portal.tests.matrix import remark as figure_remark
from emulation_portal.tests.matrix_world import NOW


def step(subject) -> list:
    return [subject.cluster_year.pk, subject.sheet.criteria_set.steps.get().pk]


def remark(subject) -> list:
    """A remark of the sheet's unit on its first line, not answered."""
    version = subject.sheet.versions.order_by("-pk").first()
    made, _new = ScoreRemark.objects.get_or_create(
        sheet=subject.sheet,
        criterion=subject.sheet.criteria_set.criteria.get(code="A.1"),
        defaults={"version": version, "points_seen": 1, "text": "Thử", "sent_at": NOW, "due_on": NOW.date()},
    )
    return [made.pk]


def minutes(subject) -> list:
    """A draft that was shared with the unit."""
    version = subject.sheet.versions.filter(stage=Stage.STEP).order_by("-pk").first()
    made, _new = VerificationMinutes.objects.get_or_create(
        sheet=subject.sheet,
        sheet_version=version,
        defaults={"held_on": NOW.date(), "place": "Phòng họp", "shared_at": NOW, "saved_at": NOW},
    )
    return [made.pk]


def link(subject) -> list:
    """A link that waits for the outside signer; its token is known to the test."""
    version = subject.sheet.versions.order_by("-pk").first()
    OutsideConfirmation.objects.get_or_create(
        sheet=subject.sheet,
        version=version,
        token_hash=hashed("matrix"),
        defaults={"way": "screen", "body_name": "UBND tỉnh", "made_at": NOW, "expires_at": NOW + timedelta(days=1)},
    )
    return ["matrix"]


def proxy(subject) -> list:
    """The sheet while the standing office types it from the paper."""
    begin_proxy(sheet_id=subject.sheet.pk, received_on=NOW.date(), basis="128/BC-VP", actor=system_actor(), now=NOW)
    return [subject.sheet.pk]


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
        for name in (
            "editor",
            "particulars",
            "steps",
            "classes",
            "terms",
            "remove",
            "issue",
            "correct",
            "open-sheets",
            "bring-over",
            "import",
        )
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
    Row("scoring:figure-answer", "401 404 404 403 403 200 200 403 404", "in_step", arguments=figure_remark),
    Row("scoring:evidence-add", "401 404 404 422 422 403 403 403 404", arguments=line, method="post"),
    Row("scoring:evidence-file", "401 404 404 200 200 200 200 200 404", arguments=evidence),
    Row("scoring:evidence-remove", "401 404 404 200 200 403 403 403 404", arguments=evidence),
    Row("scoring:sheet-close-unsent", "401 404 404 403 403 403 200 403 404", arguments=sheet),
    Row("scoring:sheet-signed-copy", "401 404 404 200 200 200 200 200 404", "in_step", arguments=sheet),
    Row("scoring:sheet-receipt", "401 404 404 200 200 200 200 200 404", "in_step", arguments=sheet),
    Row("scoring:paper-receive", "401 404 404 403 403 200 200 403 404", "in_step", arguments=sheet),
    Row("scoring:proxy-begin", "401 404 404 403 403 200 200 403 404", arguments=sheet),
    Row("scoring:proxy-end", "401 404 404 403 403 200 200 403 404", arguments=proxy),
    Row("scoring:proxy-send", "401 404 404 403 403 302 302 403 404", arguments=proxy, method="post"),
    Row("scoring:sheet-correct", "401 404 404 200 200 403 403 403 404", "in_step", arguments=sheet),
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
    Row("scoring:my-reviews", "401 200 200 200 200 200 200 200 200"),
    Row("scoring:reviewers", "401 404 403 403 403 200 200 403 404", arguments=cluster),
    Row("scoring:review-setting", "401 404 403 403 403 403 200 403 404", arguments=cluster),
    Row("scoring:assignments", "401 404 403 403 403 200 200 403 404", arguments=step),
    Row("scoring:assignments-copy", "401 404 403 403 403 200 200 403 404", arguments=step),
    Row("scoring:assignments-from-set", "401 404 403 403 403 200 200 403 404", arguments=step),
    Row("scoring:remark-list", "401 200 200 200 200 200 200 200 200"),
    Row("scoring:remarks-send", "401 404 404 200 200 403 403 403 404", "final", arguments=sheet),
    Row("scoring:remark-detail", "401 404 404 200 200 200 200 200 404", "final", arguments=remark),
    Row("scoring:remark-answer", "401 404 404 403 403 200 200 403 404", "final", arguments=remark),
    Row("scoring:remark-withdraw", "401 404 404 200 200 403 403 403 404", "final", arguments=remark),
    Row("scoring:minutes-create", "401 404 404 403 403 200 200 403 404", "in_step", arguments=sheet),
    Row("scoring:minutes-detail", "401 404 404 200 200 200 200 200 404", "in_step", arguments=minutes),
    Row("scoring:minutes-edit", "401 404 404 403 403 200 200 403 404", "in_step", arguments=minutes),
    Row("scoring:minutes-points", "401 404 404 403 403 200 200 403 404", "in_step", arguments=minutes),
    Row("scoring:minutes-share", "401 404 404 403 403 200 200 403 404", "in_step", arguments=minutes),
    Row("scoring:minutes-consent", "401 404 404 403 200 403 403 403 404", "in_step", arguments=minutes),
    Row("scoring:minutes-sign", "401 404 404 403 403 200 200 403 404", "in_step", arguments=minutes),
    Row("scoring:minutes-upload", "401 404 404 403 403 200 200 403 404", "in_step", arguments=minutes),
    Row("scoring:minutes-file", "401 404 404 404 404 404 404 404 404", "in_step", arguments=minutes),
    Row("scoring:minutes-discard", "401 404 404 403 403 200 200 403 404", "in_step", arguments=minutes),
    Row("scoring:confirmation", "401 404 404 200 200 200 200 200 404", arguments=sheet),
    Row("scoring:confirmation-link", "401 404 404 403 403 403 200 403 404", arguments=sheet),
    Row("scoring:confirmation-revoke", "401 404 404 403 403 403 200 403 404", arguments=sheet),
    Row("scoring:confirmation-accept", "401 404 404 403 403 200 200 403 404", arguments=sheet),
    Row("scoring:confirmation-paper", "401 404 404 200 200 403 200 403 404", arguments=sheet),
    Row("scoring:confirmation-file", "401 404 404 404 404 404 404 404 404", arguments=sheet),
    Row("scoring:outside", "200 200 200 200 200 200 200 200 200", "in_step", arguments=link),
]
