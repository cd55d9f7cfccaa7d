"""The journal can be added to, never changed: refused by the database itself."""

from django.db import migrations

from haidang.platform.append_only import append_only


class Migration(migrations.Migration):
    """Triggers on the journal."""

    dependencies = [("ground", "0001_journal_outbox_idempotency")]
    operations = [append_only("ground_journalentry")]
