"""One zip for whoever decides above: tờ trình and list, minutes of the council, the dossiers; a table of contents."""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial

from django.utils.translation import gettext_lazy as _

from apps.awards.council_exports import council_minutes_data
from apps.awards.eligibility_exports import eligibility_data
from apps.awards.exports import proposal_data
from apps.awards.hearing_exports import heard
from apps.awards.meeting_exports import unit_minutes_data
from apps.awards.models import AchievementReport, AwardProposal, CouncilSession, Nominee, UpwardSubmission
from apps.awards.queries import current_submission, has_minutes, meeting_of
from apps.awards.upward_exports import UpwardData, upward_data
from apps.core.errors import DomainError
from apps.core.pdf import print_pdf
from apps.documents.contents import open_content
from apps.documents.domain.signed_copies import pages_of
from apps.documents.models import Attachment, Document
from apps.documents.pdf_pages import count_pages
from apps.reports.naming import slug
from apps.reports.registry import Printing
from apps.reports.renderers import (
    achievement,
    council_minutes,
    eligibility_letter,
    nominee_list,
    submission,
    unit_minutes,
    upward_letter,
)
from apps.reports.renderers.upward_contents import Packed, contents, contents_sheet
from apps.units.models import Unit

MOST_BYTES = 300_000_000  # of what is packed, before it is packed
LETTER, MINUTES, DOSSIERS = "01-to-trinh", "02-bien-ban", "03-ho-so"
CONTENTS = "00-muc-luc"
GONE = "đã gỡ bỏ nội dung"
SECONDS_IN = (2000, 1, 1, 0, 0, 0)


class PackageTooLarge(DomainError):
    """More than one file should carry."""

    default_message = _("Gói hồ sơ vượt 300 MB. Hãy giảm dung lượng các tệp quét rồi kết xuất lại.")


class PurgedMeanwhile(DomainError):
    """The content of an upload was taken out of the storage after it had been read."""

    default_message = _("Nội dung một tệp vừa được gỡ bỏ trong lúc kết xuất. Hãy kết xuất lại.")


@dataclass(frozen=True)
class Piece:
    """What is to be packed: read or rendered only when its turn comes. ``gone``: the hash of a file whose content was
    taken out of the storage; it is named in the table of contents and nowhere else. ``upload``: id of the file read.
    """

    path: str
    about: str
    read: object
    gone: str = ""
    upload: int | None = None


def pack(upward: UpwardSubmission, printing: Printing) -> bytes:
    """Files in order, each rendered when its turn comes, with progress before each; then the table of contents."""
    data = upward_data(upward)
    chosen = set(upward.lines.values_list("nominee_id", flat=True))
    proposals = AwardProposal.objects.for_list().filter(nominees__in=chosen).distinct().order_by("unit_name", "pk")
    said = [heard(proposal) for proposal in proposals]
    pieces = list(_pieces(upward, data, proposals, chosen, printing))
    buffer, packed, total = io.BytesIO(), [], 0
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for number, piece in enumerate(pieces):
            printing.step(number, len(pieces), piece.about)
            if piece.gone:
                packed.append(Packed("–", f"{piece.about}: {GONE}", None, 0, piece.gone))
                continue
            content, pages = piece.read()
            total += len(content)
            if total > MOST_BYTES:
                raise PackageTooLarge
            _write(package, piece.path, content)
            digest = hashlib.sha256(content).hexdigest()
            packed.append(Packed(piece.path, piece.about, pages, len(content), digest))
        if Attachment.objects.filter(pk__in=[each.upload for each in pieces], purged_at__isnull=False).exists():
            raise PurgedMeanwhile
        _write(package, f"{CONTENTS}.pdf", print_pdf(contents(data, packed, said, printing)))
        _write(package, f"{CONTENTS}.xlsx", contents_sheet(data, packed, said, printing))
    return buffer.getvalue()


def _write(package: zipfile.ZipFile, path: str, content: bytes) -> None:
    """The same content is the same package, whenever it is made."""
    package.writestr(zipfile.ZipInfo(path, SECONDS_IN), content, zipfile.ZIP_DEFLATED)


def _pieces(
    upward: UpwardSubmission, data: UpwardData, proposals: Iterable[AwardProposal], chosen: set[int], printing: Printing
) -> Iterator[Piece]:
    letter = partial(upward_letter.compose, data, printing)
    yield Piece(f"{LETTER}/to-trinh.pdf", f"Tờ trình: {data.abstract}", partial(_printed, letter))
    yield Piece(
        f"{LETTER}/danh-sach.xlsx", "Danh sách đề nghị khen thưởng", lambda: (upward_letter.xlsx(data, printing), None)
    )
    if upward.document:
        yield from _files_of(upward.document, LETTER, f"Bản ký của Tờ trình {upward.document}")
    if upward.session_id:
        yield from _minutes(upward, printing)
    for number, proposal in enumerate(proposals, start=1):
        yield from _dossier(f"{DOSSIERS}/{number:02d}-{slug(proposal.unit.code)}", proposal, chosen, printing)


