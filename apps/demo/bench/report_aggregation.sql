SELECT l.item_id,
       sum(l.amount),
       sum(l.numerator) FILTER (WHERE l.numerator IS NOT NULL AND l.denominator IS NOT NULL),
       sum(l.denominator) FILTER (WHERE l.numerator IS NOT NULL AND l.denominator IS NOT NULL),
       count(*) FILTER (WHERE l.amount IS NOT NULL OR (l.numerator IS NOT NULL AND l.denominator IS NOT NULL)),
       count(*) FILTER (WHERE l.is_estimate
                        AND (l.amount IS NOT NULL OR (l.numerator IS NOT NULL AND l.denominator IS NOT NULL))),
       count(*) FILTER (WHERE l.nothing_arose),
       count(*) FILTER (WHERE l.text <> '')
FROM periodic_reports_periodicreport r
JOIN periodic_reports_reportline l ON l.report_version_id = r.sent_version_id
WHERE r.template_id = %(template)s AND r.state IN ('submitted', 'accepted')
GROUP BY l.item_id
