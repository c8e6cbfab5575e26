SELECT s.unit_name,
       sum(l.points) AS total,
       rank() OVER (ORDER BY sum(l.points) DESC) AS rank
FROM scoring_scoresheet s
JOIN scoring_sheetversion v ON v.sheet_id = s.id AND v.stage = 'final'
JOIN scoring_scoreline l ON l.sheet_version_id = v.id
WHERE s.cluster_year_id = %(cluster_year)s
GROUP BY s.id, s.unit_name
