"""The catalogue of translations is complete and right, and the command keeps it so."""

import re
from pathlib import Path

import allauth.account.adapter
import allauth.account.forms
import django.contrib.auth.password_validation
import django.core.validators
import django.forms.fields
import django.forms.models
import polib
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from convenant.management.commands import messages as command
from convenant.translation import catalogue
from convenant.translation.extraction import Clash, Message, extract, messages_in, messages_of
from tests.convenant.visible import INFORMAL, foreign_in, words_of

ROOT = Path(settings.BASE_DIR)
PO = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
# What may speak to a person at a form of ours.
SPEAKING = (
    allauth.account.adapter,
    allauth.account.forms,
    django.contrib.auth.password_validation,
    django.core.validators,
    django.forms.fields,
    django.forms.models,
)
OWN_DUTCH = ROOT / "locale" / "nl" / "LC_MESSAGES" / "django.po"


# --- the catalogue -----------------------------------------------------------------------------


def test_every_text_has_its_english_and_nothing_else_is_in_the_catalogue(capsys):
    try:
        call_command("messages", "--check")
    except CommandError:
        pytest.fail(capsys.readouterr().out)


@pytest.mark.parametrize("path", [PO, OWN_DUTCH], ids=["en", "nl"])
def test_plural_forms_are_those_of_both_languages(path):
    stored = polib.pofile(str(path))

    assert stored.metadata["Plural-Forms"] == "nplurals=2; plural=(n != 1);"
    assert all(
        set(entry.msgstr_plural) == {0, 1} and all(entry.msgstr_plural.values())
        for entry in stored
        if entry.msgid_plural
    )


def test_renewing_keeps_every_translation_and_twice_gives_the_same(tmp_path):
    texts = extract(ROOT, command.FOLDERS)
    once = catalogue.renew(catalogue.open_catalogue(PO), texts)
    catalogue.save(once, tmp_path / "once.po")
    twice = catalogue.renew(catalogue.open_catalogue(tmp_path / "once.po"), texts)
    catalogue.save(twice, tmp_path / "twice.po")

    stored = {catalogue.key_of(entry): said_in(entry) for entry in polib.pofile(str(PO))}
    assert all(
        stored.get(catalogue.key_of(entry), said_in(entry)) == said_in(entry) for entry in once
    )
    assert (tmp_path / "once.po").read_bytes() == (tmp_path / "twice.po").read_bytes()


def said_in(entry: polib.POEntry) -> list[str]:
    """Return everything a line of the catalogue says in English."""
    return [entry.msgstr, *entry.msgstr_plural.values()]


def test_no_line_of_the_catalogue_names_a_date_or_a_line_number():
    text = PO.read_text(encoding="utf-8")

    assert not re.search(r"-Date:|X-Generator|^#: .*:\d", text, re.MULTILINE)


def test_no_english_speaks_dutch_and_no_dutch_speaks_english():
    found = []
    for entry in polib.pofile(str(PO)):
        found += [foreign_in(words_only(text), "en") for text in said_in(entry)]
        found += [foreign_in(words_only(text), "nl") for text in (entry.msgid, entry.msgid_plural)]
    assert not any(found), "\n".join(filter(None, found))


def words_only(text: str) -> str:
    """Return a text without its placeholders: `%(year)s` is a name in the code, not a word."""
    return catalogue.PLACEHOLDER.sub(" ", text)


def test_the_interface_says_u_and_never_je():
    ours = [f"{entry.msgid} {entry.msgid_plural}" for entry in polib.pofile(str(PO))]
    of_others = [str(entry.msgstr or entry.msgstr_plural) for entry in polib.pofile(str(OWN_DUTCH))]

    assert [text for text in ours + of_others if INFORMAL & words_of(text)] == []


def test_our_dutch_for_others_replaces_texts_that_exist():
    """A new Django or allauth may say it otherwise; then our words would silently be gone."""
    known = {message.text for module in SPEAKING for message in messages_in(Path(module.__file__))}
    ours = {entry.msgid for entry in polib.pofile(str(OWN_DUTCH))}
    assert ours - known == set()


# --- the command -------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path, settings, monkeypatch):
    """A small project with one module, one template and both catalogues."""
    settings.BASE_DIR = tmp_path
    monkeypatch.setattr(command, "FOLDERS", ("shop", "templates"))
    write(tmp_path, "shop/views.py", 'title = _("Welkom")\nngettext("één lid", "%(n)s leden", n)\n')
    write(
        tmp_path,
        "templates/start.html",
        '{% load i18n %}\n    {% if x %}it\'s "{{ y }}"\n{% endif %}'
        '{% translate "Kies" context "knop" %}'
        "{% blocktranslate trimmed with a=b %}\n  {{ a }}% van\n  alles\n{% endblocktranslate %}",
    )
    write(tmp_path, "locale/nl/LC_MESSAGES/django.po", 'msgid ""\nmsgstr "Language: nl\\n"\n')
    return tmp_path


