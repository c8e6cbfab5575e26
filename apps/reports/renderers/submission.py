"""Tờ trình về việc đề nghị khen thưởng; the list stands in an annex."""

from apps.awards.exports import ProposalData
from apps.core.dates import text_date
from apps.core.pdf import Annex, Printed, numbered
from apps.reports.registry import Printing
from apps.reports.renderers.decision import people
from apps.reports.renderers.nominees import frame, list_table, receipt
from apps.reports.renderers.signing import signature_on

TYPE_NAME = "TỜ TRÌNH"


def compose(proposals: list[ProposalData], printing: Printing) -> Printed:
    data = proposals[0]
    document = frame(
        data,
        printing,
        type_name=TYPE_NAME,
        abstract=f"Về việc đề nghị khen thưởng: {data.occasion}",
        number=data.number or numbered(None, "TTr"),
        addressees=[data.addressed_to],
        bases=list(data.bases),
        recipients=["Như trên", "Lưu: VT, hồ sơ khen thưởng"],
        signatures=[signature_on(data)],
        annexes=[
            Annex(
                "Danh sách đề nghị khen thưởng",
                reference=f"Kèm theo Tờ trình số {data.number or numbered(None, 'TTr')} của {data.unit_name}",
                tables=[list_table(data)],
                landscape=True,
            )
        ],
    )
    return Printed(document, [*data.grounds, *_asked(data), *_how(data)], closing=receipt(data))


def _asked(data: ProposalData) -> list[str]:
    years = f"năm {data.period_from}"
    if data.period_to != data.period_from:
        years = f"các năm {data.period_from}–{data.period_to}"
    everybody = people(data.collectives, data.individuals)
    asked = f"{data.unit_name} kính trình {data.addressed_to} xem xét, khen thưởng {everybody}"
    last = len(data.awards)
    return [f"{asked} ({data.type_label.lower()}, thành tích {years}), gồm:"] + [
        f"{number}. {each.award}: {people(each.collectives, each.individuals)}{'.' if number == last else ';'}"
        for number, each in enumerate(data.awards, start=1)
    ]


def _how(data: ProposalData) -> list[str]:
    """The unit's meeting, targets that were missed with the reason, what is enclosed."""
    found = []
    if data.meeting:
        end = f" Kết luận: {data.meeting.conclusion.rstrip('.')}." if data.meeting.conclusion else ""
        found.append(
            f"Việc bình xét được thực hiện tại cuộc họp ngày {text_date(data.meeting.held_on)}, do"
            f" {data.meeting.chair} chủ trì, có mặt {data.meeting.present}/{data.meeting.invited} người.{end}"
        )
    found += [
        f"{line.recipient}: chỉ tiêu không đạt ({'; '.join(line.missed)}); lý do đề nghị:"
        f" {line.missed_reason.rstrip('.') or '.' * 40}."
        for line in data.lines
        if line.missed
    ]
    enclosed = ["danh sách đề nghị khen thưởng (Phụ lục)"]
    if data.meeting:
        enclosed.append("biên bản họp bình xét")
    if data.reports:
        enclosed.append(f"{data.reports} báo cáo thành tích")
    found.append(f"Hồ sơ gửi kèm: {'; '.join(enclosed)}.")
    found.append(f"{data.unit_name} kính trình {data.addressed_to} xem xét, quyết định./.")
    return found
