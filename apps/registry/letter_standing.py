"""What the public page of its code tells about a letter of eligibility: never whose it is."""

from django.utils.translation import gettext as _

from apps.core.dates import format_date, local
from apps.documents.models import IssuedFile
from apps.documents.standing import Standing, Validity
from apps.registry.models import EligibilityLetter

LETTER = "registry_letter"  # the kind of its issued files


def standing(issued: IssuedFile) -> Standing:
    """A letter that was checked anew has a newer paper."""
    kind = str(EligibilityLetter._meta.verbose_name).capitalize()
    letter = EligibilityLetter.objects.filter(pk__in=issued.subject_ids).only("checked_at").first()
    if letter is None:
        return Standing(kind, validity=Validity.CANCELLED, note=_("Hồ sơ gốc không còn trong hệ thống."))
    if letter.checked_at > issued.data_at:
        words = {"day": format_date(local(letter.checked_at).date())}
        return Standing(kind, validity=Validity.REPLACED, note=_("Đã kiểm tra lại ngày %(day)s.") % words)
    return Standing(kind, validity=Validity.VALID)
