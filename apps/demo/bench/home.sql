-- The homes by hand: what a page at "/" has to find out, in the fewest statements and with the fewest columns.
-- name: session
SELECT session_data FROM django_session WHERE session_key = %(session)s AND expire_date > %(now)s;
-- name: user
SELECT id, username, honorific, full_name, is_active, is_staff FROM accounts_user WHERE id = %(user)s;
-- name: rights
WITH own AS (
    SELECT a.role, a.unit_id, a.starts_on, a.ends_on, '' AS acting_for FROM units_roleassignment a
    WHERE a.user_id = %(user)s AND a.starts_on <= %(today)s AND (a.ends_on IS NULL OR a.ends_on >= %(today)s)
    UNION ALL
    SELECT a.role, a.unit_id, greatest(d.starts_on, a.starts_on), least(d.ends_on, a.ends_on),
           concat_ws(' ', u.honorific, u.full_name)
    FROM units_delegation d JOIN units_roleassignment a ON a.id = d.assignment_id JOIN accounts_user u ON u.id = a.user_id
    WHERE d.user_id = %(user)s AND %(today)s BETWEEN d.starts_on AND d.ends_on
      AND a.starts_on <= %(today)s AND (a.ends_on IS NULL OR a.ends_on >= %(today)s)
)
SELECT o.role, o.unit_id, u.path, NULL::bigint, o.starts_on, o.ends_on, o.acting_for
FROM own o JOIN units_unit u ON u.id = o.unit_id
UNION ALL
SELECT CASE WHEN h.ends_on IS NULL OR h.ends_on >= %(today)s THEN h.role
            WHEN y.state <> 'closed' AND NOT EXISTS (
                SELECT 1 FROM clusters_headterm n WHERE n.cluster_year_id = h.cluster_year_id AND n.role = h.role
                AND n.starts_on <= %(today)s AND (n.ends_on IS NULL OR n.ends_on >= %(today)s)) THEN 'closing_' || h.role
            ELSE 'former_' || h.role END,
       h.unit_id, u.path, h.cluster_year_id, h.starts_on, h.ends_on, o.acting_for
FROM own o JOIN clusters_headterm h ON h.unit_id = o.unit_id AND h.starts_on <= %(today)s
JOIN units_unit u ON u.id = h.unit_id
JOIN clusters_clusteryear c ON c.id = h.cluster_year_id JOIN periods_emulationyear y ON y.id = c.year_id
WHERE o.role IN ('officer', 'leader')
UNION ALL
SELECT 'council_member', c.organiser_id, u.path, NULL, m.starts_on, m.ends_on, ''
FROM units_person p JOIN awards_councilmember m ON m.person_id = p.id JOIN awards_council c ON c.id = m.council_id
JOIN units_unit u ON u.id = c.organiser_id
WHERE p.user_id = %(user)s AND m.starts_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on >= %(today)s)
  AND c.starts_on <= %(today)s AND (c.ends_on IS NULL OR c.ends_on >= %(today)s);
-- name: years
SELECT y.year, y.id, y.state, y.organiser_id, y.starts_on, y.stages_off, c.id, c.cluster_id, k.kind
FROM (SELECT cluster_year_id FROM clusters_member WHERE unit_id = %(unit)s
      UNION SELECT cluster_year_id FROM clusters_headterm WHERE unit_id = %(unit)s) mine
JOIN clusters_clusteryear c ON c.id = mine.cluster_year_id JOIN clusters_cluster k ON k.id = c.cluster_id
JOIN periods_emulationyear y ON y.id = c.year_id
UNION ALL
SELECT year, id, state, organiser_id, starts_on, stages_off, NULL, NULL, '' FROM periods_emulationyear
WHERE organiser_id = %(unit)s;
-- name: names
SELECT id, name, short_name, kind, legal_person FROM units_unit WHERE id = %(unit)s;
-- name: notices
SELECT n.id, n.title, n.path, n.created_at, n.read_at,
       (SELECT count(*) FROM notifications_notice u WHERE u.recipient_id = %(user)s AND u.read_at IS NULL)
