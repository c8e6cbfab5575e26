"""Demo accounts: one has a second factor to try, none of them gets into a real installation."""

from io import StringIO

import pytest
import time_machine
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.test import Client

from apps.accounts.checks import check_provider
from apps.accounts.domain.factors import factors_of
from apps.accounts.models import User
from apps.accounts.tests.steps import NOW, signed_in, with_password
from apps.audit.models import Entry

pytestmark = pytest.mark.django_db


def test_locking_them_satisfies_the_check_and_ends_their_sessions(settings):
    with time_machine.travel(NOW, tick=False):
        demo, real = with_password(is_demo=True), with_password()
        browsers = [signed_in(demo), signed_in(real)]
        settings.LOCAL = False
        said = StringIO()
        call_command("lock_demo_accounts", stdout=said)
        assert said.getvalue() == "1\n"
        assert [browser.get("/jobs/").status_code for browser in browsers] == [302, 200]
    assert [m.id for m in run_checks(tags=[Tags.database], databases=["default"]) if m.id.startswith("accounts")] == []
    assert Entry.objects.filter(action="accounts.user.lock").count() == 1
    assert User.objects.get(pk=real.pk).is_active


@pytest.mark.parametrize(
    ("address", "local", "found"),
    [
        ("", False, []),
        ("https://sso.example", False, []),
        ("http://sso.example", True, []),
        ("http://sso.example", False, ["accounts.E002"]),
    ],
)
def test_single_sign_on_over_an_open_line_is_refused(settings, address, local, found):
    settings.LOCAL = local
    settings.OIDC = settings.OIDC | {"server_url": address}
    assert [message.id for message in check_provider(None)] == found


def test_administrators_of_the_demo_get_in_without_a_second_factor(settings):
    settings.LOCAL = True
    with time_machine.travel(NOW, tick=False):
        client = signed_in(with_password(is_staff=True, is_demo=True))
        assert client.get("/accounts/users/").status_code == 200
    assert not factors_of(User.objects.get().pk).exists()
    assert Client().get("/accounts/users/").status_code == 302
