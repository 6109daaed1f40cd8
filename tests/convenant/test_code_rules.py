"""Rules that no single page can prove: how the code is written, and what every address refuses."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from tests.convenant.test_architecture import ROOT
from tests.factories import AdminFactory, CompanyFactory
from tests.isolation import world as worlds
from tests.isolation.routes import all_routes

OURS = ("convenant", "companies", "diligence", "workgroups")
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
PATTERNS = {
    "diligence/framework/checks/keys.py: f'({_WORD})\\\\.({_WORD})'": "a constant of that module",
    "diligence/views/faces/words.py: f'\\\\b(?:{names})\\\\b'": "names of our list, escaped above",
}
"""Patterns that are put together, looked at."""
TRANSLATIONS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "N_"}
FORMATTED = {
    ("companies/api/base.py", "SCOPE_MISSING.sentence"): "a refusal of convenant.api.problems",
    ("companies/notices.py", "sentence"): "a constant of that module",
    ("convenant/backup/fingerprint.py", "sql.SQL(ROWS)"): "psycopg's own, with identifiers",
    (
        "convenant/backup/fingerprint.py",
        "sql.SQL('SELECT last_value, is_called FROM {}')",
    ): "psycopg's own, with identifiers",
    ("convenant/observe/logs.py", "super()"): "a log handler, no text",
    ("diligence/framework/reasons.py", "template.get(self.lang)"): "constants of that module",
    ("diligence/reports/summary.py", "sentence"): "a choice between two translations",
    ("diligence/views/faces/conflict.py", "text"): "a choice between two translations",
    ("diligence/services/answer_sheets/comparing.py", "text"): "a translation, of that function",
    ("diligence/views/faces/differences.py", "words"): "translations, of that function",
    ("diligence/views/faces/words_of_carry.py", "words"): "translations, of that module",
    ("diligence/views/sheets.py", "text"): "a choice between translations",
    ("workgroups/views/cycles/pages.py", "text"): "a translation, of that function",
    ("workgroups/views/cycles/words.py", "text"): "a choice between translations",
    ("workgroups/views/desk/queue.py", "words"): "translations, of that function",
    ("diligence/views/faces/courses.py", "words"): "two translations, of that module",
}
"""Sentences whose receiver is not plainly ours, looked at, with what it is."""


def sources() -> Iterator[tuple[str, ast.Module]]:
    """Return every module of the product that runs on a server, parsed."""
    for app in OURS:
        for path in sorted((ROOT / app).rglob("*.py")):
            name = str(path.relative_to(ROOT))
            if not any(part in name for part in ("/migrations/", "/devstack/", "/demo/")):
                yield name, ast.parse(path.read_text())


def own_names(tree: ast.Module) -> frozenset[str]:
    """Return the names that a module gives nothing but texts that stand in the code."""
    given: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                given.setdefault(name, []).append(value)
            case ast.For(target=ast.Name(id=name)) | ast.arg(arg=name):
                given.setdefault(name, []).append(ast.Name("somebody"))
    return frozenset(name for name, values in given.items() if all(map(is_ours, values)))


def is_ours(node: ast.expr | None, own: frozenset[str] = frozenset()) -> bool:
    """Tell whether a text can only be one that stands in the code: said there, or a CONSTANT."""
    match node:
        case ast.Name(id=name) if name in own:
            return True
        case ast.Constant():
            return True
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.isupper()
        case ast.Subscript(value=value):
            return is_ours(value)
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return is_ours(left) and is_ours(right)
        case ast.IfExp(body=left, orelse=right):
            return is_ours(left) and is_ours(right)
        case ast.Call(func=ast.Name(id=name)):
            return name in TRANSLATIONS
        case ast.Call(func=ast.Attribute(attr="get" | "text", value=value)):
            return is_ours(value)  # a text of ours in one of the languages
    return False


def test_no_pattern_is_built_of_what_people_type():
    """Regular expressions stand in the code."""
    found = []
    for name, tree in sources():
        for node in ast.walk(tree):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="re"), attr=attr), args=[pattern, *_]
                ) if attr != "escape" and not is_ours(pattern):
                    found.append(f"{name}: {ast.unparse(pattern)}")
                case ast.keyword(arg=str(word)) if word.endswith(("__regex", "__iregex")):
                    found.append(f"{name}: {word}")
    assert [one for one in found if one not in PATTERNS] == []


def test_no_text_of_ours_hides_under_another_name():
    """What gathers the texts to translate knows gettext by its own name, and by `_`."""
    found = [
        f"{name}: {one.name} as {one.asname}"
        for name, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for one in node.names
        if "gettext" in one.name and one.asname not in (None, "_", "N_")
    ]
    assert found == []


def test_no_text_of_ours_hides_in_another_text():
    """What gathers the texts to translate does not look inside an f-string."""
    found = [
        f"{name}: {ast.unparse(call)}"
        for name, tree in sources()
        for value in ast.walk(tree)
        if isinstance(value, ast.FormattedValue)
        for call in ast.walk(value)
        if isinstance(call, ast.Call)
        if isinstance(call.func, ast.Name) and call.func.id in TRANSLATIONS
    ]
    assert found == []


def test_no_sentence_is_filled_that_people_typed():
    """`%` and `.format` fill holes in texts of ours: a typed one could name what it likes."""
    found = set()
    for name, tree in sources():
        own = own_names(tree)
        for node in ast.walk(tree):
            match node:
                case ast.BinOp(op=ast.Mod(), left=text, right=ast.Dict() | ast.Tuple()):
                    pass
                case ast.Call(func=ast.Attribute(attr="format" | "format_map", value=text)):
                    pass
                case _:
                    continue
            if not is_ours(text, own):
                found.add((name, ast.unparse(text)))
    assert sorted(found - FORMATTED.keys()) == []


SINKS = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser"
    r"|\beval\(|new Function|srcdoc|javascript:|set(?:Timeout|Interval)\(\s*[\"'`]"
)
FRAGMENTS = {
    "chain.js": 1,  # the list of lines after one was added
    "conflict.js": 3,  # the choice between two texts
    "desk.js": 1,  # the item of a file after somebody said something of it
    "poll.js": 1,  # how far a report is
    "proof.js": 2,  # the files under a question
    "rows.js": 1,  # an empty row, from this very page, with a new random id
    "standing.js": 1,  # the status of a question
}
"""Where a script puts in what the server rendered from our templates, escaped there; how often."""


def test_scripts_put_what_people_type_in_the_page_as_text():
    found = {path.name: len(SINKS.findall(path.read_text())) for path in SCRIPTS}
    lines = {name: count for name, count in found.items() if count}
    lines["rows.js"] -= 1  # it reads the empty row the same way
    assert lines == FRAGMENTS


WRITES = re.compile(r"(\w+)\[[^\]\"']+\]\s*=(?!=)")


def test_no_script_writes_under_a_name_that_came_from_outside():
    """`{}["__proto__"]` is every object's: things with names from outside have no prototype."""
    for path in SCRIPTS:
        text = path.read_text()
        for name in WRITES.findall(text):
            bare = re.search(rf"\b{name} = (?:Object\.create\(null\)|new XMLHttpRequest)", text)
            assert bare, f"{path.name}: {name}[…] = …"
        assert "__proto__" not in text
        assert not re.search(r"Object\.assign\((?!document\.createElement|new Error)", text)