FROM notifications_notice n WHERE n.recipient_id = %(user)s ORDER BY n.created_at DESC, n.id DESC LIMIT 5;
-- name: contacts
SELECT u.honorific, u.full_name, u.post, u.phone, u.email
FROM units_roleassignment a JOIN accounts_user u ON u.id = a.user_id
WHERE a.role = 'standing_office' AND a.unit_id = %(organiser)s AND u.is_active
  AND a.starts_on <= %(today)s AND (a.ends_on IS NULL OR a.ends_on >= %(today)s)
ORDER BY a.starts_on, a.id LIMIT 3;
-- Of a unit (officer, leader).
-- name: owed
SELECT o.id, d.code, d.label, d.due_on, d.opens_on, d.basis, d.asked_by_id, y.id, y.stages_off, o.internal_due_on, o.extended_to,
       o.first_fulfilled_at, o.fulfilled_at, o.closed_unsent_at, o.subject_path,
       (SELECT r.id FROM obligations_timerequest r WHERE r.obligation_id = o.id AND r.state = 'waiting' LIMIT 1),
       o.first_fulfilled_at IS NULL AND o.fulfilled_at IS NULL AND o.closed_unsent_at IS NULL
           AND coalesce(o.extended_to < %(now)s, d.due_on < %(today)s) AS late
FROM obligations_obligation o JOIN obligations_duty d ON d.id = o.duty_id JOIN periods_emulationyear y ON y.id = d.year_id
WHERE o.unit_id = %(unit)s AND y.year = %(year)s AND o.waived_at IS NULL ORDER BY d.due_on, o.id;
-- name: registrations
SELECT r.id, r.unit_id, r.state, r.sent_to_leader_at, r.submitted_at, r.remark, r.inner_remark, r.proxy_by_label
FROM registrations_titleregistration r JOIN clusters_clusteryear c ON c.id = r.cluster_year_id
WHERE c.year_id = ANY(%(years)s) AND r.unit_id = ANY(%(units)s);
-- name: pledges
SELECT p.id, p.state, p.due_on, p.in_force_id, v.number, m.unit_id, s.id, s.way, s.signed_at, s.is_proxy, f.id
FROM clusters_member m JOIN pledges_pledge p ON p.cluster_year_id = m.cluster_year_id AND p.line = m.line
LEFT JOIN pledges_pledgeversion v ON v.id = p.in_force_id
LEFT JOIN pledges_signature s ON s.version_id = v.id AND s.unit_id = m.unit_id AND s.withdrawn_at IS NULL
LEFT JOIN documents_signedcopy f ON f.id = s.signed_copy_id
WHERE m.left_on IS NULL AND m.unit_id = ANY(%(units)s) AND m.year_id = ANY(%(years)s);
-- name: reports
SELECT r.id, r.unit_id, t.code, t.label, r.state, r.sent_to_leader_at, r.submitted_at, r.remark, r.inner_remark, v.number,
       v.entered_by_label
