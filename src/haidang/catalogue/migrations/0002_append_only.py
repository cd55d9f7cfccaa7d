"""Published versions of procedures and forms can be added but neither changed nor removed, in the database itself."""

from django.db import migrations

from haidang.platform.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_procedures_versions_forms")]
    operations = [append_only("catalogue_procedureversion"), append_only("catalogue_formversion")]
