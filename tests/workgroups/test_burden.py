"""What filling in costs: times from saves, questions that tell nothing, and never a name."""

import csv
import datetime
import io
from collections import Counter

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from convenant.tenancy.scope import company_scope
from diligence.models import Answer, Assessment
from diligence.services.versions.offering import offer
from tests.factories import (
    AdminFactory,
    CompanyFactory,
    PartyUserFactory,
    ReviewerFactory,
    UserFactory,
    published_version,
)
from tests.workgroups.members import cycle_of, file_of
from workgroups.aggregation.burden import (
    FEWEST,
    PAUSE,
    Given,
    Kept,
    Sameness,
    Save,
    in_all,
    never_change,
    never_differ,
    sittings,
    spread_of,
    times_by_part,
    to_drop,
)
from workgroups.queries.burden import COMPARABLE

URL, EXCEL, CSV = "/sector/2026/burden/", "/sector/2026/burden.xlsx", "/sector/2026/burden.csv"
PARTS = {"a.one": "1.1", "a.two": "1.1", "b.one": "2.1"}


def saves(*moments: tuple[int, str], company: int = 1, person: int | None = 1) -> list[Save]:
    """Return saves at so many seconds from the start."""
    return [Save(company, person, at, question) for at, question in moments]


class TestSums:
    def test_time_goes_to_the_part_of_the_later_save(self):
        found = times_by_part(saves((0, "a.one"), (60, "a.two"), (200, "b.one")), PARTS)
        assert found == {"1.1": {1: 60}, "2.1": {1: 140}}

    @pytest.mark.parametrize(("gap", "seen"), [(PAUSE, PAUSE), (PAUSE + 1, 0)])
    def test_a_pause_is_cut_out(self, gap, seen):
        found = times_by_part(saves((0, "a.one"), (gap, "a.two")), PARTS)
        assert found.get("1.1", {}).get(1, 0) == seen

    def test_what_was_saved_at_one_moment_tells_nothing(self):
        assert times_by_part(saves((5, "a.one"), (5, "a.two")), PARTS) == {}

    def test_two_people_work_beside_each_other(self):
        mine = saves((0, "a.one"), (100, "a.two"))
        theirs = saves((50, "b.one"), (90, "b.one"), person=2)
        assert times_by_part([*mine, *theirs], PARTS) == {"1.1": {1: 100}, "2.1": {1: 40}}

    def test_a_question_of_another_edition_and_a_forgotten_person_do_no_harm(self):
        gone = saves((0, "a.one"), (30, "old.one"), (60, "a.two"), person=None)
        assert times_by_part(gone, PARTS) == {"1.1": {1: 30}}

    def test_sittings_are_counted_per_person(self):
        mine = saves((0, "a.one"), (60, "a.one"), (60 + PAUSE + 1, "a.one"))
        assert sittings([*mine, *saves((10, "b.one"), person=2)]) == {1: 3}

    def test_parts_add_up_by_company(self):
        assert in_all({"1.1": {1: 60, 2: 30}, "2.1": {1: 5}}) == {1: 65, 2: 30}

    def test_a_figure_needs_five_companies(self):
        few = spread_of([60 * n for n in range(1, FEWEST)])
        assert (few.is_told, few.companies, few.middle, few.low) == (False, 4, None, None)
        told = spread_of([60, 120, 180, 240, 6000])
        assert (told.companies, told.low, told.middle, told.high) == (5, 2, 3, 4)

    def test_never_differing_needs_five_companies_and_one_answer(self):
        given = [
            Given("a.one", "answered 2", 5),
            Given("a.two", "answered 2", 9), Given("a.two", "dont_know", 1),
            Given("b.one", "answered 1", 4),
        ]  # fmt: skip
        assert never_differ(given) == [Sameness("a.one", 5)]

    def test_never_changing_needs_five_companies_with_two_equal_years(self):
        kept = [Kept("a.one", 5, 5), Kept("a.two", 6, 5), Kept("b.one", 4, 4)]
        assert never_change(kept) == [Sameness("a.one", 5)]

    def test_the_list_keeps_the_order_of_the_questionnaire(self):
        found = to_drop(["b.one", "a.one", "a.two"], [Sameness("a.one", 7)], [Sameness("b.one", 6)])
        assert list(found) == [("b.one", None, 6), ("a.one", 7, None)]


def answered_by_one(file: Assessment, *answers) -> None:
    """Save several answers by one person, each some minutes after the one before."""
    person = UserFactory()
    noon = timezone.now().replace(hour=12, minute=0, second=0)
    with company_scope(file.company_id):
        for key, value, minutes in answers:
            Answer.objects.create(
                company=file.company, assessment=file, question=key, state="answered", value=value,
                changed_at=noon + datetime.timedelta(minutes=minutes), changed_by=person, version=1,
            )  # fmt: skip


def hand_in(file: Assessment, status: str) -> None:
    """Bring a file that was filled in to where it is to stand."""
    if status != "draft":
        with company_scope(file.company_id):
            mine = Assessment.objects.filter(pk=file.pk)
            mine.update(status=status, submitted_at=timezone.now())