def _minutes(upward: UpwardSubmission, printing: Printing) -> Iterator[Piece]:
    session = CouncilSession.objects.for_list().get(pk=upward.session_id)
    about = f"Biên bản họp Hội đồng: {session.title}"
    compose = lambda: council_minutes.compose([council_minutes_data(session)], printing)  # noqa: E731
    yield Piece(f"{MINUTES}/bien-ban-hop-hoi-dong.pdf", about, partial(_printed, compose))
    if session.minutes_copy:
        yield _scan(session.minutes_copy.attachment, MINUTES, "Bản ký của biên bản họp Hội đồng")


def _dossier(folder: str, proposal: AwardProposal, chosen: set[int], printing: Printing) -> Iterator[Piece]:
    """What the unit sent: its papers in our layout, signed copies, achievement reports, what the checklist cites."""
    whose = proposal.unit_name
    data = cache(partial(proposal_data, proposal))  # asked for when its turn comes, once for both papers
    parts = [
        ("to-trinh", "Tờ trình của đơn vị", lambda: submission.compose([data()], printing)),
        ("danh-sach", "Danh sách của đơn vị", lambda: nominee_list.compose([data()], printing)),
    ]
    if has_minutes(proposal):
        minutes = lambda: unit_minutes.compose([unit_minutes_data(proposal)], printing)  # noqa: E731
        parts.append(("bien-ban-hop-binh-xet", "biên bản họp bình xét", minutes))
    for name, about, compose in parts:
        yield Piece(f"{folder}/{name}.pdf", f"{whose}: {about}", partial(_printed, compose))
    sent = current_submission(proposal)
    if sent and sent.signed_copy:
        yield _scan(sent.signed_copy.attachment, folder, f"{whose}: bản ký, đóng dấu")
    nominees = list(Nominee.objects.filter(pk__in=chosen, proposal=proposal).select_related("award").in_order())
    if any(each.checked_at for each in nominees):
        letter = lambda: eligibility_letter.compose(eligibility_data(proposal, nominees), printing)  # noqa: E731
        about = f"{whose}: phiếu kiểm tra điều kiện, tiêu chuẩn"
        yield Piece(f"{folder}/phieu-kiem-tra-dieu-kien.pdf", about, partial(_printed, letter))
    reports = AchievementReport.objects.filter(nominee__in=nominees).exclude(achievements="")
    above = Unit.objects.get_parent(proposal.unit)
    superior = above.name if above else ""
    for number, report in enumerate(reports.select_related("nominee__award").order_by("nominee__position"), start=1):
        name = f"{folder}/bao-cao-thanh-tich/{number:02d}-{slug(report.nominee.name)[:60]}.pdf"
        about = f"{whose}: báo cáo thành tích của {report.nominee.recipient}"
        yield Piece(name, about, partial(_printed, partial(achievement.compose, report, proposal, superior, printing)))
    yield from _cited(folder, proposal, chosen)


def _cited(folder: str, proposal: AwardProposal, chosen: set[int]) -> Iterator[Piece]:
    """Files of the papers that the dossier cites, and of hiệp y, each once; what goes by the secret post stays out."""
    meeting, seen = meeting_of(proposal), set()
    if meeting and meeting.document:
        seen.add(meeting.document_id)
        yield from _files_of(meeting.document, folder, f"{proposal.unit_name}: bản ký của biên bản họp bình xét")
    for paper in proposal.papers.select_related("document").order_by("item_code", "pk"):
        mine = paper.nominee_id is None or paper.nominee_id in chosen
        if mine and paper.document_id and paper.document_id not in seen:
            seen.add(paper.document_id)
            yield from _files_of(paper.document, f"{folder}/van-ban", f"{proposal.unit_name}: {paper.label}")
    for asked in proposal.consultations.select_related("request", "answer"):
        letters = (
            (asked.request, f"lấy ý kiến hiệp y của {asked.body_name}"),
            (asked.answer, f"ý kiến hiệp y của {asked.body_name}"),
        )
        for document, about in letters:
            if document and document.pk not in seen:
                seen.add(document.pk)
                yield from _files_of(document, f"{folder}/hiep-y", f"{proposal.unit_name}: {about}")


def _files_of(document: Document, folder: str, about: str) -> Iterator[Piece]:
    files = document.files.select_related("attachment").order_by("pk")
    for file in files:
        yield _scan(file.attachment, folder, f"{about} ({document.symbol})")


def _scan(attachment: Attachment, folder: str, about: str) -> Piece:
    if attachment.purged_at is not None:
        return Piece("", about, None, gone=attachment.sha256)
    stem, _dot, ending = attachment.name.rpartition(".")
    name = f"{folder}/{attachment.pk}-{slug(stem)[:60]}.{slug(ending)}"

    def read() -> tuple[bytes, int | None]:
        with open_content(attachment.file.storage, attachment.file.name) as content:
            return b"".join(content), pages_of(attachment)

    return Piece(name, about, read, upload=attachment.pk)


def _printed(compose) -> tuple[bytes, int | None]:
    content = print_pdf(compose())
    return content, count_pages(content)
