"""Citations of score sheets are noted by the code of the criterion: the id belongs to one version of the criteria."""

from django.db import migrations

BY_CODE = r"""
UPDATE documents_use AS u
SET key = 'sheet:' || split_part(u.key, ':', 2) || ':' || c.code
FROM scoring_criterion AS c
WHERE u.app = 'scoring' AND u.key ~ '^sheet:[0-9]+:[0-9]+$' AND c.id = split_part(u.key, ':', 3)::bigint
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("scoring", "0006_add_review_papers")]

    operations = [migrations.RunSQL(BY_CODE, migrations.RunSQL.noop)]
