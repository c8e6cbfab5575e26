WITH units AS MATERIALIZED (
    SELECT id FROM units_unit WHERE /*words*/ LIMIT 1001
), people AS MATERIALIZED (
    SELECT id FROM units_person WHERE merged_into_id IS NULL AND /*words*/ LIMIT 1001
), documents AS MATERIALIZED (
    SELECT id FROM documents_document
    WHERE /*words*/ AND (for_everyone OR owner_code IN (SELECT code FROM units_unit)) LIMIT 1001
), decisions AS MATERIALIZED (
    SELECT id FROM registry_grantdocument WHERE /*words*/ LIMIT 1001
), awards AS MATERIALIZED (
    SELECT id FROM registry_award WHERE /*words*/ LIMIT 1001
), award_types AS MATERIALIZED (
    SELECT id FROM catalog_awardtype WHERE /*words*/ LIMIT 1001
), counted AS (
    SELECT ARRAY[(SELECT count(*) FROM units), (SELECT count(*) FROM people), (SELECT count(*) FROM documents),
                 (SELECT count(*) FROM decisions), (SELECT count(*) FROM awards), (SELECT count(*) FROM award_types)]
)
SELECT
    (SELECT * FROM counted),
    ARRAY(SELECT concat_ws('|', u.id, u.name, u.kind, u.province, u.valid_to) FROM units JOIN units_unit u USING (id)
          ORDER BY (u.search_text = %(whole)s OR u.search_text LIKE %(word)s OR upper(u.code) = upper(%(typed)s)
                   OR upper(u.short_name) = upper(%(typed)s)) DESC,
                   u.search_text LIKE %(first)s DESC, u.protocol_order, u.sort_key, u.id LIMIT 5),
    ARRAY(SELECT concat_ws('|', p.id, p.honorific, p.full_name, (
              SELECT concat_ws(', ', o.post, u.name) FROM units_posting o JOIN units_unit u ON u.id = o.unit_id
              WHERE o.person_id = p.id ORDER BY o.starts_on DESC NULLS LAST, o.kind, o.id LIMIT 1))
          FROM (SELECT p.* FROM people JOIN units_person p USING (id)
                ORDER BY (p.search_text = %(whole)s OR p.search_text LIKE %(word)s OR p.folded_name = %(whole)s) DESC,
                   p.search_text LIKE %(first)s DESC, p.name_sort_key, p.id LIMIT 5) p),
    ARRAY(SELECT concat_ws('|', d.id, d.symbol, d.issued_on, d.issuer_name, d.abstract, d.kind)
          FROM documents JOIN documents_document d USING (id)
          ORDER BY (d.search_text = %(whole)s OR d.search_text LIKE %(word)s OR d.symbol_key = %(whole)s) DESC,
                   d.search_text LIKE %(first)s DESC, d.issued_on DESC, d.sort_key, d.id LIMIT 5),
    ARRAY(SELECT concat_ws('|', g.id, d.symbol, d.issued_on, g.authority_name, g.occasion)
          FROM decisions JOIN registry_grantdocument g USING (id) JOIN documents_document d ON d.id = g.document_id
          ORDER BY (g.search_text = %(whole)s OR g.search_text LIKE %(word)s OR d.symbol_key = %(whole)s) DESC,
                   g.search_text LIKE %(first)s DESC, d.issued_on DESC, g.id DESC LIMIT 5),
    ARRAY(SELECT concat_ws('|', a.id, a.honorific, a.recipient_name, t.name, a.unit_name, d.symbol, a.granted_on)
          FROM awards JOIN registry_award a USING (id) JOIN catalog_awardtype t ON t.id = a.award_type_id
          JOIN registry_grantdocument g ON g.id = a.grant_id JOIN documents_document d ON d.id = g.document_id
          ORDER BY (a.search_text = %(whole)s OR a.search_text LIKE %(word)s) DESC,
                   a.search_text LIKE %(first)s DESC, a.granted_on DESC, a.id DESC LIMIT 5),
    ARRAY(SELECT concat_ws('|', t.id, t.name, t.abbreviation, t.list) FROM award_types JOIN catalog_awardtype t USING (id)
          ORDER BY (t.search_text = %(whole)s OR t.search_text LIKE %(word)s OR upper(t.code) = upper(%(typed)s)
                   OR upper(t.abbreviation) = upper(%(typed)s) OR t.search_text LIKE %(inside)s) DESC,
                   t.search_text LIKE %(first)s DESC, t."order", t.code LIMIT 5)
