"""Registrations of many units in one ClusterYear, sent and waiting for the head."""

from datetime import UTC, date, datetime

from apps.catalog.models import AwardType
from apps.clusters.models import Cluster, ClusterYear, Member
from apps.core.copying import copy_rows, new_ids
from apps.documents.enums import SigningWay
from apps.periods.models import EmulationYear
from apps.registrations.models import RegistrationVersion, TitleRegistration, VersionRow
from apps.units.models import Unit

YEAR = 2025
SENT = datetime(YEAR, 3, 10, 2, 0, tzinfo=UTC)
DIGEST = "{:064x}"


def make_registrations(count: int) -> ClusterYear:
    """``count`` units of the generated sector compete in one cluster; each has sent one collective."""
    units = list(Unit.objects.order_by("path").values_list("pk", "name")[:count])
    root = Unit.objects.order_by("path").first()
    year = EmulationYear.objects.create(
        organiser=root, year=YEAR, starts_on=date(YEAR, 1, 1), ends_on=date(YEAR, 12, 31), state="open"
    )
    cluster = Cluster.objects.create(code="SCALE", name="Cụm thi đua thử", kind="cluster", organiser=root)
    cluster_year = ClusterYear.objects.create(cluster=cluster, year=year, name=cluster.name)
    places = list(enumerate(units, start=1))
    columns = ("cluster_year_id", "unit_id", "unit_name", "order", "line")
    own = {"created_at": SENT, "updated_at": SENT}
    stamped = (*columns, *own)
    copy_rows(Member, stamped, ((cluster_year.pk, pk, name, n, "", SENT, SENT) for n, (pk, name) in places))
    registrations, versions = new_ids(TitleRegistration, len(units)), new_ids(RegistrationVersion, len(units))
    _registrations(cluster_year, registrations, places)
    _versions(registrations, versions)
    _rows(versions, places)
    return cluster_year


def _registrations(cluster_year: ClusterYear, ids: list[int], places: list) -> None:
    empty = ("reopened_from", "remark", "remark_by_label", "proxy_basis", "proxy_by_label", "saved_by_label", "line")
    names = ("id", "cluster_year_id", "unit_id", "unit_name", "order", "state", "submitted_at", "version")
    copy_rows(
        TitleRegistration,
        (*names, "created_at", "updated_at", *empty),
        (
            (pk, cluster_year.pk, unit, name, n, "submitted", SENT, 2, SENT, SENT, *[""] * len(empty))
            for pk, (n, (unit, name)) in zip(ids, places, strict=True)
        ),
    )


def _versions(registrations: list[int], ids: list[int]) -> None:
    names = ("id", "registration_id", "number", "is_current", "sent_at", "sent_by_label", "received_on")
    more = ("proxy_by_label", "signing_way", "signed_by_label", "sha256", "created_at", "updated_at")
    copy_rows(
        RegistrationVersion,
        (*names, *more),
        (
            (pk, of, 1, True, SENT, "Thử", SENT.date(), "", SigningWay.SCREEN, "Thử", DIGEST.format(pk), SENT, SENT)
            for pk, of in zip(ids, registrations, strict=True)
        ),
    )


def _rows(versions: list[int], places: list) -> None:
    award = AwardType.objects.get(code="TTLDXS").pk
    names = ("version_id", "is_collective", "position", "unit_id", "name", "post", "award_id", "note", "mark")
    copy_rows(
        VersionRow,
        (*names, "mark_reason", "created_at", "updated_at"),
        (
            (pk, True, 1, unit, name, "", award, "", "", "", SENT, SENT)
            for pk, (_n, (unit, name)) in zip(versions, places, strict=True)
        ),
    )
