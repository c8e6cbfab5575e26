"""Words for the digital signatures of a file, one line each."""

from django.utils.translation import gettext as _

from apps.core.components import Fact
from apps.core.dates import format_datetime
from apps.documents.models import Attachment, FileSignature


def lines_of(attachment: Attachment) -> tuple[str, ...]:
    """Who signed, when, that the file is whole, what is known of the certificate."""
    return tuple(f"{_('Chữ ký số')}: {_signer(each)}; {_state(each)}" for each in attachment.signatures.all())


def facts_of(attachment_id: int) -> list[Fact]:
    """The same as facts of a receipt; none for a scan."""
    found = FileSignature.objects.filter(attachment_id=attachment_id)
    return [Fact(_("Chữ ký số"), _signer(each), _state(each)) for each in found]


def _signer(signature: FileSignature) -> str:
    who = ", ".join(filter(None, (signature.signer_name, signature.signer_body)))
    if signature.signed_at is None:
        return _("%(who)s, không ghi thời điểm ký") % {"who": who}
    return _("%(who)s, ký lúc %(time)s") % {"who": who, "time": format_datetime(signature.signed_at)}


def _state(signature: FileSignature) -> str:
    facts = {
        "trust": signature.get_trust_display(),
        "issuer": signature.issuer_name or "–",
        "time": format_datetime(signature.checked_at),
    }
    return _("toàn bộ tệp nguyên vẹn từ khi ký; chứng thư do %(issuer)s cấp: %(trust)s (kiểm tra lúc %(time)s)") % facts