FROM periodic_reports_periodicreport r JOIN periodic_reports_reporttemplate t ON t.id = r.template_id
LEFT JOIN periodic_reports_reportversion v ON v.id = r.sent_version_id
WHERE r.unit_id = ANY(%(units)s) AND t.year_id = ANY(%(years)s) AND t.code = ANY(%(codes)s);
-- name: sheets
SELECT s.id, s.unit_id, s.state, s.step, s.remark, s.reopened_reason, s.sent_to_leader_at, s.proxy_by_label, k.title,
       k.illustrative, d.due_on, o.extended_to,
       ARRAY(SELECT p.order || ' ' || p.role || ' ' || coalesce(p.due_on::text, '') FROM scoring_reviewstep p
             WHERE p.criteria_set_id = k.id ORDER BY p.order),
       ARRAY(SELECT concat_ws(' ', a.step_id, a.unit_id, a.person_id) FROM scoring_reviewassignment a
             WHERE a.cluster_year_id = s.cluster_year_id),
       EXISTS (SELECT 1 FROM units_roleassignment a WHERE a.user_id = %(user)s AND a.unit_id = s.unit_id)
           OR EXISTS (SELECT 1 FROM units_posting g JOIN units_person n ON n.id = g.person_id
                      WHERE n.user_id = %(user)s AND g.unit_id = s.unit_id),
       (SELECT count(*) FROM scoring_sheetversion v JOIN scoring_scoreline l ON l.sheet_version_id = v.id
        WHERE v.sheet_id = s.id AND v.locked_at IS NULL AND l.return_remark <> ''),
       (SELECT max(i.id) FROM scoring_verificationminutes i WHERE i.sheet_id = s.id AND i.shared_at IS NOT NULL),
       (SELECT count(*) FROM scoring_scoreremark r WHERE r.sheet_id = s.id AND r.state = 'waiting'),
       (SELECT min(r.due_on) FROM scoring_scoreremark r WHERE r.sheet_id = s.id AND r.state = 'waiting')
FROM scoring_scoresheet s JOIN clusters_clusteryear c ON c.id = s.cluster_year_id
JOIN scoring_criteriaset k ON k.id = s.criteria_set_id
LEFT JOIN obligations_duty d ON d.year_id = c.year_id AND d.code = 'score_sheet'
LEFT JOIN obligations_obligation o ON o.duty_id = d.id AND o.unit_id = s.unit_id
WHERE s.unit_id = ANY(%(units)s) AND c.year_id = ANY(%(years)s);
-- name: proposals
SELECT id, unit_id, type, state, sent_to_leader_at, submitted_at, remark, inner_remark, proxy_by_label
FROM awards_awardproposal WHERE unit_id = ANY(%(units)s) AND year_id = ANY(%(years)s) AND state <> 'withdrawn';
-- name: findings
SELECT f.id, f.number, f.text, f.due_on, f.state, f.remark, i.id, i.unit_name, b.name
FROM clusters_finding f JOIN clusters_inspection i ON i.id = f.inspection_id JOIN units_unit b ON b.id = i.organiser_id
WHERE i.unit_id = ANY(%(units)s) AND (i.year_id = ANY(%(years)s) OR f.state <> 'accepted') ORDER BY f.due_on, f.number;
-- name: invitations
SELECT a.id, c.id, a.unit_name, c.title, c.answer_by FROM conferences_attendee a
JOIN conferences_conference c ON c.id = a.conference_id
WHERE a.unit_id = %(unit)s AND a.answer = 'none' AND a.invited_at IS NOT NULL AND c.state = 'planned';
-- name: counting
SELECT t.ballot_id, t.key_order, t.label, b.title, b.state, b.mode FROM ballots_teller t
JOIN ballots_ballot b ON b.id = t.ballot_id
WHERE t.user_id = %(user)s AND b.state IN ('prepared', 'open', 'closed') AND NOT EXISTS (
    SELECT 1 FROM conferences_conference c WHERE c.state = 'called_off' AND 'conferences.conference:' || c.id = b.keeper);
-- name: runs
SELECT id, state, computed_at, published_at FROM ranking_rankingrun
WHERE cluster_year_id = ANY(%(clusters)s) AND state IN ('computed', 'published') ORDER BY computed_at DESC, id DESC;
-- name: guidance
SELECT d.id, d.symbol, d.issued_on, d.kind, (SELECT count(*) FROM documents_documentfile f WHERE f.document_id = d.id)
FROM documents_document d
WHERE d.guidance_year = %(year)s AND (d.for_everyone OR d.owner_code IN (
        SELECT u.code FROM units_unit u WHERE u.id = %(unit)s
        UNION SELECT u.code FROM units_successionpair s JOIN units_unit u ON u.id = s.predecessor_id
              WHERE s.successor_id = %(unit)s
        UNION SELECT u.code FROM units_successionpair s JOIN units_successionpair t ON t.successor_id = s.predecessor_id
              JOIN units_unit u ON u.id = t.predecessor_id WHERE s.successor_id = %(unit)s)
    OR d.owner_code IN (
        SELECT k.code FROM clusters_member m JOIN clusters_clusteryear c ON c.id = m.cluster_year_id
        JOIN clusters_cluster k ON k.id = c.cluster_id WHERE m.unit_id = %(unit)s))