def test_no_view_takes_a_parameter_from_wherever_it_stands():
    """Query and form are read apart, so that neither can stand in for the other."""
    for name, tree in sources():
        for node in ast.walk(tree):
            merged = isinstance(node, ast.Attribute) and node.attr == "REQUEST"
            assert not merged, name
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
                both = {"GET", "POST"} <= set(re.findall(r"\b(GET|POST)\b", ast.unparse(node)))
                assert not both, name


@pytest.mark.django_db
class TestEveryAddress:
    def test_none_answers_trace_or_connect(self):
        """TRACE would give back the cookie to who asks for it."""
        world = worlds.build()
        visitor = Client()
        visitor.force_login(world.people["its own admin"])
        for route in all_routes():
            url = reverse(route.name, kwargs=world.words(route, world.victim))
            for method in ("TRACE", "CONNECT"):
                answer = visitor.generic(method, url, headers={"X-Canary": "kanarie-in-trace"})
                assert answer.status_code == 405, f"{method} {url} {answer.status_code}"
                assert b"kanarie-in-trace" not in getattr(answer, "content", b"")

    def test_a_parameter_in_the_address_is_none_of_the_form(self, client_of):
        company = CompanyFactory()
        client = client_of(AdminFactory(of=company))
        client.post(f"/companies/{company.slug}/members/invite/?email=x@y.example&role=editor", {})
        assert not company.invitations.exists()
        answer = client.post("/language/?language=en", {})
        assert not answer.cookies

    def test_twice_the_same_field_is_one_value(self, client_of):
        company = CompanyFactory()
        client = client_of(AdminFactory(of=company))
        twice = {"email": ["een@y.example", "twee@y.example"], "role": ["reader", "approver"]}
        page = client.post(f"/companies/{company.slug}/members/invite/", twice)
        assert page.status_code == 302, page.context["form"].errors
        (invited,) = company.invitations.all()
        assert (invited.email, invited.role) == ("twee@y.example", "approver")
