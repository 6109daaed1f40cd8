"""What the report says: every answer, honestly, in its own words."""

from dataclasses import replace
from decimal import Decimal

import pytest

from diligence.framework.schema import Kind
from diligence.framework.scoring import score_in
from diligence.reports.frozen import BrokenSnapshot, read_back
from diligence.reports.pdf import html_of
from tests.diligence.reports.paper import (
    answered,
    content_of,
    edition,
    file_of,
    frozen,
    full_answers,
    stated,
)


def answer_in(content, key: str):
    """Return the printed answer to one question."""
    anchor = "v-" + key.replace(".", "-")
    sections = [section for step in content.steps for section in step.sections]
    every = [*content.profile.answers, *(a for section in sections for a in section.answers)]
    return next((answer for answer in every if answer.anchor == anchor), None)


def group_in(content, title: str):
    """Return the open points of one kind, or None."""
    return next((g for g in content.open_points.groups if g.title == title), None)


class TestEveryAnswer:
    def test_is_printed_with_what_the_company_typed(self):
        answers = full_answers()
        marks = {}
        for number, (key, answer) in enumerate(answers.items()):
            question = edition().question(key)
            mark = marks[key] = f"zeskantmoer {number:03}"
            if question.kind == Kind.MATURITY:
                answer["explanation"] = mark
            elif question.kind == Kind.LONG_TEXT:
                answer["value"] = mark
            elif question.kind == Kind.TABLE and any(
                column.kind == Kind.SHORT_TEXT for column in question.columns
            ):
                column = next(c.key for c in question.columns if c.kind == Kind.SHORT_TEXT)
                answer["value"][0]["cells"][column] = mark
            else:
                del marks[key]

        html = html_of(content_of(answers))

        assert len(marks) > 30
        assert [key for key, mark in marks.items() if mark not in html] == []

    @pytest.mark.parametrize(
        ("key", "shown"),
        [
            ("profile.fte", "140 fte"),
            ("embed.policy_reviewed_on", "12 januari 2026"),
            ("communicate.report_link", "https://www.gieterijdemaas.example/verslag"),
        ],
    )
    def test_of_a_short_kind_is_written_as_people_read_it(self, key, shown):
        answer = answer_in(content_of(full_answers()), key)

        assert shown in (answer.value, answer.link)

    def test_in_a_choice_is_the_option_and_in_a_multiple_the_chosen_ones(self):
        content = content_of(full_answers())

        assert answer_in(content, "embed.records").value
        commitments = answer_in(content, "embed.policy_commitments")
        assert len(commitments.choices) > 3
        assert commitments.side[0].endswith("gekozen")

    def test_has_a_number_that_counts_hidden_questions_too(self):
        small = content_of(full_answers(fte="6"))
        numbers = [a.number for a in small.steps[0].sections[0].answers]

        assert numbers[0] == "1.1.1"
        assert numbers != [f"1.1.{n}" for n in range(1, len(numbers) + 1)]

    def test_that_is_hidden_now_is_kept_and_not_printed(self):
        answers = full_answers(fte="6") | {"embed.hours": answered("37")}

        content = content_of(answers)

        assert answer_in(content, "embed.hours") is None
        assert "37 uur" not in html_of(content)


class TestHonestAnswers:
    def test_an_empty_file_says_so_everywhere(self):
        content = content_of({})

        assert "niets ingevuld" in content.summary.lead
        assert answer_in(content, "embed.policy").status == "Niet ingevuld"
        assert answer_in(content, "embed.policy").level is None
        assert content.summary.figures[0].value == "0"
        assert content.origin is None
        assert content.summary.next_steps == ()

    def test_each_state_prints_and_is_listed_as_an_open_point(self):
        answers = full_answers() | {
            "embed.policy": stated("dont_know", explanation="Dat zoekt Joke uit."),
            "embed.training": stated("later"),
            "embed.supplier_terms": stated("not_applicable", reason="Wij kopen geen metaal in."),
            "embed.responsibility": answered(3, unsure=True),
        }
        del answers["remedy.practice"]

        content = content_of(answers)

        unknown = answer_in(content, "embed.policy")
        assert (unknown.status, unknown.text) == ("Weet ik niet", ("Dat zoekt Joke uit.",))
        assert answer_in(content, "embed.training").status == "Later"
        assert answer_in(content, "embed.supplier_terms").reason == ("Wij kopen geen metaal in.",)
        assert answer_in(content, "embed.responsibility").unsure
        for title, number in (
            ("Weet ik niet", "1.1.1"),
            ("Later", "1.2.3"),
            ("Niet van toepassing", "1.3.1"),
            ("Twijfel", "1.2.1"),
            ("Nog niet ingevuld", "6.1.1"),
        ):
            assert number in [point.number for point in group_in(content, title).points]

    def test_a_finished_file_says_that_all_is_answered(self):
        answers = full_answers(level=0, rows=1)
        answers["identify.sourcing"]["value"][0]["cells"]["metal"] = "ME-CO"
        answers["profile.changes"] = answered(["none"])
        content = content_of(answers)

        assert content.open_points.groups == ()
        assert "Alle vragen zijn beantwoord" in content.open_points.lead
        assert content.summary.unfinished[0].text == "Alle vragen zijn beantwoord."

    def test_contradictions_are_named_with_the_message_of_the_rule(self):
        file = file_of(full_answers(level=4, rows=1))
        fired = group_in(
            content_of(full_answers(level=4, rows=1)), "Antwoorden die elkaar tegenspreken"
        )
        messages = {rule.message.nl for rule in file.edition.rules}

        assert fired is not None
        assert {point.text for point in fired.points} <= messages

    def test_what_was_typed_is_escaped(self):
        html = html_of(content_of(full_answers(typed="<b>vet</b> & <script>x</script>")))

        assert "<script" not in html
        assert "&lt;b&gt;vet&lt;/b&gt; &amp;" in html


