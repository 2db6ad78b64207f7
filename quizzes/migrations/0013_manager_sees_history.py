"""Managers read what staff did."""

from importlib import import_module

from django.db import migrations


def give_right(apps, schema_editor):
    permissions = import_module("quizzes.migrations.0011_roles").permissions
    manager = apps.get_model("auth", "Group").objects.get(name="Manager")
    manager.permissions.add(*permissions(apps, "admin", "logentry", ["view"]))


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0012_staff_dashboard"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]

    operations = [migrations.RunPython(give_right, migrations.RunPython.noop)]
