import pytest

from diligence.framework.source import SourceError, plain_scalar, read_file, read_folder, read_text


@pytest.mark.parametrize("word", ["no", "NO", "on", "yes", "off", "y", "2026-01-01", "1_000"])
def test_a_plain_word_that_yaml_1_1_would_change_stays_a_string(word: str) -> None:
    file = read_text("x.yaml", f"countries: [be, {word}]")

    assert file.content == {"countries": ["be", word]}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("12", 12),
        ("-7", -7),
        ("+7", 7),
        ("0o17", 15),
        ("0x1F", 31),
        ("012", 12),
        ("0.6", 0.6),
        (".5", 0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("1.1.1", "1.1.1"),
        ("12:30", "12:30"),
        (".inf", ".inf"),
        ("tRUE", "tRUE"),
    ],
)
def test_plain_scalars_mean_what_the_core_schema_says(written: str, meant: object) -> None:
    found = plain_scalar(written)

    assert found == meant
    assert type(found) is type(meant)


def test_quoted_scalars_and_blocks_are_strings() -> None:
    folded = "d: >-\n  een\n  twee\n\n  drie\n"
    file = read_text("x.yaml", f"a: \"1.1\"\nb: 'true'\nc: |-\n  5\n{folded}")

    assert file.content == {"a": "1.1", "b": "true", "c": "5", "d": "een twee\ndrie"}


def test_every_value_knows_its_line() -> None:
    file = read_text("x.yaml", "a: 1\nb:\n  - key: one\n  - key: two\n    nl: twee\n")

    assert file.line("a") == 1
    assert file.line("b", 1) == 4
    assert file.line("b", 1, "nl") == 5
    assert file.line("b", 1, "en") == 4, "what is missing is reported at what is around it"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "'a' stands here twice; also on line 1. Keep one."),
        (
            "a: 1\ntrue: 2\n",
            2,
            "true is not a key. Put it in quotes, or choose a word.",
        ),
        ("2026: x\n", 1, "2026 is not a key. Put it in quotes, or choose a word."),
        ("[a, b]: x\n", 1, "A list or block cannot be a key. Choose a word."),
        ("a: &x [1]\nb: *x\n", 1, "Aliases (*name) are not allowed. Write the value out."),
        (
            "a: !!python/name:os 1\n",
            1,
            "The tag 'tag:yaml.org,2002:python/name:os' is not",
        ),
        ("", 1, "This file is empty."),
        ("- a\n- b\n", 1, "A file holds fields at the top, not a list."),
        ("a: b\nc: [d\n", 3, "This is not YAML: "),
        ("a: b\nc: \x00\n", 2, "This is not YAML: "),
    ],
)
def test_flaws_name_their_line(text: str, line: int, message: str) -> None:
    file = read_text("x.yaml", text)

    assert [flaw.line for flaw in file.flaws] == [line]
    assert file.flaws[0].message.startswith(message)


def test_a_missing_file_and_a_wrong_encoding_are_named(tmp_path) -> None:
    with pytest.raises(SourceError, match=r"edition.yaml is missing"):
        read_folder(tmp_path)
    (tmp_path / "x.yaml").write_bytes(b"a: \xff")
    with pytest.raises(SourceError, match=r"x.yaml is not UTF-8: byte 3 is wrong"):
        read_file(tmp_path / "x.yaml")
