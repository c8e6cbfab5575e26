"""Every kind that the code tells people of is shipped, and every shipped kind but the prepared ones is told."""

import re
from pathlib import Path

from django.conf import settings

from apps.notifications.domain.kinds import shipped
from apps.notifications.placeholders import DIGEST_KIND

_CALL = re.compile(r'(?:notify|tell_unit)\(\s*"([a-z_.]+)"')
# Shipped for apps that do not exist yet: their texts can be worded by the ministry beforehand.
PREPARED = {"obligations.proxy_entered", "units.role_given", "units.role_ended"}


def test_kinds_in_the_code_are_those_of_the_file():
    files = [path for path in (Path(settings.BASE_DIR) / "apps").rglob("*.py") if "tests" not in path.parts]
    told = {kind for path in files for kind in _CALL.findall(path.read_text(encoding="utf-8"))}
    assert told - set(shipped()) == set()
    by_other_ways = {DIGEST_KIND, "accounts.security", "jobs.failed", "jobs.done"}
    assert set(shipped()) - told - by_other_ways <= PREPARED
