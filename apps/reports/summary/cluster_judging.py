"""Sentences on how a cluster was judged: points and ranks, ballot, awards, punctuality, what fell short, next year.

``CLUSTER`` of this module has them all: importing it adds the second half to those of ``cluster_work``.
"""

from collections.abc import Iterator

from apps.core.dates import text_date
from apps.core.numbers import format_points
from apps.reports.enums import Part
from apps.reports.summary.awarded import asked_in_words, granted_in_words, nothing_granted
from apps.reports.summary.cluster_work import CLUSTER
from apps.reports.summary.facts import ClusterFacts
from apps.reports.summary.words import everybody, listed, lowered, named, of_line

__all__ = ["CLUSTER"]


@CLUSTER.sentence(Part.SCORING)
def sheets(facts: ClusterFacts) -> Iterator[str]:
    if facts.sheets_final:
        yield f"{facts.sheets_final}/{len(facts.members)} đơn vị có bảng chấm điểm đã chốt."


@CLUSTER.sentence(Part.SCORING)
def rankings(facts: ClusterFacts) -> Iterator[str]:
    """Published results only: what is computed may still change."""
    for table in facts.published:
        first = [row for row in table.rows if row.rank == 1]
        ranked = sum(row.rank is not None for row in table.rows)
        line = f" {table.line_label}" if table.line_label else ""
        text = f"Đã công bố kết quả xếp hạng{line}: {ranked} đơn vị được xếp hạng"
        if first:
            text += f"; hạng nhất: {listed(f'{row.unit_name} ({format_points(row.total)} điểm)' for row in first)}"
        yield f"{text}."
        classes = [f"{number} đơn vị {label}" for label, number in table.distribution if number]
        if classes:
            yield f"Xếp loại{line}: {listed(classes)}."


@CLUSTER.gap
def no_ranking(facts: ClusterFacts) -> Iterator[str]:
    if not facts.sheets_final:
        yield "Bảng chấm điểm: chưa có bảng nào được chốt."
    computed = {table.line_label for table in facts.rankings}
    published = [table.line_label for table in facts.published]
    for line in facts.lines_without(published) if published else [""]:
        known = line in computed or (computed and not published)
        state = "mới có kết quả dự kiến, chưa công bố" if known else "chưa có"
        yield f"Kết quả xếp hạng{of_line(line)}: {state}."


@CLUSTER.sentence(Part.SCORING)
def nominations(facts: ClusterFacts) -> Iterator[str]:
    """What the certified ballots of the closing meeting put forward; a tie that waits is not told."""
    for found in facts.nominations:
        if found.is_pending or not found.nominated or facts.met_on is None:
            continue
        what = found.award.name if found.award else found.question.text
        names = listed(f"{each.unit_name} ({each.votes}/{found.voters} phiếu)" for each in found.nominated)
        yield (
            f"Hội nghị ngày {text_date(facts.met_on)} bỏ phiếu bình xét, suy tôn"
            f" {len(found.nominated)} đơn vị đề nghị tặng {what}: {names}."
        )


@CLUSTER.gap
def no_nomination(facts: ClusterFacts) -> Iterator[str]:
    if facts.met_on is None:
        yield "Hội nghị tổng kết: chưa lập."
    elif not any(not found.is_pending and found.nominated for found in facts.nominations):
        yield "Bỏ phiếu bình xét, suy tôn: chưa có biên bản kiểm phiếu."


@CLUSTER.sentence(Part.AWARDS)
def asked(facts: ClusterFacts) -> Iterator[str]:
    yield asked_in_words(facts.asked)


@CLUSTER.sentence(Part.AWARDS)
def granted(facts: ClusterFacts) -> Iterator[str]:
    yield granted_in_words(facts.granted)


@CLUSTER.gap
def no_award(facts: ClusterFacts) -> Iterator[str]:
    if not facts.granted:
        yield nothing_granted(facts.year)


@CLUSTER.sentence(Part.JUDGEMENT)
def punctual(facts: ClusterFacts) -> Iterator[str]:
    """Once nobody's date lies ahead; “tất cả” only where every member owed it."""
    for duty in facts.duties:
        if duty.is_over and everybody(duty.in_time, duty.due):
            share = f"{duty.due}/{duty.due} đơn vị"
            who = f"Tất cả {share}" if duty.due == len(facts.members) else f"{share} được giao"
            yield f"{who} thực hiện đúng hạn việc {lowered(duty.label)}."


@CLUSTER.sentence(Part.JUDGEMENT)
def late(facts: ClusterFacts) -> Iterator[str]:
    for duty in facts.duties:
        if duty.late:
            yield f"{duty.in_time}/{duty.due} đơn vị đúng hạn việc {lowered(duty.label)}; chậm: {named(duty.late)}."


@CLUSTER.gap
def nothing_due(facts: ClusterFacts) -> Iterator[str]:
    if not facts.duties:
        yield "Theo dõi đúng hạn: chưa có việc nào đến hạn."
    elif not any(duty.is_report for duty in facts.duties):
        yield "Báo cáo định kỳ: chưa có báo cáo nào đến hạn."
    for duty in facts.duties:
        if not duty.is_over:
            yield f"Việc {lowered(duty.label)}: {duty.owed - duty.due} đơn vị chưa đến hạn."


@CLUSTER.sentence(Part.JUDGEMENT)
def uneven(facts: ClusterFacts) -> Iterator[str]:
    """Pain of S003 P4: movements uneven, themed ones without heed."""
    missing = [row.unit_name for row in facts.evenness.rows if not row.themed]
    if facts.has_themed and missing:
        yield f"Chưa triển khai phong trào thi đua theo chuyên đề ({len(missing)} đơn vị): {named(missing)}."


@CLUSTER.sentence(Part.JUDGEMENT)
def short_of_target(facts: ClusterFacts) -> Iterator[str]:
    for line in facts.targets.lines:
        short = [tally.unit_name for tally in line.tallies if tally.assigned and not tally.is_complete]
        if short:
            where = f" ({line.label})" if line.label else ""
            yield f"Chưa đạt, hoặc chưa có kết quả đủ các chỉ tiêu{where}: {named(short)}."


@CLUSTER.sentence(Part.JUDGEMENT)
def open_findings(facts: ClusterFacts) -> Iterator[str]:
    if still := facts.inspections.open:
        units = list(dict.fromkeys(row.unit for row in still))
        yield f"Còn {len(still)} nội dung sau kiểm tra chưa khắc phục xong: {named(units)}."


@CLUSTER.sentence(Part.NEXT)
def next_heads(facts: ClusterFacts) -> Iterator[str]:
    for title, holder in facts.next_heads:
        yield f"{title} năm {facts.year + 1}: {holder}."
