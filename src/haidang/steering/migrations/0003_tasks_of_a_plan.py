"""Tasks are numbered within the plan of an agency. No table has held any yet: it is made anew."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("steering", "0002_forecasts"),
    ]

    operations = [
        migrations.DeleteModel(name="PlanTask"),
        migrations.CreateModel(
            name="PlanTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=30)),
                ("group", models.CharField(max_length=40)),
                ("product", models.CharField(blank=True, max_length=500)),
                ("is_recurring", models.BooleanField(default=False)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.agency"
                    ),
                ),
                (
                    "directive",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="plan_task", to="steering.directive"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [models.UniqueConstraint(fields=("agency", "number"), name="plan_task_once")],
            },
        ),
    ]
