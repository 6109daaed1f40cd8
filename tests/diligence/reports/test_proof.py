"""Proof in the report: named at each answer, listed once with its fingerprint, gaps told."""

import hashlib
import re

import pytest

from diligence.reports.pdf import html_of
from tests.diligence.reports.paper import as_proof, content_of, full_answers
from tests.diligence.reports.test_content import answer_in, group_in

POLICY, WORDS, ASKED, HOURS = (
    "embed.policy",
    "embed.policy_commitments",
    "embed.topic_policies",
    "embed.hours",
)
MISSING = '<p class="proof missing">Geen bewijs toegevoegd</p>'


def report(*documents: dict, lang: str = "nl", **answers):
    """Return the content of a full file at level 2 with these documents."""
    changed = {key.replace("__", "."): answer for key, answer in answers.items()}
    return content_of(full_answers() | changed, lang=lang, evidence=list(documents))


def section_of(html: str, anchor: str) -> str:
    """Return the part of the page from this anchor to the next thing that has one."""
    _before, found, after = html.partition(f'id="{anchor}"')
    assert found
    return re.split(r'<div class="(?:answer|paper)[ "]|<section', after)[0]


class TestAtTheAnswer:
    def test_each_document_is_named_with_its_kind_and_last_day(self):
        proof = as_proof(1, "Certificaat", POLICY, kind="EV-08", valid_until="2027-03-28")

        told = section_of(html_of(report(proof)), "v-embed-policy")

        assert '<b>Bewijs 1</b> <a href="#bewijs-1" lang="nl">Certificaat</a>' in told
        assert "Certificaat van een managementsysteem" in told
        assert "geldig tot en met 28 maart 2027" in told
        assert "verlopen" not in told

    @pytest.mark.parametrize(
        ("last_day", "is_expired"), [("2026-11-21", True), ("2026-11-22", False)]
    )
    def test_an_expired_one_says_so_in_words_by_the_day_it_was_frozen(self, last_day, is_expired):
        content = report(as_proof(1, "Certificaat", POLICY, valid_until=last_day))

        assert answer_in(content, POLICY).proof[0].is_expired is is_expired
        told = section_of(html_of(content), "v-embed-policy")
        assert ("verlopen: gold tot en met 21 november 2026" in told) is is_expired

    def test_a_level_that_asks_for_proof_and_has_none_says_so(self):
        html = html_of(report(as_proof(1, "Beleid", POLICY)))

        assert MISSING not in section_of(html, "v-embed-policy")
        assert MISSING in section_of(html, "v-embed-responsibility")

    def test_a_level_that_asks_for_none_says_nothing(self):
        assert MISSING not in html_of(content_of(full_answers(level=0)))


class TestList:
    def test_a_document_at_two_answers_is_listed_once_with_links_to_both(self):
        content = report(as_proof(1, "Beleid", WORDS, POLICY))

        [paper] = content.proof.papers
        assert [(each.number, each.anchor) for each in paper.questions] == [
            ("1.1.1", "v-embed-policy"),
            ("1.1.3", "v-embed-policy_commitments"),
        ]
        told = section_of(html_of(content), "bewijs-1")
        for question in paper.questions:
            assert f'<a href="#{question.anchor}">' in told

    def test_it_tells_which_file_it_is_and_its_whole_fingerprint_in_groups(self):
        content = report(
            as_proof(
                1,
                "Beleid",
                POLICY,
                description="Bladzijde 4.\n\nEn bladzijde 9.",
                file={"name": "beleid 2026.pdf", "number": 3},
            )
        )

        told = section_of(html_of(content), "bewijs-1")
        whole = hashlib.sha256(b"Beleid").hexdigest()
        assert "beleid 2026.pdf, versie 3, toegevoegd op 12 maart 2026" in told
        assert '<td lang="nl"><p>Bladzijde 4.</p><p>En bladzijde 9.</p></td>' in told
        assert "Geen einddatum" in told
        [printed] = re.findall(r'<td class="hash">([0-9a-f ]+)</td>', told)
        assert printed.replace(" ", "") == whole
        assert {len(group) for group in printed.split()} == {8}

    def test_they_stand_in_the_order_of_the_questions_whatever_they_are_called(self):
        content = report(as_proof(1, "A", WORDS), as_proof(2, "Z", POLICY))

        assert [paper.name for paper in content.proof.papers] == ["Z", "A"]
        assert [paper.number for paper in content.proof.papers] == [1, 2]

    def test_how_many_there_are_and_how_many_expired_is_said_first(self):
        papers = (
            as_proof(1, "A", POLICY, WORDS, valid_until="2026-01-31"),
            as_proof(2, "B", POLICY),
        )

        assert report(*papers).proof.lead == (
            "2 documenten staan als bewijs bij 2 antwoorden. Eén daarvan was verlopen op de dag "
            "waarop het dossier is vastgelegd."
        )

    def test_without_proof_the_chapter_says_so(self):
        content = content_of({})

        assert content.proof.papers == ()
        assert "Bij geen enkel antwoord is bewijs toegevoegd." in html_of(content)

    def test_what_was_frozen_before_the_day_was_kept_tells_no_day(self):
        old = as_proof(1, "Beleid", POLICY)
        del old["file"]["added_on"]

        assert report(old).proof.papers[0].file == "Beleid.pdf, versie 1"

    def test_a_document_at_a_hidden_question_is_left_out_as_the_answer_is(self):
        evidence = [as_proof(1, "Urenlijst", HOURS), as_proof(2, "Beleid", POLICY, HOURS)]

        content = content_of(full_answers(fte="6"), evidence=evidence)

        assert [paper.name for paper in content.proof.papers] == ["Beleid"]
        assert len(content.proof.papers[0].questions) == 1
        assert "Urenlijst" not in html_of(content)


