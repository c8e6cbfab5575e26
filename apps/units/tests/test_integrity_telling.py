"""Faults of the integrity check reach the auditors of the topmost body, nobody else."""

import logging
from datetime import UTC, datetime

import pytest
from django.utils import translation

from apps.audit import integrity
from apps.audit.domain.checking import check_everything
from apps.core.actor import system_actor
from apps.notifications.models import Notice
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 12, 9, 20, tzinfo=UTC)


@pytest.fixture
def auditor():
    top = UnitFactory()
    RoleAssignmentFactory(unit=UnitFactory(parent=top), role=Role.AUDITOR)
    RoleAssignmentFactory(unit=top, role=Role.OFFICER)
    return RoleAssignmentFactory(unit=top, role=Role.AUDITOR).user


@pytest.mark.parametrize(("faults", "told"), [([], 0), (["một lỗi", "hai lỗi"], 1)])
def test_faults_are_logged_and_told(auditor, monkeypatch, caplog, faults, told):
    monkeypatch.setattr(integrity, "_checks", {"thử": lambda: faults})
    with translation.override("en"), caplog.at_level(logging.ERROR, "apps.audit.domain.checking"):
        check_everything(actor=system_actor(), now=NOW)
    assert Notice.objects.count() == told
    assert ("thử" in caplog.text) == bool(told)
    if told:
        notice = Notice.objects.get()
        assert (notice.recipient, notice.path) == (auditor, "/integrity/")
        assert "tìm thấy 2 sai lệch" in notice.body
