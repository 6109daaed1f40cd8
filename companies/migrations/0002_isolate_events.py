"""Put the log behind the database's own lock; the product adds to it and never changes it."""

from django.db import migrations

from convenant.tenancy.operations import append_only, isolate_by_company


class Migration(migrations.Migration):
    """Row-level security on events."""

    dependencies = [("companies", "0001_initial"), ("tenancy", "0001_scope_functions")]

    operations = [isolate_by_company("companies_event"), append_only("companies_event")]
