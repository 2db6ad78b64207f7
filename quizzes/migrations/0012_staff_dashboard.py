from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('quizzes', '0011_roles'),
    ]

    operations = [
        migrations.AddField(
            model_name='question',
            name='reviewed_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name='quizattempt',
            index=models.Index(models.F('submitted_on'), models.F('user'), name='attempt_of_day'),
        ),
    ]
