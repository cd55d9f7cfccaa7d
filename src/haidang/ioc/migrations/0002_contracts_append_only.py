"""Published contracts can be added but neither changed nor removed, in the database itself."""

from django.db import migrations

from haidang.platform.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("ioc", "0001_sources")]
    operations = [append_only("ioc_sourcecontract")]
