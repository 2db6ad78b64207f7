"""The roles of staff: what each may see and do in the bank and with accounts."""

from django.db import migrations

VIEW_BANK = [
    ("quizzes", model, ["view"])
    for model in ("certification", "exam", "domain", "objective", "item", "question")
]
ROLES = {
    "Author": [
        *VIEW_BANK,
        ("quizzes", "item", ["add"]),
        ("quizzes", "question", ["add", "change", "delete"]),
        ("quizzes", "questionreport", ["view"]),
    ],
    "Reviewer": [
        *VIEW_BANK,
        ("quizzes", "question", ["change", "publish"]),
        ("quizzes", "questionreport", ["view", "change"]),
    ],
    "Manager": [
        ("quizzes", "certification", ["view", "add", "change", "delete"]),
        ("quizzes", "exam", ["view", "add", "change", "delete"]),
        ("quizzes", "domain", ["view", "add", "change", "delete"]),
        ("quizzes", "objective", ["view", "add", "change", "delete"]),
        ("quizzes", "item", ["view", "add", "change", "delete"]),
        ("quizzes", "question", ["view", "add", "change", "delete", "publish"]),
        ("quizzes", "questionreport", ["view", "change"]),
        ("quizzes", "quizattempt", ["view"]),
        ("accounts", "user", ["view"]),
    ],
    "Support": [
        ("accounts", "user", ["view", "change"]),
        ("quizzes", "quizattempt", ["view"]),
        ("quizzes", "questionreport", ["view"]),
    ],
}


def make_roles(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name, rights in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        for app, model, actions in rights:
            group.permissions.add(*permissions(apps, app, model, actions))


def permissions(apps, app, model, actions):
    """Rights to a model. Django makes them after all migrations, which is too late for these."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    kind, _ = ContentType.objects.get_or_create(app_label=app, model=model)
    words = apps.get_model(app, model)._meta.verbose_name_raw
    names = {"publish": f"Can publish and retire {words}"}
    for action in actions:
        yield Permission.objects.get_or_create(
            content_type=kind,
            codename=f"{action}_{model}",
            defaults={"name": names.get(action, f"Can {action} {words}")},
        )[0]


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0010_life"),
        ("accounts", "0006_reports"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
