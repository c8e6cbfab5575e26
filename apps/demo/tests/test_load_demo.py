"""The demo through domain functions only: what it holds, and that loading it twice changes nothing."""

from datetime import UTC, datetime

import pytest
import time_machine

from apps.accounts.domain.codes import use_code
from apps.accounts.models import User
from apps.accounts.tests.steps import actor_of, code_at
from apps.audit.covered import covered_models
from apps.audit.models import Entry
from apps.awards.enums import ProposalState
from apps.awards.models import AwardDecision, AwardProposal, CouncilSession, UpwardSubmission
from apps.ballots.domain.outcome import winners
from apps.ballots.models import Ballot
from apps.demo.loading.demo import load_demo
from apps.demo.management.commands.demo_accounts import accounts
from apps.demo.tests.visitors import missed, offered_twice
from apps.obligations.models import Obligation
from apps.ranking.enums import RunState
from apps.ranking.models import RankingEntry, RankingRun
from apps.reports.params import Names, of_names
from apps.reports.tests.test_award_papers import rendered, words_of
from apps.scoring.enums import Stage
from apps.scoring.models import CriteriaSet, ScoreSheet, SheetVersion

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
UNITS_2020 = [
    "Văn phòng Bộ",
    "Vụ Pháp luật hình sự - hành chính",
    "Vụ Pháp luật dân sự - kinh tế",
    "Vụ Tổ chức cán bộ",
    "Vụ Các vấn đề chung về xây dựng pháp luật",
    "Cục Kế hoạch - Tài chính",
    "Vụ Pháp luật quốc tế",
    "Cục Công tác phía Nam",
    "Vụ Hợp tác quốc tế",
    "Thanh tra Bộ",
    "Cục Công nghệ thông tin",
    "Vụ Thi đua - Khen thưởng",
    "Văn phòng Đảng - Đoàn thể",
]


def histories_without_operation() -> list[str]:
    """Tables with a row that was written outside of any audited operation, but for the law as shipped (catalog)."""
    history = [model for model in covered_models() if hasattr(model, "pgh_tracked_model")]
    history = [model for model in history if model._meta.app_label != "catalog"]
    return [model._meta.db_table for model in history if model.objects.filter(pgh_context_id=None).exists()]


@pytest.mark.django_db
def test_demo_holds_the_case_and_loading_twice_changes_nothing(client, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    load_demo(now=NOW, say=lambda text: None)

    sheets = ScoreSheet.objects.filter(cluster_year__year__year=2020).in_protocol_order()
    assert [sheet.unit_name for sheet in sheets] == UNITS_2020
    totals = list(SheetVersion.objects.filter(sheet__in=sheets, stage=Stage.FINAL).values_list("total", flat=True))
    assert len(set(totals)) == 13, "no tie, no unit without points"
    published = RankingRun.objects.filter(state=RunState.PUBLISHED, cluster_year__cluster__organiser__code="BTP")
    assert published.count() == 3
    assert not published.filter(published_at__gt=NOW).exists()
    communes = RankingRun.objects.get(state=RunState.PUBLISHED, cluster_year__cluster__organiser__code="STP-LAO-CAI")
    assert communes.entries.filter(rank=None).count() == 0
    assert communes.entries.count() == communes.cluster_year.members.count() > 1
    assert RankingEntry.objects.filter(run__cluster_year__year__year=2020, rank__isnull=False).count() == 13
    assert not CriteriaSet.objects.filter(illustrative=False).exists()
    first, second = (
        Ballot.objects.filter(state="certified", keeper__startswith="conferences.")
        .order_by("order")
        .prefetch_related("questions__ballot")
    )
    won = [[option.label for option in winners(ballot.questions.get())] for ballot in (first, second)]
    assert won == [[UNITS_2020[6], UNITS_2020[5], UNITS_2020[2], UNITS_2020[11]], [UNITS_2020[6], UNITS_2020[2]]]
    assert first.voters.filter(has_voted=True).count() == 13
    this_year = ScoreSheet.objects.filter(cluster_year__year__year=2026, cluster_year__year__organiser__code="BTP")
    assert set(this_year.values_list("state", flat=True)) == {"final", "in_step", "self_submitted", "self_scoring"}
    this_years = Obligation.objects.filter(duty__year__year=2026, duty__code="score_sheet").select_related("duty")
    assert sum(each.days_late(NOW) > 0 for each in this_years) == 5, "one sent late, four not sent"
    assert {row["role"] for row in accounts(NOW.date())} == {
        "officer",
        "leader",
        "cluster_head",
        "cluster_deputy",
        "closing_head",
        "closing_deputy",
        "standing_office",
        "auditor",
        "administrator",
        "council_member",
    }
    secrets = {row["username"]: row["totp_secret"] for row in accounts(NOW.date()) if row["totp_secret"]}
    assert set(secrets) == {"btp.haibuoc"}
    tried = User.objects.get(username="btp.haibuoc")
    code = code_at(NOW, secrets["btp.haibuoc"])
    assert use_code(user_id=tried.pk, code=code, actor=actor_of(tried), now=NOW) == "totp"
    assert (tmp_path / "demo-password").stat().st_mode & 0o777 == 0o600

    # Cụm số 1 2020 goes on to the decision and its money; this year something stands in every state.
    issued = AwardDecision.objects.get(year__year=2020)
    assert {line.nominee.name for line in issued.lines.all()} == {UNITS_2020[index] for index in (2, 5, 6, 11)}
    assert set(issued.lines.values_list("bonus", "award__state")) == {(11_920_000, "granted")}
    named = of_names(("proposal",), Names("CUM-1", 2020, ""))
    assert "TRÍCH BIÊN BẢN HỘI NGHỊ" in words_of(rendered("unit_minutes", named))
    forward = UpwardSubmission.objects.get(pk=of_names(("upward",), Names("CUM-1", 2020, ""))["upward"])
    assert set(forward.lines.values_list("nominee__award__code", "answer")) == {("CTDCP", "")}
    assert (forward.lines.count(), forward.document.illustrative) == (2, True)
    assert set(AwardProposal.objects.values_list("state", flat=True)) == set(ProposalState.values)
    assert set(CouncilSession.objects.values_list("state", flat=True)) == {"planned", "concluded"}
    assert set(AwardDecision.objects.values_list("state", flat=True)) == {"draft", "issued"}

    with time_machine.travel(NOW, tick=False):
        assert missed(client) == [], "what a visitor must see, per role (glossary-and-screens §8)"
        assert offered_twice(client) == []

    assert histories_without_operation() == [], "each write went through a domain function"
    before = (Entry.objects.count(), SheetVersion.objects.count())
    load_demo(now=NOW, say=lambda text: None)
    assert (Entry.objects.count(), SheetVersion.objects.count()) == before
