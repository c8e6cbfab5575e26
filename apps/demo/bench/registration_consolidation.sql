WITH held AS (
    SELECT r.id, v.id AS version_id, u.code, v.sha256
      FROM registrations_titleregistration r
      JOIN registrations_registrationversion v ON v.registration_id = r.id AND v.is_current
      JOIN units_unit u ON u.id = r.unit_id
     WHERE r.cluster_year_id = %(cluster_year)s AND r.state IN ('submitted', 'accepted', 'consolidated')
), sheet AS (
    INSERT INTO registrations_consolidation
           (created_at, updated_at, line, number, sent_at, sent_by_label, reason, missing, sha256, cluster_year_id)
    SELECT now(), now(), '', 1, now(), 'Thử', '', '[]'::jsonb,
           encode(sha256(convert_to(string_agg(code || ':' || sha256, chr(10) ORDER BY (code || ':' || sha256) COLLATE "C"), 'UTF8')), 'hex'),
           %(cluster_year)s
      FROM held
    RETURNING id
), entries AS (
    INSERT INTO registrations_consolidationentry (consolidation_id, registration_id, version_id)
    SELECT sheet.id, held.id, held.version_id FROM held, sheet
    RETURNING registration_id
)
UPDATE registrations_titleregistration r SET state = 'consolidated', updated_at = now()
  FROM entries WHERE entries.registration_id = r.id AND r.state <> 'consolidated'