ORDER BY d.issued_on DESC, d.sort_key, d.id LIMIT 10;
-- name: last_result
SELECT e.rank, e.class_label, e.total, y.year, c.name, k.title,
       (SELECT count(*) FROM ranking_rankingentry o WHERE o.run_id = r.id AND o.rank IS NOT NULL)
FROM ranking_rankingentry e JOIN ranking_rankingrun r ON r.id = e.run_id
JOIN clusters_clusteryear c ON c.id = r.cluster_year_id JOIN periods_emulationyear y ON y.id = c.year_id
JOIN scoring_criteriaset k ON k.id = r.criteria_set_id
WHERE e.unit_id = %(unit)s AND r.state = 'published' AND y.year < %(year)s
ORDER BY y.year DESC, r.published_at DESC, e.id LIMIT 1;
-- name: own_council
SELECT count(*), bool_or(m.position = 'chair') FROM awards_councilmember m JOIN awards_council c ON c.id = m.council_id
WHERE c.organiser_id = %(unit)s AND c.kind = 'initiative' AND m.substitute_of_id IS NULL
  AND c.starts_on <= %(today)s AND (c.ends_on IS NULL OR c.ends_on >= %(today)s)
  AND m.starts_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on >= %(today)s);
-- name: other_years
SELECT y.year, d.code, y.stages_off, count(DISTINCT d.id)
FROM obligations_obligation o JOIN obligations_duty d ON d.id = o.duty_id JOIN periods_emulationyear y ON y.id = d.year_id
WHERE o.unit_id = ANY(%(units)s) AND y.year <> %(year)s AND y.state IN ('open', 'closing')
  AND (d.opens_on IS NULL OR d.opens_on <= %(today)s)
  AND o.fulfilled_at IS NULL AND o.waived_at IS NULL AND o.closed_unsent_at IS NULL
GROUP BY y.year, d.code, y.stages_off;
-- name: movements
SELECT p.unit_id, count(*) FILTER (WHERE p.left_on IS NULL), min(p.id) FROM movements_participation p
JOIN movements_movement m ON m.id = p.movement_id WHERE p.unit_id = ANY(%(units)s) GROUP BY p.unit_id;
-- name: changes
SELECT at, action, reason, actor_label, target_path FROM audit_entry
WHERE target_key = ANY(%(papers)s) AND action = ANY(%(told)s) ORDER BY at DESC, id DESC LIMIT 6;
-- Of a cluster: its members' papers are asked as those of one unit.
-- name: members
SELECT m.unit_id, m.unit_name, m.line FROM clusters_member m JOIN units_unit u ON u.id = m.unit_id
WHERE m.cluster_year_id = %(cluster)s AND m.left_on IS NULL ORDER BY m.line, m.order, m.id;
-- name: board
SELECT o.id, o.unit_id, d.code, d.label, d.due_on, d.opens_on, o.extended_to, o.first_fulfilled_at, o.fulfilled_at,
       o.waived_at, o.closed_unsent_at,
       (SELECT r.id FROM obligations_timerequest r WHERE r.obligation_id = o.id AND r.state = 'waiting' LIMIT 1),
       o.first_fulfilled_at IS NULL AND o.fulfilled_at IS NULL AND o.closed_unsent_at IS NULL
           AND coalesce(o.extended_to < %(now)s, d.due_on < %(today)s) AS late
