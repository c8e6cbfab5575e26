SELECT u.id, u.code, u.name, u.kind, u.numchild, u.valid_to,
       (SELECT count(*) FROM units_unit c WHERE c.path LIKE %(path)s || '%%' AND c.depth = %(depth)s) AS total
FROM units_unit u
WHERE u.path LIKE %(path)s || '%%' AND u.depth = %(depth)s
ORDER BY u.protocol_order, u.sort_key, u.id
LIMIT %(shown)s
