from django.db import migrations, models


class Migration(migrations.Migration):
    """Past months by agency. The rows before could be computed anew at any time; so can these."""

    dependencies = [("identity", "0004_units_of_reorganisations"), ("steering", "0003_tasks_of_a_plan")]

    operations = [
        migrations.DeleteModel(name="ForecastMonth"),
        migrations.CreateModel(
            name="ForecastMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("dossiers", models.PositiveIntegerField()),
                ("moments", models.PositiveIntegerField()),
                ("late", models.PositiveIntegerField()),
                ("unknown", models.PositiveIntegerField()),
                ("off", models.FloatField()),
                ("squared", models.FloatField()),
                ("prior_off", models.FloatField()),
                ("prior_squared", models.FloatField()),
                ("bins", models.JSONField()),
                ("as_of", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=models.deletion.CASCADE, related_name="+", to="identity.agency"
                    ),
                ),
            ],
            options={
                "ordering": ["-month", "agency"],
                "constraints": [models.UniqueConstraint(fields=("month", "agency"), name="forecast_month_once")],
            },
        ),
    ]
