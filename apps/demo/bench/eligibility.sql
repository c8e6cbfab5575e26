-- held_same_year:LDTT
SELECT a.person_id, true, d.symbol, a.granted_on
FROM registry_award a
JOIN catalog_awardtype t ON t.id = a.award_type_id
JOIN registry_grantdocument g ON g.id = a.grant_id
JOIN documents_document d ON d.id = g.document_id
WHERE a.person_id = ANY(%(people)s) AND t.code = 'LDTT' AND a.year = %(year)s AND a.state <> 'cancelled';
-- annual_rating
SELECT r.person_id, r.level, d.symbol, d.issued_on
FROM units_qualityrating r LEFT JOIN documents_document d ON d.id = r.document_id
WHERE r.person_id = ANY(%(people)s) AND r.year = %(year)s;
-- initiatives_in_year:unit
SELECT w.person_id, 1, i.title, d.symbol, d.issued_on
FROM registry_initiativeauthor w
JOIN registry_initiative i ON i.id = w.initiative_id
JOIN documents_document d ON d.id = i.document_id
WHERE w.person_id = ANY(%(people)s) AND i.kind = 'initiative' AND i.year = %(year)s;
-- research_in_year
SELECT w.person_id, 1, i.title, d.symbol, d.issued_on
FROM registry_initiativeauthor w
JOIN registry_initiative i ON i.id = w.initiative_id
JOIN documents_document d ON d.id = i.document_id
WHERE w.person_id = ANY(%(people)s) AND i.kind = 'research' AND i.year = %(year)s;
-- under_review
SELECT h.person_id, true, h.kind, h.started_on
FROM registry_reviewhold h
WHERE h.person_id = ANY(%(people)s) AND h.ended_on IS NULL;
-- achievements_before_discipline_served
SELECT s.person_id, 1, s.form, s.cleared_on
FROM units_discipline s
WHERE s.person_id = ANY(%(people)s) AND s.starts_on <= make_date(%(year)s, 12, 31)
  AND (s.cleared_on IS NULL OR s.cleared_on > make_date(%(year)s, 12, 31))
