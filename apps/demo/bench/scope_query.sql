SELECT u.code
FROM units_unit u
WHERE u.path LIKE %(path)s || '%%'
ORDER BY u.protocol_order, u.sort_key, u.id
LIMIT %(shown)s
