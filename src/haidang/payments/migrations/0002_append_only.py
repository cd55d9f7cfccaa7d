"""Notices and the ledger can be added to, never changed: refused by the database itself."""

from django.db import migrations

from haidang.platform.append_only import append_only


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = [("payments", "0001_payments_ledger")]
    operations = [
        append_only("payments_notice"),
        append_only("payments_ledgertransaction"),
        append_only("payments_ledgerentry"),
    ]