FROM obligations_obligation o JOIN obligations_duty d ON d.id = o.duty_id
WHERE d.year_id = ANY(%(years)s) AND d.asked_by_id IS NULL AND o.unit_id = ANY(%(units)s) ORDER BY d.due_on, d.id;
-- name: heads
SELECT h.unit_id, h.person_name, h.role, h.starts_on, h.ends_on FROM clusters_headterm h
WHERE h.cluster_year_id = %(cluster)s ORDER BY h.starts_on DESC, h.id;
-- name: plans
SELECT p.id, p.state, p.issued_at, d.symbol, d.issued_on FROM clusters_activityplan p
LEFT JOIN documents_document d ON d.id = p.document_id WHERE p.cluster_year_id = %(cluster)s;
-- name: pledge_counts
SELECT p.id, p.line, p.state, p.due_on,
       (SELECT count(*) FROM pledges_signature s WHERE s.version_id = p.in_force_id AND s.withdrawn_at IS NULL),
       (SELECT count(*) FROM clusters_member m
        WHERE m.cluster_year_id = p.cluster_year_id AND m.line = p.line AND m.left_on IS NULL)
FROM pledges_pledge p WHERE p.cluster_year_id = %(cluster)s;
-- name: consolidations
SELECT id, number, sent_at, sent_by_label, missing FROM registrations_consolidation
WHERE cluster_year_id = %(cluster)s ORDER BY sent_at DESC, id DESC LIMIT 1;
-- name: templates
SELECT t.id, t.code, t.label, t.due_on, t.state, (
    SELECT max(c.number) FROM periodic_reports_consolidation c
    WHERE c.template_id = t.id AND c.cluster_year_id = %(cluster)s)
FROM periodic_reports_reporttemplate t WHERE t.year_id = ANY(%(years)s) ORDER BY t.due_on, t.code;
-- name: requests
SELECT r.kind, count(*) FROM obligations_timerequest r JOIN obligations_obligation o ON o.id = r.obligation_id
JOIN obligations_duty d ON d.id = o.duty_id
WHERE r.state = 'waiting' AND o.unit_id = ANY(%(units)s) AND d.year_id = ANY(%(years)s) GROUP BY r.kind;
-- name: inspections
SELECT i.id, i.planned_on, i.held_on, i.unit_name, count(f.id), count(f.id) FILTER (WHERE f.state <> 'accepted')
FROM clusters_inspection i LEFT JOIN clusters_finding f ON f.inspection_id = i.id
WHERE i.cluster_year_id = %(cluster)s GROUP BY i.id ORDER BY i.planned_on DESC, i.id;
-- name: meetings
SELECT c.id, c.title, c.held_on, c.state, m.state
FROM conferences_conference c LEFT JOIN conferences_conferenceminutes m ON m.conference_id = c.id
WHERE c.cluster_year_id = %(cluster)s AND c.kind = 'closing' AND c.state <> 'called_off' ORDER BY c.held_on, c.id;
-- Of the ministry; the sector itself is counted as on its board (duty_board.sql).
-- name: worst
WITH cell AS (
    SELECT m.cluster_year_id AS cluster, o.duty_id, count(*) AS expected, count(o.fulfilled_at) AS sent,
           count(*) FILTER (WHERE o.first_fulfilled_at IS NULL AND o.fulfilled_at IS NULL
                              AND (o.extended_to < %(now)s OR (o.extended_to IS NULL AND d.due_on < %(today)s))) AS late
    FROM obligations_obligation o JOIN obligations_duty d ON d.id = o.duty_id
    JOIN clusters_member m ON m.unit_id = o.unit_id AND m.year_id = d.year_id AND m.left_on IS NULL
    WHERE d.year_id = ANY(%(years)s) AND d.asked_by_id IS NULL AND o.waived_at IS NULL AND o.closed_unsent_at IS NULL
    GROUP BY m.cluster_year_id, o.duty_id
), shown AS (
    SELECT cell.cluster, sum(late) AS late, sum(expected - sent) AS missing
    FROM cell JOIN clusters_clusteryear c ON c.id = cell.cluster JOIN clusters_cluster k ON k.id = c.cluster_id
    GROUP BY cell.cluster, k.code ORDER BY sum(late) DESC, sum(expected - sent) DESC, k.code LIMIT 8
)
SELECT shown.cluster, c.name, k.code, cell.duty_id, cell.expected::int, cell.sent::int, cell.late::int
FROM shown JOIN cell USING (cluster) JOIN clusters_clusteryear c ON c.id = cluster
JOIN clusters_cluster k ON k.id = c.cluster_id ORDER BY shown.late DESC, shown.missing DESC, k.code, cell.duty_id;
-- name: late
SELECT m.cluster_year_id, d.label, m.unit_name
FROM clusters_member m JOIN obligations_duty d ON d.year_id = m.year_id AND d.asked_by_id IS NULL
JOIN obligations_obligation o ON o.duty_id = d.id AND o.unit_id = m.unit_id
WHERE m.cluster_year_id = ANY(%(clusters)s) AND m.left_on IS NULL AND o.waived_at IS NULL AND o.closed_unsent_at IS NULL
  AND o.first_fulfilled_at IS NULL AND o.fulfilled_at IS NULL
  AND (o.extended_to < %(now)s OR (o.extended_to IS NULL AND d.due_on < %(today)s))
