"""No hostile or broken file is taken, and each is answered with what to do."""

import io

import pytest
from django.utils.translation import override
from PIL import Image

from diligence.services.upload_words import sentence_of
from diligence.uploads import apart
from diligence.uploads.look import look
from diligence.uploads.names import tidy_name
from diligence.uploads.refusal import Refused
from tests.uploads import good, hostile


@pytest.fixture
def examined(tmp_path):
    """Examine a file as an upload is."""

    def examine(name: str, content: bytes) -> bytes:
        path = tmp_path / "in"
        path.write_bytes(content)
        return apart.examine(tidy_name(name), path, tmp_path / "out").path.read_bytes()

    return examine


@pytest.fixture
def examined_here(examined, monkeypatch):
    """Examine without a process for each of a hundred files."""
    monkeypatch.setattr(
        apart, "looked_into", lambda kind, path, target: look(kind.key, path, target)
    )
    return examined


def test_the_corpus_is_large():
    assert len(hostile.ALL) >= 60


@pytest.mark.parametrize("key", hostile.ALL)
def test_a_hostile_file_is_refused_with_what_to_do(key, examined_here):
    name, content, code = hostile.ALL[key]

    with pytest.raises(Refused) as refused:
        examined_here(name, content)

    assert code in (None, refused.value.code)
    with override("nl"):
        dutch = sentence_of(refused.value)
    with override("en"):
        english = sentence_of(refused.value)
    assert dutch != english
    for sentence in (dutch, english):
        assert sentence.endswith(".")
        assert sentence.count(".") >= 2 or "," in sentence
        assert "%(" not in sentence


@pytest.mark.parametrize("key", ["pdf-javascript", "docx-bomb", "pixels-png", "half-jpg"])
def test_the_process_apart_refuses_the_same(key, examined):
    name, content, code = hostile.ALL[key]

    with pytest.raises(Refused) as refused:
        examined(name, content)

    assert refused.value.code == code


@pytest.mark.parametrize("name", good.ALL)
def test_an_ordinary_file_is_taken(name, examined_here):
    assert examined_here(name, good.ALL[name]())


def test_a_photo_loses_place_and_camera_and_stands_upright(examined_here):
    kept = examined_here("foto.jpg", good.jpg((64, 48), exif=True))

    with Image.open(io.BytesIO(kept)) as picture:
        assert not picture.getexif()
        assert picture.size == (48, 64)
    assert b"Telefoonmaker" not in kept


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.jpg", good.jpg() + hostile.HTML), ("a.png", good.png() + hostile.HTML)],
)
def test_a_page_behind_a_picture_is_not_kept(name, content, examined_here):
    """The picture itself is fine; what hides behind it is not in the copy that is kept."""
    kept = examined_here(name, content)

    assert b"<script" not in kept
    assert len(kept) < len(content) + 200