def write(root: Path, name: str, text: str) -> None:
    """Make a file and its folders."""
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def test_texts_are_found_in_code_and_in_templates(project):
    found = extract(project, ("shop", "templates"))

    assert found == {
        ("", "Welkom"): Message("Welkom", places={"shop/views.py"}),
        ("", "één lid"): Message("één lid", "%(n)s leden", places={"shop/views.py"}),
        ("knop", "Kies"): Message("Kies", "", "knop", {"templates/start.html"}),
        ("", "%(a)s%% van alles"): Message("%(a)s%% van alles", places={"templates/start.html"}),
    }


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("gettext_lazy('Een')", Message("Een")),
        ("pgettext_lazy('bij', 'Een')", Message("Een", context="bij")),
        ("npgettext('bij', 'Een', 'Meer', n)", Message("Een", "Meer", "bij")),
        ("ngettext_lazy('Een', 'Meer', 'n')", Message("Een", "Meer")),
    ],
)
def test_every_way_to_ask_for_a_translation_is_known(code, found):
    assert list(messages_of(code)) == [found]


def test_one_singular_can_not_have_two_plurals(project):
    write(project, "shop/other.py", 'ngettext("één lid", "%(n)s mensen", n)')

    with pytest.raises(Clash, match="één lid"):
        extract(project, ("shop",))


def test_the_command_keeps_what_holds_and_drops_what_is_gone(project):
    po = project / "locale/en/LC_MESSAGES/django.po"
    call_command("messages", verbosity=0)
    stored = catalogue.open_catalogue(po)
    for entry in stored:
        entry.msgstr = entry.msgstr or ("Welcome" if entry.msgid == "Welkom" else "")
    catalogue.save(stored, po)
    write(project, "shop/views.py", '_("Welkom")\n_("Nieuw")\n')

    call_command("messages")

    renewed = {entry.msgid: entry.msgstr for entry in catalogue.open_catalogue(po)}
    assert renewed == {"%(a)s%% van alles": "", "Kies": "", "Nieuw": "", "Welkom": "Welcome"}


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda entry: setattr(entry, "msgstr", ""), "not translated: Welkom"),
        (lambda entry: entry.flags.append("fuzzy"), "fuzzy: Welkom"),
        (lambda entry: setattr(entry, "obsolete", 1), "missing: Welkom"),
        (lambda entry: setattr(entry, "msgid", "Oud"), "obsolete: Oud"),
        (lambda entry: setattr(entry, "msgstr", "Hi %(x)s"), "other placeholders: Welkom"),
    ],
)
def test_the_check_names_every_fault(project, spoil, complaint, capsys):
    po = translated(project)
    stored = catalogue.open_catalogue(po)
    spoil(stored.find("Welkom"))
    catalogue.save(stored, po)

    with pytest.raises(CommandError):
        call_command("messages", "--check")
    assert complaint in capsys.readouterr().out.splitlines()


def test_the_check_passes_a_catalogue_in_order_and_sees_an_old_binary(project, capsys):
    po = translated(project)
    call_command("messages", "--check")
    po.with_suffix(".mo").write_bytes(b"old")

    with pytest.raises(CommandError):
        call_command("messages", "--check")
    assert "en/django.mo is not made from django.po" in capsys.readouterr().out


def test_the_check_sees_a_plural_that_came_or_went(project, capsys):
    translated(project)
    write(project, "shop/views.py", '_("Welkom")\n_("één lid")\n')

    with pytest.raises(CommandError):
        call_command("messages", "--check")
    assert "other plural: één lid" in capsys.readouterr().out


def translated(project: Path) -> Path:
    """Make the small project's catalogue, and translate every line of it with its own Dutch."""
    po = project / "locale/en/LC_MESSAGES/django.po"
    call_command("messages", verbosity=0)
    stored = catalogue.open_catalogue(po)
    for entry in stored:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
        else:
            entry.msgstr = entry.msgid
    catalogue.save(stored, po)
    return po


def test_without_babel_the_command_says_what_to_install(monkeypatch):
    def absent(*args):
        raise ImportError("babel")

    monkeypatch.setattr(command, "extract", absent)
    with pytest.raises(CommandError, match=r"takes Babel.*requirements-dev\.lock"):
        call_command("messages")
