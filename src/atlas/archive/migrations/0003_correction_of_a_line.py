from django.db import migrations, models


def throw_waiting_away(apps, _editor):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """What waits from before has no line of its own: it is typed again. What was applied stays, its line unknown."""
    apps.get_model("archive", "Correction").objects.filter(seal=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0002_errata_and_corrections"),
        ("cards", "0004_on_behalf"),
    ]

    operations = [
        migrations.RunPython(throw_waiting_away, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="correction", name="one_waiting_correction_of_a_card"),
        migrations.AddField(
            model_name="correction", name="line", field=models.CharField(default="", max_length=80), preserve_default=False
        ),
        migrations.AddField(
            model_name="correction", name="texts", field=models.JSONField(default=dict), preserve_default=False
        ),
        migrations.AddField(model_name="correction", name="replaced_at", field=models.DateTimeField(null=True)),
        migrations.AlterField(model_name="correction", name="content", field=models.JSONField(null=True)),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at", None), ("seal", None)),
                fields=("card", "line"),
                name="one_waiting_correction_of_a_line",
            ),
        ),
    ]  # fmt: skip
