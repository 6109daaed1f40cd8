"""Keep what people are called apart from the facts of the log, and places as data."""

from django.db import migrations, models

TO_DATA = """
UPDATE companies_event
   SET data = data || jsonb_build_object('year', split_part(target, ' ', 1)::integer)
 WHERE target ~ '^[0-9]{4}( |$)';
UPDATE companies_event
   SET data = data || jsonb_build_object('page',
           CASE WHEN data ? 'part' THEN 'diligence:part' ELSE 'diligence:overview' END)
 WHERE verb = 'file.read';
UPDATE companies_event
   SET names = jsonb_build_object('person', target)
 WHERE verb LIKE 'member.%' AND verb <> 'member.joined';
"""
TO_TARGET = """
UPDATE companies_event
   SET target = coalesce(names ->> 'person', concat_ws(' ', data ->> 'year', data ->> 'part')),
       data = data - 'year' - 'page';
"""


class Migration(migrations.Migration):
    """New columns; `target` held a year, a part or an address and gives way to them."""

    dependencies = [("companies", "0002_isolate_events")]

    operations = [
        migrations.AddField("event", "about", models.UUIDField(null=True)),
        migrations.AddField("event", "names", models.JSONField(default=dict)),
        migrations.AddField("event", "goes_on", models.BooleanField(default=False)),
        migrations.RunSQL(TO_DATA, TO_TARGET),
        migrations.RemoveField("event", "target"),
    ]
