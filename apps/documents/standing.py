"""What the public may read about an issued file: what it is, who issued it, whether it still holds.

The app whose data are in a file knows that; it registers a source for its report in ``AppConfig.ready()``. Nothing here
names a person: a title with a name in it is left out by its source.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.documents.models import IssuedFile


class Validity(models.TextChoices):
    VALID = "valid", _("Còn hiệu lực")
    PARTLY = "partly", _("Còn hiệu lực một phần")
    CORRECTED = "corrected", _("Đã đính chính")
    REPLACED = "replaced", _("Đã thay thế")
    CANCELLED = "cancelled", _("Đã hủy bỏ")
    DRAFT = "draft", _("Dự thảo, chưa có hiệu lực")
    ISSUED = "issued", _("Đã phát hành")  # neither sent nor signed, such as statistics: only that it was made


@dataclass(frozen=True)
class Standing:
    """``kind``: what sort of paper; ``title``: of this one, empty where it would name a person; ``validity``: empty for
    what is no paper and neither holds nor lapses; ``note``: since when, by what.
    """

    kind: str = ""
    title: str = ""
    issuer: str = ""
    validity: str = Validity.ISSUED
    note: str = ""

    @property
    def validity_label(self) -> str:
        return Validity(self.validity).label if self.validity else ""


_sources: dict[str, Callable[[IssuedFile], Standing]] = {}


def register_standing(report: str, source: Callable[[IssuedFile], Standing]) -> None:
    """``source(issued)`` answers for the files of one report; the first one stays, it is that of the owning app."""
    _sources.setdefault(report, source)


def standing_of(issued: IssuedFile) -> Standing:
    """As the owning app tells it now; a file of a report that nobody answers for shows that it was issued, no more."""
    source = _sources.get(issued.report)
    return source(issued) if source else Standing(validity="")