ORDER BY d.due_on, d.id, m.line, m.order, o.id;
-- name: leading
SELECT h.cluster_year_id, h.role, u.name, u.short_name FROM clusters_headterm h JOIN units_unit u ON u.id = h.unit_id
WHERE h.cluster_year_id = ANY(%(clusters)s) AND h.role = 'head'
  AND h.starts_on <= %(today)s AND (h.ends_on IS NULL OR h.ends_on >= %(today)s) ORDER BY h.starts_on DESC, h.id;
-- name: waiting
SELECT
    (SELECT count(*) FROM scoring_criteriaset k WHERE k.year_id = ANY(%(years)s) AND k.state IN ('draft', 'consultation')),
    (SELECT count(*) FROM scoring_scoresheet s JOIN clusters_clusteryear c ON c.id = s.cluster_year_id
     WHERE c.year_id = ANY(%(years)s) AND (s.state IN ('self_submitted', 'in_step') OR EXISTS (
         SELECT 1 FROM scoring_scoreremark r WHERE r.sheet_id = s.id AND r.state = 'waiting'))),
    (SELECT count(*) FROM periodic_reports_periodicreport r JOIN periodic_reports_reporttemplate t ON t.id = r.template_id
     WHERE t.year_id = ANY(%(years)s) AND t.state = 'issued' AND t.due_on < %(today)s AND r.submitted_at IS NULL),
    (SELECT count(*) FROM obligations_timerequest r JOIN obligations_obligation o ON o.id = r.obligation_id
     JOIN obligations_duty d ON d.id = o.duty_id JOIN periods_emulationyear y ON y.id = d.year_id
     WHERE r.state = 'waiting' AND y.organiser_id = %(unit)s),
    (SELECT count(*) FROM scoring_consultation q JOIN scoring_criteriaset k ON k.id = q.criteria_set_id
     LEFT JOIN obligations_duty d ON d.id = q.duty_id
     WHERE k.year_id = ANY(%(years)s) AND q.closed_at IS NULL AND q.opened_at IS NOT NULL),
    (SELECT count(*) FROM awards_awardproposal p JOIN periods_emulationyear y ON y.id = p.year_id
     WHERE y.organiser_id = %(unit)s AND p.state = 'submitted'),
    (SELECT count(*) FROM awards_councilsession s JOIN awards_council c ON c.id = s.council_id
     WHERE c.organiser_id = %(unit)s AND s.state <> 'concluded'),
    (SELECT count(*) FROM awards_awarddecision d WHERE d.organiser_id = %(unit)s AND d.state = 'draft'),
    (SELECT count(*) FROM awards_upwardsubmission u WHERE u.organiser_id = %(unit)s AND u.document_id IS NULL);
