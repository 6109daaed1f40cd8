"""The public variant: what must never be in it, on the page and in the PDF, and what stays."""

import functools
import hashlib
import subprocess
import uuid

import page
import pytest
from django.utils import translation

from diligence.framework.schema import Kind
from diligence.reports.comparison import Comparison
from diligence.reports.content import written
from diligence.reports.pdf import html_of, render_pdf
from diligence.reports.public import OPEN_COLUMNS, for_public
from diligence.reports.redaction import spellings, without, without_weights
from tests.diligence.reports.paper import as_proof, edition, file_of, full_answers
from tests.diligence.reports.test_content import answer_in
from tests.diligence.reports.test_risks_in_report import risk
from tests.diligence.reports.work import OWNER, PARTNER, SECOND, SUPPLIER, action, everything

TYPED = "Wij belden Bontekraai in Izmir over het stof."
LEVERS = "Zilverreiger Recycling N.V."
CANARIES = {
    "a supplier of the chain": SUPPLIER,
    "another": SECOND,
    "its number": "CID000999",
    "its region": "Kolwezi-Kanarieveld",
    "a volume": "10 tot 100 ton",
    "a volume in an answer": "100 tot 1.000 ton",
    "a supplier of an answer": LEVERS,
    "who is responsible": OWNER,
    "a partner": PARTNER,
    "a weight in typed words": "7.350 ton",
    "a weight that is measured": "8.642",
    "money": "€ 5.000 tot € 25.000",
    "a note at a measurement": "Met de tolk van Joke.",
    "on what it is stuck": "De poort blijft dicht voor ons.",
    "an explanation": "Bontekraai",
    "a reason": "Pimpelmees",
    "confidential proof": "Certificaat van een managementsysteem",
    "a file's name": "papegaai.pdf",
    "a description of proof": "Bladzijde van de nachtegaal",
}
"""What the full report holds and the public one must not."""
NOT_EVEN_IN_PARTS = ("kanarie smeltwerken", "kanarie", "ertsvink", "zilverreiger", "zangvogel")
STAYS = (
    "Kobalt", "DR Congo", "Kinderarbeid", "Wij zien het zelf.", "Bezochte smelterijen",
    "31 december 2026", "iemand is aangewezen", "[weggelaten] was dicht",
    "Klachten en herstel in cijfers", "Beleid over de keten", "3, bij 2 leveranciers",
)  # fmt: skip


def answers() -> dict:
    """Return an answer to everything, with what others may not read in every typed field."""
    found = full_answers(typed=TYPED, rows=3)
    row = {
        "metal": "ME-CO", "form": "primary", "supplier": LEVERS, "volume": "100_1000t",
        "smelters": [LEVERS], "origin": ["CD"], "certainty": "documented",
    }  # fmt: skip
    volumes = edition().question("identify.sourcing").column("volume").options
    row["volume"] = next(each.key for each in volumes if "100 tot 1.000" in each.text.nl)
    found["identify.sourcing"]["value"] = [{"id": str(uuid.UUID(int=1)), "cells": row}]
    reason = "Onze buurman Pimpelmees doet dat."
    none = {"state": "not_applicable", "value": None, "explanation": "", "reason": reason}
    found["prevent.early_signals"] |= none
    return found


def papers() -> list[dict]:
    described = "Bladzijde van de nachtegaal"
    return [
        as_proof(1, "Beleid over de keten", "embed.policy", description=described,
                 file={"name": "papegaai.pdf"}),
        as_proof(2, "Geheim", "embed.responsibility", kind="EV-08", confidential=True),
    ]  # fmt: skip


@functools.cache
def report(*, public: bool, lang: str = "nl"):
    """Return what the report says, of this year beside last."""
    weighed = action(
        owner_name="", unit="ton per jaar", target="9000",
        measurements=[{"on": "2026-09-01", "value": "8642", "note": ""}],
    )  # fmt: skip
    work = everything() | {
        "plan": [action(), weighed],
        "risks": [risk(involvement_reason=f"Wij kopen dit van {SECOND} in Goch, 7.350 ton.")],
        "evidence": papers(),
    }
    now = file_of(answers(), kind="submitted", **work)
    before = file_of(answers(), kind="submitted", year=2025)
    with translation.override(lang):
        if public:
            now, before = for_public(now), for_public(before)
        return written(Comparison(now, before), lang=lang, code="7QF4-M2XD-9KHT")


@functools.cache
def html(*, public: bool, lang: str = "nl") -> str:
    """Return the page that the PDF is made of."""
    return html_of(report(public=public, lang=lang))


@functools.cache
def made(*, public: bool) -> bytes:
    """Return the PDF."""
    return render_pdf(report(public=public)).content


def printed(*, public: bool) -> str:
    """Return the words of the PDF, on one line."""
    pdf = made(public=public)
    read = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return " ".join(read.stdout.decode().split())