@pytest.mark.django_db
class TestPage:
    @pytest.fixture
    def officer(self, client_of):
        return client_of(ReviewerFactory())

    def sector(self, companies: int, *, status: str = "submitted") -> list[Assessment]:
        """Make companies with two years: one answer equal everywhere, one that differs."""
        made = []
        for n in range(companies):
            company = CompanyFactory(name=f"Kanarie {n}")
            before, file = file_of(company, "draft", year=2025), file_of(company, "draft")
            answered_by_one(before, ("embed.policy", 2, 0), ("identify.chain_depth", 1, 5))
            answered_by_one(
                file,
                ("embed.policy", 2, 0), ("embed.training", n % 3, 4), ("identify.scoping", 2, 9),
                ("identify.chain_depth", 1 + n % 2, 12), ("embed.breaches", "Wij bellen.", 13),
            )  # fmt: skip
            hand_in(before, "submitted")
            hand_in(file, status)
            made.append(file)
        return made

    def test_times_and_questions_of_five_companies_are_told(self, officer):
        self.sector(FEWEST)
        page = officer.get(URL)
        ledger = page.context["ledger"]

        gaps = {"embed.training": 4, "identify.scoping": 5, "identify.chain_depth": 3}
        expected = Counter({ledger.year.edition.question("embed.breaches").part: 1})
        for key, minutes in gaps.items():
            expected[ledger.year.edition.question(key).part] += minutes
        middles = {one.part.key: one.spread.middle for one in ledger.parts if one.spread.is_told}
        assert middles == expected
        assert ledger.whole.middle == 13 and ledger.sittings.middle == 1
        told = {one.question.key: (one.alike, one.unchanged) for one in ledger.told}
        assert told == {"embed.policy": (5, 5), "identify.scoping": (5, None)}
        assert "5 bedrijven, één antwoord" in page.text

    def test_four_companies_are_too_few_and_the_page_says_so(self, officer):
        self.sector(FEWEST - 1)
        page = officer.get(URL)
        assert page.context["ledger"].told == [] and not page.context["ledger"].whole.is_told
        assert "te weinig bedrijven: nog één nodig" in page.text

    def test_a_file_under_way_does_not_count(self, officer):
        self.sector(FEWEST, status="draft")
        page = officer.get(URL)
        assert page.context["ledger"].year.handed_in == 0
        assert page.context["ledger"].told == []

    def test_files_on_a_newer_questionnaire_count_with_what_they_are_asked(
        self, officer, monkeypatch
    ):
        """Some stay on 2026, some move to 2027, where new questions stand and others went."""
        monkeypatch.setattr("workgroups.queries.burden.COMPARABLE", (*COMPARABLE, "long_text"))
        files = self.sector(2 * FEWEST, status="draft")
        newer = published_version("2027")
        offer(files[0].cycle, newer, by=None)
        gone, came = "identify.scheme_limits", "identify.schemes"
        for number, file in enumerate(files):
            has_moved = number < FEWEST
            if has_moved:
                with company_scope(file.company_id):
                    Assessment.objects.filter(pk=file.pk).update(version=newer)
            said = "Eerder" if has_moved else "Wij toetsen zelf."
            answered_by_one(file, (gone, said, 60))
            if has_moved:
                answered_by_one(file, ("prevent.help_results", "Veel", 90), (came, "Ja.", 97))
            hand_in(file, "submitted")

        page = officer.get(URL)
        ledger = page.context["ledger"]

        told = {one.question.key: one.alike for one in ledger.told}
        assert told[came] == FEWEST, "a question of the newer one is told of"
        assert told[gone] == FEWEST, "what was kept of the former one is no answer"
        [row] = [one for one in ledger.told if one.question.key == came]
        assert row.question.text.nl in page.text
        parts = {one.part.key: one.spread for one in ledger.parts}
        assert len(parts) == len(ledger.parts), "a part of both stands there once"
        assert parts[row.part.key].companies == FEWEST
        assert parts[row.part.key].middle == 7, "the time at its questions counts"

    def test_no_company_and_no_person_is_named(self, officer):
        self.sector(FEWEST)
        book = load_workbook(io.BytesIO(officer.get(EXCEL).content))
        words = " ".join(
            str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
        )
        for text in (officer.get(URL).text, officer.get(CSV).content.decode("utf-8-sig"), words):
            assert "Kanarie" not in text and "@" not in text.replace("@layer", "")

    def test_the_files_hold_what_the_page_shows(self, officer):
        self.sector(FEWEST)
        lines = list(
            csv.DictReader(io.StringIO(officer.get(CSV).content.decode("utf-8-sig")), delimiter=";")
        )
        assert [one["Sleutel"] for one in lines] == ["embed.policy", "identify.scoping"]
        assert lines[0]["Bedrijven met hetzelfde antwoord"] == "5"
        book = load_workbook(io.BytesIO(officer.get(EXCEL).content))
        assert book.sheetnames == ["Tijd", "Vragen", "Toelichting"]
        assert not [
            cell for sheet in book for row in sheet.iter_rows() for cell in row
            if cell.data_type == "f"
        ]  # fmt: skip

    def test_a_year_without_anything_is_empty_and_one_that_is_not_there_is_not_found(self, officer):
        cycle_of()
        assert "verschillen de antwoorden" in officer.get(URL).text
        for address in (URL, EXCEL, CSV):
            assert officer.get(address.replace("2026", "2019")).status_code == 404

    def test_members_and_parties_are_refused(self, client_of):
        cycle_of()
        for person in (AdminFactory(of=CompanyFactory()), PartyUserFactory()):
            for address in (URL, EXCEL, CSV):
                assert client_of(person).get(address).status_code == 403

    def test_it_costs_the_same_for_many(self, officer, django_assert_max_num_queries):
        self.sector(8)
        with django_assert_max_num_queries(11):
            officer.get(URL)
