-- Bare hashing of every locked sheet: its lines in the order of their paths, put together and hashed; nothing compared.
SELECT encode(sha256(convert_to(string_agg(
           p.text || E'\t' || l.base || E'\t' || l.bonus || E'\t' || l.penalty || E'\t' || l.points || E'\n', ''
           ORDER BY p.text COLLATE "C"), 'UTF8')), 'hex')
FROM scoring_sheetversion v
JOIN scoring_scoreline l ON l.sheet_version_id = v.id
JOIN (SELECT c.id, CASE WHEN c.parent_id IS NULL THEN c.code ELSE g.code || '/' || c.code END AS text
      FROM scoring_criterion c LEFT JOIN scoring_criterion g ON g.id = c.parent_id) p ON p.id = l.criterion_id
WHERE v.locked_at IS NOT NULL
GROUP BY v.id ORDER BY 1
