SELECT a.id, a.year, a.granted_on, a.state, t.name, t."order", g.occasion, d.symbol, u.name,
       count(*) OVER () AS total
FROM registry_award a
JOIN catalog_awardtype t ON t.id = a.award_type_id
JOIN registry_grantdocument g ON g.id = a.grant_id
JOIN documents_document d ON d.id = g.document_id
LEFT JOIN units_unit u ON u.id = a.unit_id
WHERE a.person_id = %(person)s
ORDER BY a.granted_on DESC, a.id DESC
LIMIT 50
