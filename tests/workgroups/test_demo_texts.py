"""What the demo's companies answer: right words, honest, consistent, at days that can be."""

import datetime
import re
from collections import Counter
from functools import cache

import pytest

from companies.permissions import GRANTS, Permission
from diligence.framework.answers import State
from diligence.framework.conditions import consistency, situation_of
from diligence.framework.loader import EDITIONS, edition_from_folder
from diligence.framework.schema import PROFILE
from diligence.models import Cycle, QuestionnaireVersion
from diligence.progress import progress_in
from diligence.services.entries import clean_entry
from diligence.services.figures import filled_percent
from workgroups.services.demo.days import is_working_day, month_range, newest_day, working_day_on
from workgroups.services.demo.draws import between, draw, weighted
from workgroups.services.demo.habits import depended_on
from workgroups.services.demo.scene import Scene
from workgroups.services.demo.sector import CompanyPlan, read_sector
from workgroups.services.demo.teamwork import notes_between
from workgroups.services.demo.telling import Story, scene_of, story_of
from workgroups.services.demo.variants import NoVariant, Shelf
from workgroups.services.demo.wording import Form, Wording

TODAY = datetime.date(2026, 11, 22)
OF_THE_TEMPLATES = re.compile(r"[{}<>|]")
SMALL_START = re.compile(r"(?:^|[.!?] )[a-zà-ÿ]")


@cache
def sector():
    return read_sector()


@cache
def edition_of(year: int):
    return edition_from_folder(EDITIONS / str(year))


@cache
def cycles() -> dict[int, Cycle]:
    """The monitoring years as rows that were never stored."""
    made = {}
    for year, days in sector().written["cycles"].items():
        made[int(year)] = Cycle(
            year=int(year),
            version=QuestionnaireVersion(code=year, sha256=edition_of(int(year)).hash),
            opens_on=datetime.date.fromisoformat(days["opens_on"]),
            deadline=datetime.date.fromisoformat(days["deadline"]),
        )
    return made


@cache
def stories(today: datetime.date = TODAY) -> list[Story]:
    """Every company-year, told from the beginning."""
    shelf = Shelf()
    return [
        story_of(scene_of(plan, cycles()[year], today), sector(), shelf, today)
        for plan in sector().companies
        for year in plan.years
        if cycles()[year].opens_on <= today
    ]


def name_of(story: Story) -> str:
    return f"{story.scene.company.slug} {story.scene.year}"


def texts_of(story: Story):
    """Every text in a story with where it stands; those people read as sentences marked so."""
    for key, one in story.answers.items():
        entry = one.written.entry
        yield key, entry.explanation, True
        yield key, entry.reason, True
        is_long = story.scene.edition.question(key).kind == "long_text"
        for text in strings_in(entry.value):
            yield key, text, is_long
    for note in notes_between(story.scene, story.answers, sector()):
        yield f"note at {note.question}", note.text, True


