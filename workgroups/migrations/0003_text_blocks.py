"""Keep standard remarks, and begin with those that every review needs."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

FIRST = (
    (
        "Bewijs ontbreekt",
        "Proof is missing",
        "Bij dit niveau hoort een document waaruit blijkt dat u dit doet. Kunt u dat hier "
        "toevoegen?",
        "This level asks for a document that shows you do this. Could you add it here?",
    ),
    (
        "Bewijs is verlopen",
        "Proof has expired",
        "Het document dat hier staat, is verlopen. Kunt u de nieuwe versie toevoegen?",
        "The document here has expired. Could you add the new version?",
    ),
    (
        "Antwoord is te algemeen",
        "The answer is too general",
        "Uw antwoord zegt wat u wilt doen. Kunt u schrijven wat u dit jaar echt hebt "
        "gedaan, en bij wie?",
        "Your answer says what you intend. Could you write what you really did this year, "
        "and with whom?",
    ),
    (
        "Niveau lijkt te hoog",
        "The level seems too high",
        "Uw toelichting past bij een lager niveau dan u koos. Kunt u het niveau nakijken, "
        "of uitleggen waarom het klopt?",
        "Your explanation fits a lower level than you chose. Could you look at the level "
        "again, or explain why it is right?",
    ),
    (
        "Niveau mag hoger",
        "The level may be higher",
        "U doet meer dan het niveau dat u koos. Kijk of een hoger niveau past.",
        "You do more than the level you chose. See whether a higher level fits.",
    ),
    (
        "Gewijzigd zonder uitleg",
        "Changed without an explanation",
        "Dit antwoord is anders dan vorig jaar. Kunt u schrijven wat er is veranderd en waarom?",
        "This answer differs from last year. Could you write what changed, and why?",
    ),
    (
        "Spreekt ander antwoord tegen",
        "Contradicts another answer",
        "Dit antwoord past niet bij wat u ergens anders invulde. Kunt u beide antwoorden nakijken?",
        "This answer does not fit what you filled in elsewhere. Could you look at both "
        "answers again?",
    ),
    (
        "Herkomst onbekend",
        "Origin unknown",
        "Van een deel van uw metalen is de herkomst nog niet bekend. Wat gaat u doen om "
        "die te achterhalen, en wanneer?",
        "The origin of part of your metals is not known yet. What will you do to find it, "
        "and when?",
    ),
    (
        "Actie zonder eigenaar of datum",
        "Action without owner or date",
        "Een plan telt pas als iemand het doet, op een dag, met een maat waaraan u ziet "
        "of het hielp. Kunt u dat aanvullen?",
        "A plan counts once somebody does it, by a day, with a measure that shows whether "
        "it helped. Could you add that?",
    ),
    (
        "Niet van toepassing: waarom?",
        "Not applicable: why?",
        "U schrijft dat deze vraag niet op u van toepassing is. Kunt u uitleggen waarom niet?",
        "You write that this question does not apply to you. Could you explain why not?",
    ),
    (
        "Goed voorbeeld",
        "A good example",
        "Dit is een goed voorbeeld. Mogen wij het, zonder uw naam, met anderen delen?",
        "This is a good example. May we share it with others, without your name?",
    ),
)


def begin(apps, schema_editor):
    """Add the first remarks."""
    block = apps.get_model("workgroups", "TextBlock")
    block.objects.using(schema_editor.connection.alias).bulk_create(
        block(
            title_nl=title_nl, title_en=title_en, text_nl=text_nl, text_en=text_en, position=10 * n
        )
        for n, (title_nl, title_en, text_nl, text_en) in enumerate(FIRST, 1)
    )


class Migration(migrations.Migration):
    """A new table, so nothing waits."""

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("workgroups", "0002_who_is_inside"),
    ]

    operations = [
        migrations.CreateModel(
            name="TextBlock",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("title_nl", models.CharField(max_length=80)),
                ("title_en", models.CharField(max_length=80)),
                ("text_nl", models.TextField(max_length=2000)),
                ("text_en", models.TextField(max_length=2000)),
                ("position", models.PositiveSmallIntegerField(default=100)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["position", "title_nl"]},
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
