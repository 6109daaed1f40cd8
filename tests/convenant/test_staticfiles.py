"""The style sheet: joined into one file, small, and without a name that leads nowhere."""

import gzip
import re

import pytest
from django.contrib.staticfiles.finders import get_finders
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage

from convenant.staticfiles import ENTRY, JoinedManifestStorage, joined_css, shortened

KILOBYTE = 1000


def all_static_files() -> dict:
    return {
        path: (storage, path)
        for finder in get_finders()
        for path, storage in finder.list(["*.md"])
        if path.startswith(("css/", "js/", "fonts/", "img/", "icons"))
    }


@pytest.fixture(scope="module")
def css() -> str:
    return joined_css(ENTRY, all_static_files())


def test_one_file_holds_every_part_in_its_layer(css: str):
    names = re.match(r"@layer ([\w,-]+);", css)
    assert names is not None
    assert set(re.findall(r"@layer ([\w-]+)\{", css)) == set(names[1].split(","))
    assert "@import" not in css


def test_every_style_sheet_that_is_written_is_used():
    files = {path for path in all_static_files() if path.endswith(".css") and "report" not in path}
    storage, name = all_static_files()[ENTRY]
    imported = re.findall(r'@import url\("([^"]+)"\)', storage.open(name).read().decode())
    own = {path for path in files if path.startswith(("css/parts/",))}
    assert own <= {f"css/{path}" for path in imported}


def test_the_first_load_stays_small(css: str):
    font = all_static_files()["fonts/source-sans-3-latin-wght-normal.woff2"]
    icons = all_static_files()["icons.svg"]
    weight = len(gzip.compress(css.encode())) + font[0].size(font[1])
    weight += len(gzip.compress(icons[0].open(icons[1]).read()))
    assert weight < 60 * KILOBYTE


def test_braces_close_and_no_rule_brings_its_own_colour(css: str):
    assert css.count("{") == css.count("}")
    assert "http" not in css.replace('a[href^="http"]', "")


def test_a_colour_that_is_used_is_a_colour_that_is_named(css: str):
    used = set(re.findall(r"var\((--[\w-]+)\)", css))
    named = set(re.findall(r"(--[\w-]+):", css))
    assert used <= named


def test_what_is_shortened_means_the_same():
    css = "/* a */ .a :is(b, c) > d { color : red;\n  margin: 0 auto }\n\n.e{}"
    assert shortened(css) == ".a :is(b,c) > d{color : red;margin: 0 auto}.e{}"


def part_with(text: str) -> dict:
    storage = InMemoryStorage()
    storage.save("css/app.css", ContentFile(b'@import url("parts/x.css") layer(parts);'))
    storage.save("css/parts/x.css", ContentFile(text.encode()))
    return {path: (storage, path) for path in ("css/app.css", "css/parts/x.css")}


def test_an_address_in_a_part_is_refused_since_it_would_break():
    assert joined_css(ENTRY, part_with(".a{}")) == "@layer parts{.a{}}"
    with pytest.raises(ValueError, match="would break"):
        joined_css(ENTRY, part_with(".a{background:url(x.png)}"))


def test_collecting_gives_hashed_names_all_the_way_down(tmp_path):
    storage = JoinedManifestStorage(location=tmp_path, base_url="/static/")
    paths = all_static_files()
    for path, (source, name) in paths.items():
        storage.save(path, source.open(name))
    for _, _, outcome in storage.post_process(paths):
        assert not isinstance(outcome, Exception), outcome
    sheet = (tmp_path / storage.stored_name("css/app.css")).read_text()
    assert re.search(r'url\("\.\./fonts/source-sans-3-latin-wght-normal\.\w{12}\.woff2"\)', sheet)
    script = (tmp_path / storage.stored_name("js/app.js")).read_text()
    assert re.search(r'import\("\./menu\.\w{12}\.js"\)', script)
    assert (tmp_path / (storage.stored_name("css/app.css") + ".gz")).exists()