def strings_in(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, each in value.items():
            if name != "id":
                yield from strings_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings_in(each)


def given_in(story: Story):
    return {key: one.written.given for key, one in story.answers.items()}


def test_nothing_of_the_template_language_is_left():
    left = [
        (name_of(story), key, text)
        for story in stories()
        for key, text, _ in texts_of(story)
        if OF_THE_TEMPLATES.search(text)
    ]
    assert left == []


def test_sentences_start_with_a_capital():
    small = [
        (name_of(story), key, text)
        for story in stories()
        for key, text, is_sentences in texts_of(story)
        if is_sentences and SMALL_START.search(text)
    ]
    assert small == []


def test_every_maturity_answer_comes_with_words():
    bare = [
        (name_of(story), key)
        for story in stories()
        for key, one in story.answers.items()
        if one.written.entry.state == State.ANSWERED
        and story.scene.edition.question(key).kind == "maturity"
        and len(one.written.entry.explanation) < 20
    ]
    assert bare == []


def test_a_company_that_writes_english_does_so_wherever_the_bank_can():
    english = [story for story in stories() if story.scene.company.language == "en"]
    words = Counter(
        one.written.language
        for story in english
        for one in story.answers.values()
        if one.written.entry.explanation
    )
    assert words["en"] > 3 * words["nl"] > 0
    assert not any(
        one.written.language == "en"
        for story in stories()
        if story.scene.company.language == "nl"
        for one in story.answers.values()
    )


def test_somebody_who_prefers_english_writes_no_dutch():
    for story in stories():
        english = {p["name"] for p in story.scene.company.people if p.get("language") == "en"}
        assert not any(
            one.by in english and one.written.language == "nl" for one in story.answers.values()
        )


def test_the_product_accepts_every_answer():
    for story in stories():
        edition = story.scene.edition
        for key, one in story.answers.items():
            given = clean_entry(
                edition, edition.question(key), one.written.entry, today=story.scene.last_day
            )
            assert given.state == one.written.entry.state, (name_of(story), key)


def test_in_a_full_file_only_the_slips_contradict_another_answer():
    contradicting = {
        (story.scene.company.slug, story.scene.year, story.is_handed_in)
        for story in stories()
        if consistency(story.scene.edition, given_in(story), today=story.scene.last_day)
    }
    slips = {(plan.slug, year) for plan in sector().companies for year in plan.slips}
    assert {(slug, year) for slug, year, is_full in contradicting if is_full} <= slips
    assert slips <= {(slug, year) for slug, year, _ in contradicting}


def test_a_file_that_was_handed_in_has_no_open_questions():
    handed_in = [story for story in stories() if story.is_handed_in]
    assert len(handed_in) == 51
    for story in handed_in:
        situation = situation_of(story.scene.edition, given_in(story))
        assert situation.shown == set(story.answers), name_of(story)
        assert all(given.is_settled for given in situation.given.values()), name_of(story)


def test_a_draft_is_filled_as_far_as_planned():
    for story in stories():
        plan = story.scene.plan
        if plan.state not in ("in_progress", "late"):
            continue
        progress = progress_in(situation_of(story.scene.edition, given_in(story)))
        filled = filled_percent(progress.settled, progress.asked)
        assert plan.filled <= filled <= plan.filled + 2, name_of(story)


def test_who_put_everything_off_filled_in_the_profile_first():
    (story,) = [one for one in stories() if one.scene.plan.state == "all_later"]
    for key, one in story.answers.items():
        is_profile = story.scene.edition.question(key).part == PROFILE
        assert one.written.entry.state == (State.ANSWERED if is_profile else State.LATER)


def test_the_show_piece_says_what_was_written_by_hand():
    by_year = {story.scene.year: story for story in stories() if story.scene.company.by_hand}
    written = by_year[2026].scene.by_hand["answers"]
    answers = by_year[2026].answers
    assert {key for key in answers if not key.startswith("profile.")} == set(written)
    assert answers["embed.policy"].written.entry.explanation == written["embed.policy"]["nl"]
    assert answers["embed.responsibility"].by == "Ruud Verhoef"
    assert answers["embed.records"].written.entry.unsure
    earlier = by_year[2025].answers["embed.policy_status"].written.entry
    assert earlier.explanation == by_year[2025].scene.by_hand["answers"]["embed.policy"]["nl"]


def test_nobody_says_dont_know_where_other_answers_hang_on_it():
    for story in stories():
        free = set(depended_on(story.scene.edition, sector()))
        unknown = {
            key for key, one in story.answers.items() if one.written.entry.state == State.DONT_KNOW
        }
        by_hand = set(story.scene.by_hand.get("answers", ()))
        assert not (unknown - by_hand) & free, name_of(story)


@pytest.mark.parametrize(
    "today",
    [datetime.date(2024, 12, 18), datetime.date(2026, 9, 25), TODAY, datetime.date(2027, 6, 1)],
)
def test_answers_were_given_on_working_days_by_colleagues_who_may(today):
    for story in stories(today):
        scene = story.scene
        writers = {
            person["name"]
            for person in scene.company.people
            if Permission.ANSWERS_CHANGE in GRANTS[person["role"]]
        }
        for key, one in story.answers.items():
            day = one.at.date()
            assert scene.first_day <= day <= scene.last_day, (name_of(story), key)
            assert is_working_day(day) and day <= today, (name_of(story), key)
            assert one.by in writers, (name_of(story), key)


@pytest.mark.parametrize("today", [datetime.date(2026, 9, 25), TODAY])
def test_no_answer_speaks_of_a_day_that_was_still_to_come(today):
    early = [
        (name_of(story), key, one.at.date(), spoken_of)
        for story in stories(today)
        for key, one in story.answers.items()
        if (spoken_of := day_in_full(one.written.words, story.scene.year))
        and spoken_of > one.at.date()
    ]
    assert early == []


def day_in_full(text: str, year: int) -> datetime.date | None:
    """The newest day with day, month and year; a month alone may still be in the future."""
    in_full = re.findall(r"\d{1,2} [a-zA-Z]+ \d{4}|\d{4}-\d{2}-\d{2}", text)
    return newest_day(" ".join(in_full), year)


def test_the_same_data_tell_the_same_story():
    stories.cache_clear()
    first = stories()
    stories.cache_clear()
    assert [one.answers for one in first] == [one.answers for one in stories()]


# --- the template language -----------------------------------------------------------------------


def plan_of(slug: str) -> CompanyPlan:
    return next(plan for plan in sector().companies if plan.slug == slug)


def de_maas(**changes) -> Scene:
    fields = {
        "company": plan_of("gieterij-de-maas"),
        "year": 2026,
        "edition": edition_of(2026),
        "first_day": datetime.date(2026, 7, 1),
        "last_day": datetime.date(2026, 11, 20),
    }
    return Scene(**(fields | changes))


def filled(text: str, *, language: str = "nl", form: Form = Form.TEXT, **changes) -> str:
    return Wording(de_maas(**changes), ("a test",), language, form).fill_in(text)


def test_a_choice_becomes_one_of_its_parts_and_may_become_nothing():
    found = {Wording(de_maas(), (number,)).fill_in("Ja<, soms|, vaak|>.") for number in range(40)}
    assert found == {"Ja, soms.", "Ja, vaak.", "Ja."}


def test_ranges_become_numbers_or_words():
    assert filled("{3..3}, {3..3w}, {3..3W}, {13..13w}") == "3, drie, Drie, 13"
    assert filled("{2..2w}", language="en") == "two"
    assert 3 <= int(filled("{3..9}")) <= 9


def test_a_capital_placeholder_starts_with_a_capital():
    assert filled("{Metaal} en {metaal}") == "Tin en tin"


def test_numbers_of_a_table_have_a_point():
    assert filled("{eigen_voor}") == "0,12"
    assert filled("{eigen_voor}", form=Form.NUMBER) == "0.12"
    assert filled("{leveranciers}", form=Form.NUMBER).isdigit()
    assert not filled("{leveranciers}").isdigit() or int(filled("{leveranciers}")) > 12


def test_days_of_a_table_are_iso():
    assert filled("{beleid_datum}", form=Form.DATE).startswith("2026-")
    assert filled("{beleid_datum}").endswith(" 2026")


def test_an_unknown_placeholder_is_a_mistake():
    with pytest.raises(KeyError):
        filled("{onbekend}")


def test_facts_of_an_earlier_year_and_of_the_english_text_lie_over_the_others():
    scene = de_maas(company=plan_of("printwerk-kalverdrecht"), year=2024)
    assert scene.facts("nl")["eigen_na"] == "1,7"
    assert scene.facts("en")["eigen_na"] == "1.7"


def test_what_is_past_lies_before_the_last_day_and_what_is_to_come_after():
    last_day = datetime.date(2026, 7, 6)
    for number in range(30):
        words = Wording(de_maas(last_day=last_day), (number,), form=Form.DATE)
        assert words.fill_in("{datum2}") <= "2026-07-06"
        assert words.fill_in("{meting_datum}") <= "2026-07-06"
    late = datetime.date(2027, 3, 30)
    for number in range(30):
        words = Wording(de_maas(last_day=late), (number,), form=Form.DATE)
        assert words.fill_in("{datum_straks}") > "2027-03-30"
    assert month_range("maand_laat", 2026, last_day) == (8, 8)
    assert month_range("maand_laat", 2026, datetime.date(2026, 9, 2)) == (8, 9)
    assert month_range("maand_straks", 2026, late) == (4, 5)


def test_the_newest_day_of_a_text_is_found_in_both_languages():
    assert newest_day("Op 3 maart 2026 en in mei.", 2026) == datetime.date(2026, 5, 20)
    assert newest_day("On 3 March 2026.", 2026) == datetime.date(2026, 3, 3)
    assert newest_day('"2026-04-21"', 2026) == datetime.date(2026, 4, 21)
    assert newest_day("Uiterlijk 3 maart 2027.", 2026) is None
    assert newest_day("Nooit.", 2026) is None


def test_working_days_leave_out_weekends_and_fixed_holidays():
    assert working_day_on(datetime.date(2026, 4, 27)) == datetime.date(2026, 4, 28)
    friday = datetime.date(2026, 11, 20)
    assert working_day_on(datetime.date(2026, 11, 22), step=-1) == friday


# --- chance --------------------------------------------------------------------------------------


def test_chance_follows_from_the_words_alone():
    assert draw("a", 1) == draw("a", "1") != draw("a", 2)
    assert 0 <= draw("a") < 1
    assert [between(1, 3, chance) for chance in (0, 0.34, 0.67, 0.999)] == [1, 2, 3, 3]
    assert weighted({"a": 1, "b": 3}, 0.24) == "a"
    assert weighted({"a": 1, "b": 3}, 0.26) == "b"


def test_companies_leave_the_texts_that_others_took():
    texts = [{"voice": "any", "nl": "Eerste."}, {"voice": "any", "nl": "Tweede."}]
    shelf = Shelf()
    taken = [shelf.take(de_maas(), "embed.policy", "2", texts)[0] for _ in range(4)]
    assert Counter(taken) == {"Eerste.": 2, "Tweede.": 2}


def test_a_bank_without_a_fitting_text_says_so():
    with pytest.raises(NoVariant, match=r"embed\.policy"):
        Shelf().take(de_maas(), "embed.policy", "2", [{"voice": "micro", "nl": "Ik."}])
