"""Sentences on what a cluster did: direction, pledges, registrations, movements, targets; and what is not recorded."""

from collections.abc import Iterator

from apps.core.numbers import format_decimal
from apps.reports.enums import Part
from apps.reports.summary.facts import ClusterFacts
from apps.reports.summary.register import Register
from apps.reports.summary.words import everybody, listed, named, of_line

CLUSTER = Register()


@CLUSTER.sentence(Part.DIRECTION)
def members(facts: ClusterFacts) -> Iterator[str]:
    """“18 đơn vị: 9 đơn vị Khối Sở Tư pháp, 9 đơn vị Khối Thi hành án dân sự”."""
    if not facts.members:
        return
    lines = [f"{len(found)} đơn vị {line}" for line, found in facts.lines.items() if line]
    parts = f": {', '.join(lines)}" if lines else ""
    yield f"Năm {facts.year}, {facts.name} có {len(facts.members)} đơn vị{parts}."


@CLUSTER.sentence(Part.DIRECTION)
def heads(facts: ClusterFacts) -> Iterator[str]:
    for title, holder, paper in facts.heads:
        yield f"{title}: {holder}{f', theo Quyết định số {paper}' if paper else ''}."


@CLUSTER.sentence(Part.DIRECTION)
def plan(facts: ClusterFacts) -> Iterator[str]:
    if facts.plan_paper:
        items = f", gồm {facts.plan_items} nội dung" if facts.plan_items else ""
        yield f"{facts.head_title} đã ban hành Kế hoạch số {facts.plan_paper}{items}."


@CLUSTER.gap
def no_plan(facts: ClusterFacts) -> Iterator[str]:
    if not facts.plan_paper:
        yield f"Kế hoạch hoạt động của {facts.kind_word}: chưa có bản ban hành."


@CLUSTER.sentence(Part.DIRECTION)
def pledges(facts: ClusterFacts) -> Iterator[str]:
    for pledge in facts.pledges:
        if everybody(pledge.signed, pledge.signers):
            all_of_them = "tất cả " if pledge.signers == len(facts.members) else ""
            whose = f" {pledge.line}" if pledge.line else ""
            yield f"{pledge.title}: {all_of_them}{pledge.signers}/{pledge.signers} đơn vị{whose} đã ký."
        elif pledge.signed:
            yield (
                f"{pledge.title}: {pledge.signed}/{pledge.signers} đơn vị đã ký;"
                f" chưa có chữ ký của {named(pledge.missing)}."
            )


@CLUSTER.gap
def no_pledge(facts: ClusterFacts) -> Iterator[str]:
    signed = [pledge.line for pledge in facts.pledges if pledge.signed]
    if not signed:
        yield f"Giao ước thi đua năm {facts.year}: chưa có chữ ký nào."
        return
    for line in facts.lines_without(signed):
        yield f"Giao ước thi đua năm {facts.year}{of_line(line)}: chưa có chữ ký nào."


@CLUSTER.sentence(Part.DIRECTION)
def registrations(facts: ClusterFacts) -> Iterator[str]:
    found, whole = facts.registrations, len(facts.members)
    if found is None:
        return
    rows = f", đăng ký {found.collectives} lượt tập thể và {found.individuals} lượt cá nhân"
    if everybody(found.sent, whole):
        yield f"Tất cả {whole}/{whole} đơn vị đã gửi đăng ký thi đua{rows}."
    else:
        yield f"{found.sent}/{whole} đơn vị đã gửi đăng ký thi đua{rows}; chưa gửi: {named(found.missing)}."
    for line, number in found.consolidations:
        whose = f" {line}" if line else ""
        yield f"{facts.head_title} đã tổng hợp đăng ký{whose} gửi {facts.organiser} (bản số {number})."


@CLUSTER.gap
def no_registration(facts: ClusterFacts) -> Iterator[str]:
    if facts.registrations is None:
        yield "Đăng ký thi đua: chưa đơn vị nào gửi."
        return
    sent = [line for line, _number in facts.registrations.consolidations]
    for line in facts.lines_without(sent) if sent else [""]:
        yield f"Bảng tổng hợp đăng ký thi đua{of_line(line)}: chưa gửi {facts.organiser}."


@CLUSTER.sentence(Part.DIRECTION)
def inspections(facts: ClusterFacts) -> Iterator[str]:
    rows = facts.inspections.rows
    held = sum(row.held_on is not None for row in rows)
    if not held:
        return
    closed, still = len(facts.inspections.closed), len(facts.inspections.open)
    text = f"Đã tổ chức {held}/{len(rows)} cuộc kiểm tra công tác thi đua, khen thưởng theo kế hoạch"
    if closed + still:
        text += f"; {closed + still} nội dung cần khắc phục, đã khắc phục {closed}, chưa khắc phục xong {still}"
    yield f"{text}."


@CLUSTER.gap
def no_inspection(facts: ClusterFacts) -> Iterator[str]:
    if not any(row.held_on for row in facts.inspections.rows):
        yield "Kiểm tra công tác thi đua, khen thưởng: chưa ghi nhận cuộc nào."


