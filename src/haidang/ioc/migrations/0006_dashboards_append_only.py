"""Published versions of dashboards are only ever added."""

from django.db import migrations

from haidang.platform.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("ioc", "0005_dashboards")]

    operations = [append_only("ioc_dashboardversion")]
