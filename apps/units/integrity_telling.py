"""Faults of the integrity check, told to the auditors of every body that has none above it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.audit.models import IntegrityCheck
from apps.core.dates import format_datetime, local
from apps.core.kept import kept_language
from apps.notifications.domain.sending import notify
from apps.units.enums import Role
from apps.units.models import RoleAssignment


def tell_faults(check: IntegrityCheck) -> int:
    """Once for each check; answers how many were told."""
    auditors = RoleAssignment.objects.valid_on(local(check.finished_at).date()).filter(
        role=Role.AUDITOR, unit__depth=1, user__is_active=True
    )
    with kept_language():
        body = _("Lúc %(time)s tìm thấy %(count)s sai lệch. Mở trang Kiểm tra tính toàn vẹn để xem từng chỗ.")
        body %= {"time": format_datetime(check.finished_at), "count": check.fault_count}
    return notify(
        "audit.integrity_faults",
        to=sorted(set(auditors.values_list("user_id", flat=True))),
        about=check,
        body=body,
        path=reverse("dashboard:integrity"),
        key=f"audit.integrity:{check.pk}",
        now=check.finished_at,
    )
