"""What managers may do with achievements and avatars."""

from importlib import import_module

from django.db import migrations

RIGHTS = [
    ("gamification", "achievement", ["view", "add", "change"]),
    ("gamification", "avatar", ["view", "add", "change"]),
    ("gamification", "xpaward", ["view"]),
    ("gamification", "userprofile", ["view"]),
]


def give_rights(apps, schema_editor):
    permissions = import_module("quizzes.migrations.0011_roles").permissions
    manager = apps.get_model("auth", "Group").objects.get(name="Manager")
    for app, model, actions in RIGHTS:
        manager.permissions.add(*permissions(apps, app, model, actions))


class Migration(migrations.Migration):
    dependencies = [("gamification", "0003_name_xp_awards"), ("quizzes", "0011_roles")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