def under_rule(file, version: str):
    """Return a frozen file whose questionnaire had another version of the scoring rule."""
    scoring = replace(file.edition.scoring, version=version)
    edition = replace(file.edition, scoring=scoring, hash=f"rule {version}")
    situation = replace(file.situation, edition=edition)
    return replace(file, edition=edition, situation=situation, score=score_in(situation))


class TestScore:
    def test_the_parts_add_up_to_the_whole(self):
        content = content_of(full_answers(level=3))
        *steps, total = content.method.steps.rows
        number = lambda cell: Decimal(cell.text.replace(".", "").replace(",", "."))  # noqa: E731

        for column in (1, 2, 4):
            assert sum(number(row[column]) for row in steps) == number(total[column])
        questions = content.method.questions.rows
        assert sum(number(row[4]) for row in questions) == number(total[1])
        assert sum(number(row[5]) for row in questions) == number(total[2])

    def test_the_lead_says_score_band_target_and_last_year(self):
        content = content_of(full_answers(level=3), before=full_answers(level=1))

        assert "75 van de 100 punten: band ‘Gevorderd’" in content.summary.lead
        assert "In 2025 was dat 25" in content.summary.lead
        assert "gehaald" in content.summary.lead

    def test_a_missed_target_is_said_as_plainly(self):
        assert "nog niet gehaald" in content_of(full_answers(level=0)).summary.lead

    def test_last_year_under_another_rule_is_measured_again_and_said(self):
        from diligence.reports.comparison import Comparison
        from diligence.reports.method import _rules

        before = under_rule(file_of(full_answers(level=1), year=2025), "1")
        comparison = Comparison(file_of(full_answers(level=3)), before)

        assert comparison.is_rescored
        assert (before.score.version, comparison.score.version) == ("1", "2")
        assert any("andere rekenregel" in rule for rule in _rules(comparison, "nl"))


class TestLastYear:
    def test_levels_stand_beside_those_of_now(self):
        content = content_of(full_answers(level=3), before=full_answers(level=1))

        assert answer_in(content, "embed.policy").side == ("vorig jaar 1",)

    def test_without_an_earlier_file_nothing_is_compared(self):
        content = content_of(full_answers())

        assert content.last_year is None
        assert content.summary.changes == ()
        assert answer_in(content, "embed.policy").side == ()
        assert "Er is geen ingediend dossier van het jaar ervoor" in html_of(content)

    def test_rises_and_falls_are_told_alike(self):
        before = full_answers(level=2)
        now = full_answers(level=2)
        now["embed.policy"]["value"] = 4
        now["remedy.practice"]["value"] = 0

        told = content_of(now, before=before).summary.changes

        assert told[0].text.startswith("1 vraag ging omhoog, 1 omlaag")
        assert {"1.1.1", "6.1.1"} <= {pointer.number for pointer in told}

    def test_a_question_that_had_no_level_says_so(self):
        before = full_answers() | {"embed.policy": stated("dont_know")}

        answer = answer_in(content_of(full_answers(), before=before), "embed.policy")

        assert answer.side == ("vorig jaar geen niveau",)


class TestLanguage:
    def test_our_words_are_english_and_an_answer_keeps_its_own(self):
        html = html_of(content_of(full_answers(), lang="en"))

        assert '<html lang="en">' in html
        assert "Does your company have a policy" in html
        assert '<p lang="nl">Wij vragen dit sinds maart' in html

    def test_typed_cells_carry_their_language_and_chosen_ones_do_not(self):
        content = content_of(full_answers(), lang="en")
        row = answer_in(content, "profile.sites").grid.rows[0]

        assert [cell.lang for cell in row] == ["nl", "", "", ""]


class TestStamp:
    @pytest.mark.parametrize(
        ("kind", "word", "is_interim"),
        [
            ("draft", "Tussenstand", True),
            ("submitted", "Ingediend", False),
            ("accepted", "Akkoord", False),
        ],
    )
    def test_says_what_the_report_was_made_from(self, kind, word, is_interim):
        stamp = content_of({}, kind=kind).stamp

        assert (stamp.word, stamp.is_interim) == (word, is_interim)
        assert "22 november 2026" in stamp.sentence

    def test_an_open_question_of_the_secretariat_is_no_file_that_was_never_handed_in(self):
        stamp = content_of({}, status="questions_open").stamp

        assert stamp.is_interim
        assert "open vragen van het secretariaat" in stamp.sentence
        assert "ingediend" not in stamp.sentence


class TestOrigin:
    def test_lines_are_gathered_by_metal(self):
        content = content_of(full_answers(rows=12))
        rows = content.origin.metals.rows

        assert sum(int(row[4].text) for row in rows) == 12
        assert content.origin.anchor == "v-identify-sourcing"
        assert content.origin.chart.table.rows[0][0] in {row[0].text for row in rows}


def test_content_that_lost_its_hash_is_refused():
    snapshot = frozen(full_answers())
    snapshot.content = snapshot.content.replace("Gorinchem", "Rotterdam")

    with pytest.raises(BrokenSnapshot):
        read_back(snapshot)


def test_names_of_steps_sections_and_the_code_are_on_paper():
    content = content_of(full_answers())
    html = html_of(content)

    assert [step.number for step in content.steps] == [1, 2, 3, 4, 5, 6]
    assert content.code in html
    assert " ".join(content.method.hash) in html
    assert "".join(content.method.hash) == content.sha256
