"""Questionnaires are data: loaded from a file, used as they are, frozen once published."""

import shutil

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from diligence.framework.loader import EDITIONS
from diligence.models import Cycle, QuestionnaireVersion
from diligence.services import questionnaires
from tests.factories import CompanyFactory, EditorFactory, published_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def next_edition(tmp_path):
    """Return a folder with an edition of 2027 that asks one thing differently from 2026."""
    folder = tmp_path / "2027"
    shutil.copytree(EDITIONS / "2026", folder)
    for path in folder.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        if path.name == "edition.yaml":
            text = text.replace('code: "2026"', 'code: "2027"').replace("year: 2026", "year: 2027")
            text = text.replace('follows: "2025"', 'follows: "2026"')
        path.write_text(text, encoding="utf-8")
    keys = [question.key for question in published_version().edition().questions]
    same = "".join(f"\n      - {key}" for key in keys if key != "embed.hours")
    (folder / "mapping.yaml").write_text(
        f'from: "2026"\nto: "2027"\npairs:\n  - kind: same\n    keys:{same}\n'
        "  - kind: reworded\n    keys: [embed.hours]\n"
        "    note:\n      nl: Duidelijker gevraagd.\n      en: Asked more clearly.\n",
        encoding="utf-8",
    )
    step = folder / "1_embed.yaml"
    asked = "Hoeveel uur per maand"
    text = step.read_text(encoding="utf-8")
    assert asked in text
    step.write_text(text.replace(asked, "Hoeveel uren per maand", 1), encoding="utf-8")
    return folder


def test_a_new_year_is_used_end_to_end_without_a_code_change(next_edition, client_of):
    published_version("2026")
    call_command("questionnaire", "check", str(next_edition))
    call_command("questionnaire", "publish", str(next_edition))
    call_command("open_cycle", "2027", "--opens", "2026-09-01", "--deadline", "2028-03-31")
    company = CompanyFactory()
    client = client_of(EditorFactory(of=company))

    client.get(f"/companies/{company.slug}/file/", follow=True)
    page = client.get(f"/companies/{company.slug}/2027/parts/profile/")

    assert page.status_code == 200
    assert "Zelfbeoordeling" in page.content.decode()
    assert (
        Cycle.objects.get(year=2027)
        .version.edition()
        .question("embed.hours")
        .text.nl.startswith("Hoeveel uren")
    )


def test_two_editions_give_a_first_mapping_for_an_author_to_judge(capsys):
    call_command("questionnaire", "compare", "2025", "2026")

    proposed = capsys.readouterr().out
    assert proposed.startswith('from: "2025"\nto: "2026"\npairs:\n  - kind: same\n')
    assert "  - kind: reworded\n    keys: [identify.people_heard]\n" in proposed
    assert "      - embed.scrap_refusal\n" in proposed
    with pytest.raises(CommandError, match="compare OLD NEW"):
        call_command("questionnaire", "compare", "2025")


def test_faults_are_refused_with_file_and_line(next_edition, capsys):
    step = next_edition / "1_embed.yaml"
    lines = step.read_text(encoding="utf-8").split("\n")
    place = next(i for i, line in enumerate(lines) if line == "    kind: maturity")
    lines[place] = "    kind: maturiteit"
    step.write_text("\n".join(lines), encoding="utf-8")

    with pytest.raises(CommandError, match="faults"):
        call_command("questionnaire", "check", str(next_edition))
    with pytest.raises(questionnaires.EditionRefused):
        questionnaires.load(next_edition)

    assert f"1_embed.yaml, line {place + 1}" in capsys.readouterr().out
    assert not QuestionnaireVersion.objects.filter(code="2027").exists()


def test_the_same_content_is_stored_once(next_edition):
    published_version("2026")
    assert questionnaires.load(next_edition) == questionnaires.load(next_edition, publish=True)
    assert QuestionnaireVersion.objects.filter(code="2027").count() == 1


@pytest.mark.parametrize("field", ["document", "sha256", "code", "published_at"])
def test_nothing_of_a_published_version_changes(field):
    version = published_version()
    setattr(version, field, None if field == "published_at" else "iets anders")

    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        version.save()
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        QuestionnaireVersion.objects.filter(pk=version.pk).update(year=1999)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        QuestionnaireVersion.objects.filter(pk=version.pk).delete()


def test_a_changed_folder_of_a_published_year_is_refused(tmp_path):
    published_version("2026")
    folder = tmp_path / "2026"
    shutil.copytree(EDITIONS / "2026", folder)
    header = folder / "edition.yaml"
    header.write_text(header.read_text("utf-8").replace("nl: Basis", "nl: Beginner"), "utf-8")

    messages = [problem.message for problem in questionnaires.check(folder)]

    assert any("published with hash" in message for message in messages)


@pytest.mark.parametrize("code", ["2024", "2025", "2026"])
def test_the_editions_that_come_with_the_product_have_no_fault(code):
    assert [str(p) for p in questionnaires.check(EDITIONS / code) if not p.is_warning] == []


def test_a_small_company_has_a_shorter_path():
    """A company of 6 people gets at most 30 questions besides the profile (product line 4)."""
    from diligence.framework.answers import Given
    from diligence.framework.conditions import visible

    edition = published_version().edition()
    scrap = Given("answered", ["scrap"])
    micro = {"profile.fte": Given("answered", "6"), "profile.forms_bought": scrap}
    large = {"profile.fte": Given("answered", "5000"), "profile.forms_bought": scrap}

    def asked(given):
        return [key for key in visible(edition, given) if not key.startswith("profile.")]

    assert 20 <= len(asked(micro)) <= 30 < len(asked(large))
    assert {key.split(".")[0] for key in asked(micro)} == {step.key for step in edition.steps[1:]}
