"""Phiếu kiểm tra điều kiện, tiêu chuẩn as a letter: the result in sentences, then the conditions in tables."""

from collections.abc import Iterator

from apps.awards.eligibility_exports import OUTCOME_WORDS, CheckedNominee, EligibilityData, Tried
from apps.catalog.domain.eligibility import Outcome
from apps.core.dates import text_date, text_moment
from apps.core.pdf import (
    DocumentTable,
    OfficialDocument,
    PlaceDate,
    Printed,
    Signature,
    SmallPrint,
    TableColumn,
    TableRow,
)
from apps.reports.registry import Printing
from apps.reports.renderers.heading import issuing_body, marked, place_of
from apps.reports.renderers.meeting import HAND, ILLUSTRATIVE, person

TYPE_NAME = "PHIẾU KIỂM TRA ĐIỀU KIỆN, TIÊU CHUẨN"
COLUMNS = (
    TableColumn("Điều kiện, tiêu chuẩn", "left", "31%"),
    TableColumn("Căn cứ", "left", "16%"),
    TableColumn("Kiểm tra thấy", "left", "22%"),
    TableColumn("Kết quả", "left", "13%"),
    TableColumn("Còn thiếu, cách và thời hạn khắc phục", "left", "18%"),
)
INDENT = "\u00a0\u00a0\u00a0"
NOT_CHECKED = "Chưa kiểm tra"


def compose(data: EligibilityData, printing: Printing) -> Printed:
    document = OfficialDocument(
        issuing_body=issuing_body(data.unit_name, data.superior),
        place_date=PlaceDate(place_of(data.province)),
        type_name=TYPE_NAME,
        abstract=f"Kèm theo hồ sơ đề nghị khen thưởng: {data.occasion}",
        signatures=[Signature("", "NGƯỜI KIỂM TRA", "", HAND)],
        illustrative=marked(ILLUSTRATIVE, data),
        landscape=True,
        verification=printing.verification,
        created=printing.at,
    )
    tables = [table for number, each in enumerate(data.nominees, start=1) for table in _tables(number, each, data)]
    return Printed(document, [*_letter(data)], tables, closing=[*_closing(data)])


def _letter(data: EligibilityData) -> Iterator[str]:
    day = "Hồ sơ nhận ngày" if data.is_received else "Hồ sơ chưa gửi; áp dụng quy định của ngày"
    yield f"Nơi nhận hồ sơ: {data.addressed_to}. {day} {text_date(data.received_on)}."
    versions = dict.fromkeys(each.tried[0].version for each in data.nominees if each.tried and each.tried[0].version)
    if versions:
        yield f"Quy định áp dụng: {'; '.join(versions)}."
    if len(data.nominees) == 1:
        yield f"Kết quả kiểm tra đối với {who(data.nominees[0])}: {result_of(data.nominees[0]).lower()}."
    else:
        counts = ((OUTCOME_WORDS[each.value].lower(), data.count(each)) for each in Outcome)
        told = "; ".join(f"{number} trường hợp {word}" for word, number in counts if number)
        yield f"Kết quả kiểm tra {len(data.nominees)} trường hợp: {told or NOT_CHECKED.lower()}."
    for number, each in enumerate(data.nominees, start=1):
        if not each.tried and each.reason:
            yield f"{lead(number, data)}{who(each)}: {each.reason.rstrip('.')}."
        if each.missed:
            why = each.missed_reason.rstrip(".") or "chưa ghi lý do đề nghị"
            yield f"{each.recipient}: chỉ tiêu không đạt ({'; '.join(each.missed)}); lý do đề nghị: {why}."


def _tables(number: int, nominee: CheckedNominee, data: EligibilityData) -> Iterator[DocumentTable]:
    for order, tried in enumerate(nominee.tried):
        words = f"{lead(number, data)}{who(nominee)}: {result_of(nominee).lower()}"
        if len(nominee.tried) > 1:
            counted = "có lợi hơn, được áp dụng" if order == 0 else "để so sánh"
            words = f"{words} – {tried.version} ({counted})"
        yield DocumentTable(COLUMNS, _rows(tried), caption=words)


def _rows(tried: Tried) -> list[TableRow]:
    rows = []
    for line in tried.lines:
        source = line.provision + (" (chưa đối chiếu)" if line.unverified and line.provision else "")
        rows.append(
            TableRow(
                [INDENT * line.depth + line.label, source, line.found, line.word, line.cure], emphasis=line.is_group
            )
        )
    return rows


def _closing(data: EligibilityData) -> Iterator[str]:
    yield from dict.fromkeys(
        f"Lưu ý: {tried.note.rstrip('.')}." for each in data.nominees for tried in each.tried if tried.note
    )
    if data.checked_at:
        yield SmallPrint(
            f"Kiểm tra lúc {text_moment(data.checked_at)} theo dữ liệu có đến lúc đó. Nội dung về xem xét, kỷ luật"
            " chỉ người có thẩm quyền xem, không in trong phiếu này."
        )


def lead(number: int, data: EligibilityData) -> str:
    """The nominee's place in the list, where there are several."""
    return f"{number}. " if len(data.nominees) > 1 else ""


def who(nominee: CheckedNominee) -> str:
    where = person(nominee.post, nominee.unit_name if nominee.unit_name != nominee.recipient else "")
    return f"{person(nominee.recipient, where)} – {nominee.award}"


def result_of(nominee: CheckedNominee) -> str:
    return OUTCOME_WORDS.get(nominee.outcome, NOT_CHECKED)
