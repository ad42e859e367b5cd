from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cards", "0004_on_behalf"),
        ("monitoring", "0003_points_and_left_out"),
        ("registry", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="card",
            index=models.Index(fields=["session", "scope", "kind", "state"], name="cards_by_gmina"),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["card", "version", "filed_at"], name="submissions_by_card"),
        ),
    ]