-- name: without_council
SELECT count(*) FROM units_unit u LEFT JOIN (
    SELECT c.organiser_id, count(*) AS members, bool_or(m.position = 'chair') AS has_chair
    FROM awards_council c JOIN awards_councilmember m ON m.council_id = c.id AND m.substitute_of_id IS NULL
    WHERE c.kind = 'initiative' AND c.starts_on <= %(today)s AND (c.ends_on IS NULL OR c.ends_on >= %(today)s)
      AND m.starts_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on >= %(today)s)
    GROUP BY c.organiser_id
) sitting ON sitting.organiser_id = u.id
WHERE u.path LIKE (SELECT path FROM units_unit WHERE id = %(unit)s) || '%%' AND u.legal_person
  AND (u.valid_from IS NULL OR u.valid_from <= %(today)s) AND (u.valid_to IS NULL OR u.valid_to >= %(today)s)
  AND NOT coalesce(sitting.members >= %(fewest)s AND sitting.has_chair, false);
-- name: other_years_of_all
SELECT y.year, count(*) FROM obligations_duty d JOIN periods_emulationyear y ON y.id = d.year_id
WHERE y.organiser_id = %(unit)s AND y.year <> %(year)s AND y.state IN ('open', 'closing') AND d.asked_by_id IS NULL
  AND (d.opens_on IS NULL OR d.opens_on <= %(today)s) AND EXISTS (
      SELECT 1 FROM obligations_obligation o WHERE o.duty_id = d.id AND o.fulfilled_at IS NULL AND o.waived_at IS NULL
      AND o.closed_unsent_at IS NULL)
GROUP BY y.year;
-- Of the auditor.
-- name: trail
SELECT count(*) FILTER (WHERE action = ANY(%(exceptional)s)),
       count(*) FILTER (WHERE action = 'scoring.score_sheet.reopen' AND before = '"final"'),
       count(*) FILTER (WHERE action = ANY(%(granting)s))
FROM audit_entry WHERE at >= %(since)s;
-- name: looked
SELECT count(*) FROM audit_accessentry WHERE at >= %(since)s AND part = 1;
-- name: checked
SELECT finished_at, fault_count FROM audit_integritycheck ORDER BY id DESC LIMIT 1;
-- Of a member of a council.
-- name: sessions
SELECT s.session_id, s.position, s.presence, n.title, n.held_on, n.state,
       (SELECT count(*) FROM awards_agendaitem i WHERE i.session_id = n.id),
       (SELECT count(*) FROM awards_reading r WHERE r.seat_id = s.id),
       (SELECT count(*) FROM awards_conflict c WHERE c.seat_id = s.id),
       v.votes, v.voted, v.open_ballot
FROM units_person p JOIN awards_councilmember m ON m.person_id = p.id JOIN awards_seat s ON s.member_id = m.id
JOIN awards_councilsession n ON n.id = s.session_id
LEFT JOIN LATERAL (
    SELECT count(*) AS votes, count(*) FILTER (WHERE v.has_voted OR b.state IN ('closed', 'certified')) AS voted,
           min(b.id) FILTER (WHERE b.state = 'open' AND NOT v.has_voted AND v.way <> 'paper' AND b.mode <> 'paper')
               AS open_ballot
    FROM ballots_ballot b JOIN ballots_voter v ON v.ballot_id = b.id
    WHERE b.keeper = 'awards.councilsession:' || n.id AND b.state <> 'void' AND v.party = 'seat:' || s.id
) v ON true
WHERE p.user_id = %(user)s AND (n.state <> 'concluded' OR (n.minutes_copy_id IS NULL AND s.position IN ('chair', 'secretary')))
ORDER BY n.held_on, n.id;