@CLUSTER.sentence(Part.MOVEMENTS)
def movements(facts: ClusterFacts) -> Iterator[str]:
    if facts.movements:
        yield f"Trong năm, các đơn vị tham gia {len(facts.movements)} phong trào thi đua:"
        for level, title in facts.movements:
            yield f"- Cấp {level}: “{title}”."


@CLUSTER.sentence(Part.MOVEMENTS)
def activity(facts: ClusterFacts) -> Iterator[str]:
    """How much, and how evenly."""
    spread, entries = facts.evenness.spread, sum(row.entries for row in facts.evenness.rows)
    if entries:
        yield (
            f"Các đơn vị đã cập nhật {entries} hoạt động; nhiều nhất {spread.highest}, trung vị"
            f" {format_decimal(spread.median)}, ít nhất {spread.lowest} hoạt động mỗi đơn vị."
        )


@CLUSTER.sentence(Part.MOVEMENTS)
def themed(facts: ClusterFacts) -> Iterator[str]:
    if not facts.has_themed:
        return
    missing = [row.unit_name for row in facts.evenness.rows if not row.themed]
    if not missing:
        yield "Tất cả các đơn vị đã triển khai phong trào thi đua theo chuyên đề."
    elif len(missing) < len(facts.evenness.rows):
        done = len(facts.evenness.rows) - len(missing)
        yield f"{done}/{len(facts.evenness.rows)} đơn vị đã triển khai phong trào thi đua theo chuyên đề."


@CLUSTER.sentence(Part.MOVEMENTS)
def role_models(facts: ClusterFacts) -> Iterator[str]:
    found, spread = facts.role_models
    if found:
        yield f"Các đơn vị đã phát hiện {found} điển hình tiên tiến, trong đó {spread} điển hình đã được nhân rộng."


@CLUSTER.gap
def no_movement(facts: ClusterFacts) -> Iterator[str]:
    if not facts.movements:
        yield f"Phong trào thi đua năm {facts.year}: chưa ghi nhận đơn vị nào tham gia."
    elif not sum(row.entries for row in facts.evenness.rows):
        yield "Hoạt động trong các phong trào thi đua: chưa đơn vị nào cập nhật."
    if facts.movements and not facts.has_themed:
        yield "Phong trào thi đua theo chuyên đề: chưa ghi nhận đơn vị nào tham gia."
    if not facts.role_models[0]:
        yield "Điển hình tiên tiến: chưa ghi nhận."


@CLUSTER.sentence(Part.RESULTS)
def targets(facts: ClusterFacts) -> Iterator[str]:
    """“9/9 đơn vị đạt và vượt 2/2 chỉ tiêu; vượt về việc 2,74%, về tiền 2,79%” (S002-2)."""
    for line in facts.targets.lines:
        if line.sentence.text:
            yield f"{f'{line.label}: ' if line.label else ''}{line.sentence.text}."


@CLUSTER.sentence(Part.RESULTS)
def targets_of_all(facts: ClusterFacts) -> Iterator[str]:
    """Only where it is true of every unit and every target (S002-3)."""
    for line in facts.targets.lines:
        if line.sentence.everybody:
            yield f"{line.sentence.everybody}{f' ({line.label})' if line.label else ''}."


@CLUSTER.sentence(Part.RESULTS)
def target_formulas(facts: ClusterFacts) -> Iterator[str]:
    """From what the figure of the region is computed (S002-4)."""
    for line in facts.targets.lines:
        for total in line.totals:
            if total.formula:
                yield f"{total.indicator.label}: {total.formula}."


@CLUSTER.gap
def no_target(facts: ClusterFacts) -> Iterator[str]:
    if not any(line.sentence.text for line in facts.targets.lines):
        yield f"Chỉ tiêu giao năm {facts.year}: chưa có."
    for line in facts.targets.lines:
        for total in line.totals:
            if total.without:
                yield f"{total.indicator.label}: {named(total.without)}."


@CLUSTER.sentence(Part.RESULTS)
def workload(facts: ClusterFacts) -> Iterator[str]:
    """Staff and cases beside the results, for lines in which both are known of every unit (S002-7)."""
    for line, found in facts.lines.items():
        if all(member.staff and member.cases is not None for member in found):
            staff, cases = sum(member.staff for member in found), sum(member.cases for member in found)
            yield (
                f"{f'{line}: ' if line else ''}{format_decimal(staff)} người làm việc,"
                f" {format_decimal(cases)} việc phải giải quyết, bình quân"
                f" {format_decimal(round(cases / staff, 1))} việc mỗi người."
            )


@CLUSTER.gap
def no_workload(facts: ClusterFacts) -> Iterator[str]:
    lacking = [line or facts.kind_word for line, found in facts.lines.items()
               if not all(member.staff and member.cases is not None for member in found)]  # fmt: skip
    if lacking:
        yield f"Biên chế, khối lượng công việc: chưa đủ số liệu của {listed(lacking)}."
