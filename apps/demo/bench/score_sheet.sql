SELECT c.code, c.label, c.max_points, l.points_given, l.base, l.bonus, l.penalty, l.points, l.note, l.version
FROM scoring_scoreline l
JOIN scoring_sheetversion v ON v.id = l.sheet_version_id
JOIN scoring_criterion c ON c.id = l.criterion_id
WHERE v.sheet_id = %(sheet)s AND v.stage = 'self' AND c.part_id = %(part)s
ORDER BY c.position
