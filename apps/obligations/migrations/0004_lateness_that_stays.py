
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# Lateness that happened counts from the date as it stands on the day of this change.
KEEP = """
UPDATE obligations_obligation AS owed
SET due_at_first = GREATEST(
    owed.extended_to,
    (duty.due_on + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' - interval '1 microsecond'
)
FROM obligations_duty AS duty
WHERE duty.id = owed.duty_id AND (owed.first_fulfilled_at IS NOT NULL OR owed.closed_unsent_at IS NOT NULL)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('obligations', '0003_closed_unsent'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='duty',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='duty',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='duty',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='obligation',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='obligation',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='obligation',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='duty',
            name='saved_at',
            field=models.DateTimeField(null=True, verbose_name='sửa lần cuối'),
        ),
        migrations.AddField(
            model_name='duty',
            name='saved_by_label',
            field=models.CharField(blank=True, max_length=300, verbose_name='người sửa'),
        ),
        migrations.AddField(
            model_name='duty',
            name='version',
            field=models.PositiveIntegerField(default=1, verbose_name='phiên bản'),
        ),
        migrations.AddField(
            model_name='dutyevent',
            name='saved_at',
            field=models.DateTimeField(null=True, verbose_name='sửa lần cuối'),
        ),
        migrations.AddField(
            model_name='dutyevent',
            name='saved_by_label',
            field=models.CharField(blank=True, max_length=300, verbose_name='người sửa'),
        ),
        migrations.AddField(
            model_name='dutyevent',
            name='version',
            field=models.PositiveIntegerField(default=1, verbose_name='phiên bản'),
        ),
        migrations.AddField(
            model_name='obligation',
            name='due_at_first',
            field=models.DateTimeField(null=True, verbose_name='thời hạn khi gửi lần đầu'),
        ),
        migrations.AddField(
            model_name='obligationevent',
            name='due_at_first',
            field=models.DateTimeField(null=True, verbose_name='thời hạn khi gửi lần đầu'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='duty',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "obligations_dutyevent" ("asked_by_id", "audience", "basis", "closes_at", "code", "created_at", "document_id", "due_on", "id", "internal_due_on", "label", "opens_on", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "saved_at", "saved_by_label", "updated_at", "version", "year_id") VALUES (NEW."asked_by_id", NEW."audience", NEW."basis", NEW."closes_at", NEW."code", NEW."created_at", NEW."document_id", NEW."due_on", NEW."id", NEW."internal_due_on", NEW."label", NEW."opens_on", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."saved_at", NEW."saved_by_label", NEW."updated_at", NEW."version", NEW."year_id"); RETURN NULL;', hash='8aabe55be8a68ce1d00bb1b6e3e65ddb47d64fcc', operation='INSERT', pgid='pgtrigger_insert_insert_0d0b2', table='obligations_duty', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='duty',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "obligations_dutyevent" ("asked_by_id", "audience", "basis", "closes_at", "code", "created_at", "document_id", "due_on", "id", "internal_due_on", "label", "opens_on", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "saved_at", "saved_by_label", "updated_at", "version", "year_id") VALUES (NEW."asked_by_id", NEW."audience", NEW."basis", NEW."closes_at", NEW."code", NEW."created_at", NEW."document_id", NEW."due_on", NEW."id", NEW."internal_due_on", NEW."label", NEW."opens_on", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."saved_at", NEW."saved_by_label", NEW."updated_at", NEW."version", NEW."year_id"); RETURN NULL;', hash='e29bb3c9c0fbcd901c7cd00d1778afc501efb816', operation='UPDATE', pgid='pgtrigger_update_update_e9188', table='obligations_duty', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='duty',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "obligations_dutyevent" ("asked_by_id", "audience", "basis", "closes_at", "code", "created_at", "document_id", "due_on", "id", "internal_due_on", "label", "opens_on", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "saved_at", "saved_by_label", "updated_at", "version", "year_id") VALUES (OLD."asked_by_id", OLD."audience", OLD."basis", OLD."closes_at", OLD."code", OLD."created_at", OLD."document_id", OLD."due_on", OLD."id", OLD."internal_due_on", OLD."label", OLD."opens_on", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."saved_at", OLD."saved_by_label", OLD."updated_at", OLD."version", OLD."year_id"); RETURN NULL;', hash='44970429380aca6633d60d77969654353e5d294c', operation='DELETE', pgid='pgtrigger_delete_delete_abefc', table='obligations_duty', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='obligation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "obligations_obligationevent" ("closed_unsent_at", "created_at", "due_at_first", "duty_id", "extended_to", "first_fulfilled_at", "fulfilled_at", "id", "internal_due_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject_path", "unit_id", "updated_at", "waived_at", "waived_reason") VALUES (NEW."closed_unsent_at", NEW."created_at", NEW."due_at_first", NEW."duty_id", NEW."extended_to", NEW."first_fulfilled_at", NEW."fulfilled_at", NEW."id", NEW."internal_due_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."subject_path", NEW."unit_id", NEW."updated_at", NEW."waived_at", NEW."waived_reason"); RETURN NULL;', hash='509c92ea370da253d8e3662b7b3e9ae895fd651b', operation='INSERT', pgid='pgtrigger_insert_insert_c3147', table='obligations_obligation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='obligation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "obligations_obligationevent" ("closed_unsent_at", "created_at", "due_at_first", "duty_id", "extended_to", "first_fulfilled_at", "fulfilled_at", "id", "internal_due_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject_path", "unit_id", "updated_at", "waived_at", "waived_reason") VALUES (NEW."closed_unsent_at", NEW."created_at", NEW."due_at_first", NEW."duty_id", NEW."extended_to", NEW."first_fulfilled_at", NEW."fulfilled_at", NEW."id", NEW."internal_due_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."subject_path", NEW."unit_id", NEW."updated_at", NEW."waived_at", NEW."waived_reason"); RETURN NULL;', hash='413b5da9fadff998841ba683c0a018b30dec9bfb', operation='UPDATE', pgid='pgtrigger_update_update_67dc6', table='obligations_obligation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='obligation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "obligations_obligationevent" ("closed_unsent_at", "created_at", "due_at_first", "duty_id", "extended_to", "first_fulfilled_at", "fulfilled_at", "id", "internal_due_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject_path", "unit_id", "updated_at", "waived_at", "waived_reason") VALUES (OLD."closed_unsent_at", OLD."created_at", OLD."due_at_first", OLD."duty_id", OLD."extended_to", OLD."first_fulfilled_at", OLD."fulfilled_at", OLD."id", OLD."internal_due_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."subject_path", OLD."unit_id", OLD."updated_at", OLD."waived_at", OLD."waived_reason"); RETURN NULL;', hash='c68476810f5f5d07761edbcd2392697a34482781', operation='DELETE', pgid='pgtrigger_delete_delete_cf486', table='obligations_obligation', when='AFTER')),
        ),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
    ]
