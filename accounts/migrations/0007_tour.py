"""The tour of a first visit: nobody who is here already needs it."""

from django.db import migrations, models


def field(default):
    return models.BooleanField(
        default=default, editable=False, help_text="Three things to know, on the dashboard."
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_reports")]

    operations = [
        migrations.AddField("user", "wants_tour", field(default=False)),
        migrations.AlterField("user", "wants_tour", field(default=True)),
    ]