class TestWhatIsLeftOut:
    @pytest.mark.parametrize("canary", CANARIES.values(), ids=CANARIES)
    def test_it_is_in_the_full_report_and_not_in_the_public_page(self, canary):
        assert canary in html(public=False)
        assert canary not in html(public=True)

    def test_nor_in_the_words_of_the_pdf(self):
        full, public = printed(public=False), printed(public=True)

        assert [name for name, canary in CANARIES.items() if canary in public] == []
        assert sum(canary in full for canary in CANARIES.values()) >= len(CANARIES) - 2
        assert "Openbare versie" in public and "Openbare versie" not in full

    def test_the_public_pdf_is_as_accessible_as_the_full_one(self):
        found = page.validate_pdf_bytes(made(public=True), profile=page.ValidationProfile.PDF_UA_1)
        assert [str(failure) for failure in found.failures] == []

    @pytest.mark.parametrize("lang", ["nl", "en"])
    def test_no_part_of_a_name_is_left_whatever_its_case(self, lang):
        told = html(public=True, lang=lang).casefold()

        assert [name for name in NOT_EVEN_IN_PARTS if name in told] == []

    def test_a_name_does_not_travel_as_a_fingerprint_of_confidential_proof(self):
        digest = hashlib.sha256(b"Geheim").hexdigest()[:8]
        assert digest in html(public=False)
        assert digest not in html(public=True)

    def test_what_is_between_the_company_and_the_secretariat_is_not_told(self):
        content = report(public=True)
        unsure = {**answers()}
        unsure["embed.policy"] = unsure["embed.policy"] | {"unsure": True}
        doubting = for_public(file_of(unsure))

        assert content.summary.next_steps == ()
        assert report(public=False).summary.next_steps != ()
        assert not any("twijfel" in group.title.lower() for group in content.open_points.groups)
        assert doubting.progress.unsure == 0
        assert not doubting.given("embed.policy").unsure

    def test_a_table_of_a_next_edition_is_left_out_until_somebody_looks(self):
        tables = {each.key for each in edition().questions if each.kind == Kind.TABLE}
        assert OPEN_COLUMNS.keys() == tables
        for key, allowed in OPEN_COLUMNS.items():
            question = edition().question(key)
            typed = {c.key for c in question.columns if c.kind in (Kind.SHORT_TEXT, Kind.LONG_TEXT)}
            assert not typed & allowed


class TestWhatStays:
    @pytest.mark.parametrize("words", STAYS)
    def test_the_substance_is_there(self, words):
        assert words in html(public=True)

    def test_the_score_is_that_of_the_whole_file(self):
        full, public = report(public=False), report(public=True)

        assert public.summary.lead == full.summary.lead
        assert public.summary.steps == full.summary.steps
        assert public.method.steps == full.method.steps
        assert public.sha256 == full.sha256

    def test_levels_and_choices_are_told_and_an_answer_that_is_left_out_says_so(self):
        content = report(public=True)

        assert answer_in(content, "embed.policy").level == 2
        assert answer_in(content, "embed.policy_commitments").choices
        left_out = answer_in(content, "track.lessons")
        assert left_out.status == "Beantwoord; niet in de openbare versie"
        assert not left_out.is_missing and left_out.text == ()

    def test_an_action_without_an_owner_does_not_get_one(self):
        nobody = file_of({}, plan=[action(owner_name="", owner_role="")])
        assert for_public(nobody).plan[0]["owner_role"] == ""

    def test_counts_of_the_chain_are_those_of_the_full_report(self):
        full, public = report(public=False).chain, report(public=True).chain

        assert (public.lead, public.metals, public.tiers) == (full.lead, full.metals, full.tiers)
        assert public.figures == full.figures and public.lines is None

    def test_the_cover_and_every_page_say_that_it_is_public(self):
        told = html(public=True)

        assert "cover__line--public" in told and 'data-name="OPENBAAR · ' in told
        assert "OPENBAAR" not in html(public=False)


class TestNames:
    @pytest.mark.parametrize(
        "typed",
        [
            "Müller Stahl GmbH", "MUELLER STAHL", "müller stahl", "Müller-Stahl", "Mueller",
            "MüllerStahl",
        ],
    )  # fmt: skip
    def test_a_name_goes_however_it_is_spelt(self, typed):
        said = without(f"Wij vroegen {typed} om een filter.", spellings(["Müller Stahl GmbH"]), "…")
        assert said == "Wij vroegen … om een filter."

    def test_dots_and_words_between_make_no_difference(self):
        wanted = spellings(["A.B.C. Metals & Co"])
        assert without("Dag A.B.C. Metals en Co!", wanted, "…") == "Dag …!"

    def test_a_legal_form_goes_along_and_the_rest_of_the_sentence_does_not(self):
        wanted = spellings(["Ertsvink Trading B.V."])
        text = "Ertsvink B.V. koopt bij Ertsvink. A. Vos belt."
        assert without(text, wanted, "…") == "… koopt bij …. A. Vos belt."

    def test_words_that_only_look_like_it_stay(self):
        wanted = spellings(["Metal Trading B.V.", "AB", "Maas"])
        text = "Metaal uit Maastricht: metal en recycling, AB; trading."
        assert without(text, wanted, "…") == text

    @pytest.mark.parametrize("weight", ["300 ton", "1.250,5 kg", "12 kiloton", "40t", "3 Tonnen"])
    def test_a_weight_goes(self, weight):
        assert (
            without_weights(f"Het gaat om {weight}, ongeveer.", "…") == "Het gaat om …, ongeveer."
        )

    def test_other_numbers_stay(self):
        text = "In 2026 t/m 2027 bezoeken wij 4 smelterijen in 3 landen."
        assert without_weights(text, "…") == text

    def test_of_a_weight_only_the_day_is_told(self):
        told = report(public=True).plan.told[1]
        values = {entry.name: entry.value for entry in told.entries}
        assert values["Laatste meting"] == "gemeten op 1 september 2026"
        assert "Begin en doel" not in values

    def test_without_names_a_text_stays_as_it_is(self):
        assert without("Zo, dat is klaar.\n", spellings([""]), "…") == "Zo, dat is klaar.\n"
