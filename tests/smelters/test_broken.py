"""No broken, hostile or empty workbook is read, and each is answered with what to do."""

import pytest
from django.utils.translation import override

from diligence.services.declarations.refusals import sentence_of
from diligence.smelters.reading import read
from diligence.smelters.sniff import sniff
from diligence.uploads.look import look
from diligence.uploads.refusal import Refused
from tests.smelters import broken
from tests.smelters.test_reading import TODAY


@pytest.mark.parametrize("key", broken.ALL)
def test_it_is_refused_with_what_to_do(key, tmp_path):
    name, content, code = broken.ALL[key]
    path = tmp_path / "in"
    path.write_bytes(content())

    with pytest.raises(Refused) as refused:
        sniff(name, path)
        look("xlsx", path, tmp_path / "out")
        read(path, TODAY)

    assert refused.value.code == code
    with override("nl"):
        dutch = sentence_of(refused.value)
    with override("en"):
        english = sentence_of(refused.value)
    assert dutch != english
    for sentence in (dutch, english):
        assert "%(" not in sentence
        assert sentence.count(".") >= 2
