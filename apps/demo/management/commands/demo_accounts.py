"""manage.py demo_accounts [--json]: who may sign in to the demo, and as what."""

import json
from datetime import date

from django.utils import timezone

from apps.accounts.grants import actor_for
from apps.accounts.models import User
from apps.clusters.models import ClusterYear, Member
from apps.core.actor import Grant
from apps.core.commands import StableCommand
from apps.demo.loading.people import demo_password
from apps.demo.loading.second_factor import secrets_of_demo_accounts
from apps.units.models import Unit

# Whoever holds no role in a unit administers the installation only.
ADMINISTRATOR = (Grant("administrator", unit_id=0, unit_path=""),)


def accounts(on: date) -> list[dict]:
    """One row per account and role: username, password, totp_secret, role, unit, cluster, year."""
    units = dict(Unit.objects.values_list("pk", "code"))
    cluster_years = ClusterYear.objects.for_list().in_bulk()
    newest = {
        member.unit_id: member.cluster_year_id
        for member in Member.objects.order_by("cluster_year__year__year").only("unit_id", "cluster_year_id")
    }
    newest_of_organiser = {
        each.cluster.organiser_id: each.pk for each in sorted(cluster_years.values(), key=lambda each: each.year.year)
    }
    secrets = secrets_of_demo_accounts()
    rows = []
    for user in User.objects.filter(is_demo=True, is_active=True).order_by("pk"):
        for grant in actor_for(user, on).grants or ADMINISTRATOR:
            found = cluster_years.get(
                grant.cluster_year_id or newest.get(grant.unit_id) or newest_of_organiser.get(grant.unit_id)
            )
            rows.append(
                {
                    "username": user.username,
                    "password": demo_password(),
                    "totp_secret": secrets.get(user.pk),
                    "role": grant.role,
                    "unit": units.get(grant.unit_id),
                    "cluster": found.cluster.code if found else None,
                    "year": found.year.year if found else None,
                }
            )
    return rows


class Command(StableCommand):
    help = "Danh sách tài khoản trình diễn."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="kết quả dạng JSON")

    def handle(self, *args, **options):
        rows = accounts(timezone.localdate())
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        for row in rows:
            where = " · ".join(str(row[key]) for key in ("unit", "cluster", "year") if row[key])
            code = f" · TOTP {row['totp_secret']}" if row["totp_secret"] else ""
            self.stdout.write(f"{row['username']:<16} {row['password']:<18} {row['role']:<16} {where}{code}")