class TestConfidential:
    SECRET = as_proof(
        1,
        "Geheim besluit over Metaalhandel Kerkhof",
        POLICY,
        kind="EV-03",
        confidential=True,
        description="Over de prijs.",
        valid_until="2026-01-31",
    )

    @pytest.mark.parametrize("lang", ["nl", "en"])
    def test_of_it_only_the_kind_is_printed_as_was_promised(self, lang):
        html = html_of(report(self.SECRET, lang=lang))

        assert "Kerkhof" not in html
        assert "Over de prijs" not in html

    def test_it_says_so_and_keeps_what_makes_it_checkable(self):
        content = report(self.SECRET)

        told = section_of(html_of(content), "bewijs-1")
        assert "Besluit van directie of eigenaar over het beleid" in told
        assert "Alleen het soort staat hier." in told
        assert "Versie 1, toegevoegd op 12 maart 2026" in told
        assert " ".join(content.proof.papers[0].hash) in told
        at_answer = section_of(html_of(content), "v-embed-policy")
        assert "· vertrouwelijk" in at_answer
        assert "verlopen: gold tot en met 31 januari 2026" in at_answer

    def test_without_a_kind_it_is_a_document(self):
        assert report(self.SECRET | {"kind": ""}).proof.papers[0].name == "Document"


class TestOpenPoints:
    def test_missing_and_expired_proof_is_gathered_with_links(self):
        content = report(as_proof(1, "Certificaat", POLICY, valid_until="2026-01-31"))

        missing = [point.anchor for point in group_in(content, "Bewijs ontbreekt").points]
        assert "v-embed-responsibility" in missing
        assert "v-embed-policy" not in missing
        [expired] = group_in(content, "Bewijs is verlopen").points
        assert expired.anchor == "bewijs-1"
        assert expired.text == "Certificaat, verlopen: gold tot en met 31 januari 2026"

    def test_the_summary_counts_what_has_proof_and_what_lacks_it(self):
        content = report(as_proof(1, "Beleid", POLICY, WORDS, valid_until="2026-01-31"))

        told = [point.text for point in content.summary.unfinished]
        assert content.summary.figures[0].label == "Vragen beantwoord, met bewijs bij 2"
        assert f"Bij {len(content.proof.lacking)} antwoorden ontbreekt bewijs." in told
        assert "1 bewijsstuk is verlopen." in told


def test_what_is_typed_can_not_become_part_of_the_page():
    proof = as_proof(
        1, "<b>Beleid</b>", POLICY, description="<img src=x>", file={"name": "<i>.pdf"}
    )

    html = html_of(report(proof))

    assert "&lt;b&gt;Beleid&lt;/b&gt;" in html
    assert "<img" not in html
    assert "<i>" not in html


def test_our_words_are_english_and_a_title_keeps_its_language():
    html = html_of(report(as_proof(1, "Beleid", POLICY, valid_until="2026-01-31"), lang="en"))

    told = section_of(html, "v-embed-policy")
    assert '<b>Proof 1</b> <a href="#bewijs-1" lang="nl">Beleid</a>' in told
    assert "expired: was valid up to and including 31 January 2026" in told
