"""The library of proof: what is said of documents, where they stand, and for how long."""

import datetime
import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from companies.models import Event
from convenant import files
from diligence.models import Assessment, Evidence, EvidenceUse, EvidenceVersion
from diligence.services import evidence as services
from diligence.uploads.names import tidy_name
from tests.diligence.files import at_most
from tests.factories import (
    AssessmentFactory,
    CompanyFactory,
    CycleFactory,
    EditorFactory,
    ReaderFactory,
    ReviewerFactory,
)
from tests.stored import path_of
from tests.uploads import good

pytestmark = pytest.mark.django_db
QUESTION, OTHER = "embed.policy", "embed.responsibility"
PROOF = ("proof", 2026, QUESTION)
JSON = {"headers": {"Accept": "application/json"}}
TODAY = timezone.localdate()


@pytest.fixture
def company():
    return CompanyFactory(slug="de-maas", name="Gieterij De Maas")


@pytest.fixture
def file(company):
    return AssessmentFactory(company=company)


@pytest.fixture
def editor(company, file):
    return EditorFactory(of=company, name="Joke Bakker")


@pytest.fixture
def browser(editor, client_of):
    return client_of(editor)


@pytest.fixture
def policy(browser, company, in_scope) -> Evidence:
    """Return a document that stands at the first question."""
    put(browser, good.sent("beleid.pdf", good.pdf()))
    [document] = documents(in_scope, company)
    return document


def address(name: str, *args) -> str:
    return reverse(f"diligence:{name}", args=["de-maas", *args])


def put(client, *sent, where=PROOF, headers=None, **more):
    """Post files as the form does, or as script does with JSON."""
    data = {"files": list(sent), **more} if sent else more
    return client.post(address(*where), data, headers=headers or {})


def documents(in_scope, company) -> list[Evidence]:
    with in_scope(company):
        return list(Evidence.objects.with_file().order_by("title"))


def text_of(response) -> str:
    """Return the words of a page in one line."""
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(words).split())


class TestAdding:
    def test_the_place_of_a_file_tells_nothing_of_its_name(self, policy, company, in_scope):
        with in_scope(company):
            place = policy.versions.get().file
        assert re.fullmatch(rf"evidence/{company.pk}/[0-9a-f]{{32}}", place)
        assert path_of(place).stat().st_mode & 0o077 == 0, "only the product reads it"

    def test_several_files_and_what_is_said_of_them(self, browser, company, in_scope):
        said = {
            "title": "Wordt niet gebruikt bij meer bestanden",
            "kind": "EV-20",
            "valid_until": "2030-01-31",
            "secrecy": "yes",
            "description": "Bladzijde 4.",
        }

        response = put(
            browser,
            good.sent("audit_maart.pdf", good.pdf("a")),
            good.sent("audit april.xlsx", good.xlsx()),
            **said,
        )

        assert response.status_code == 302
        found = documents(in_scope, company)
        assert [one.title for one in found] == ["Audit april", "Audit maart"]
        for one in found:
            assert (one.kind, one.is_confidential) == ("EV-20", True)
            assert one.valid_until == datetime.date(2030, 1, 31)
            assert one.description == "Bladzijde 4."

    def test_one_file_takes_the_title(self, browser, company, in_scope):
        put(browser, good.sent("x.pdf", good.pdf()), title="  Ons   beleid ", kind="EV-03")

        [document] = documents(in_scope, company)
        assert document.title == "Ons beleid"
        assert document.is_confidential, "a decision of the management usually is"

    def test_without_a_file_the_page_says_what_to_do(self, browser):
        response = put(browser)
        assert response.status_code == 422
        assert "Kies een bestand, of kies iets uit de bibliotheek." in text_of(response)

    def test_a_date_that_is_none_keeps_the_rest(self, browser, company, in_scope):
        response = put(browser, good.sent("a.pdf", good.pdf()), valid_until="31-13-2026", title="T")

        assert response.status_code == 422
        assert 'value="T"' in response.content.decode()
        assert documents(in_scope, company) == []

    def test_a_file_in_the_library_alone(self, browser, company, in_scope):
        response = put(browser, good.sent("certificaat.pdf", good.pdf()), where=("library",))

        assert response.status_code == 302
        assert "staat bij geen vraag" in text_of(browser.get(address("library")))


class TestSharing:
    """Line 24: one file supports many answers."""

    def test_the_same_file_twice_is_one_document_at_two_answers(
        self, browser, policy, company, in_scope
    ):
        response = put(
            browser,
            good.sent("kopie van beleid.pdf", good.pdf()),
            where=("proof", 2026, OTHER),
            **JSON,
        )

        assert "Dit bestand had u al als “Beleid”." in response.json()["message"]
        with in_scope(company):
            assert Evidence.objects.count() == EvidenceVersion.objects.count() == 1
            questions = set(EvidenceUse.objects.values_list("question", flat=True))
        assert questions == {QUESTION, OTHER}
        assert len(list(path_of(f"evidence/{company.pk}").iterdir())) == 1

    def test_a_document_is_chosen_from_the_library_for_another_year(
        self, browser, policy, company, in_scope
    ):
        AssessmentFactory(company=company, cycle=CycleFactory(year=2025))

        response = put(browser, where=("proof", 2025, QUESTION), known=[str(policy.pk)])

        assert response.status_code == 302
        page = text_of(browser.get(address("evidence", policy.pk)))
        assert "2025 · onderdeel 1.1" in page and "2026 · onderdeel 1.1" in page
        with in_scope(company):
            names = list(Event.objects.order_by("at").values_list("verb", flat=True))
        assert names == ["evidence.added", "evidence.linked", "evidence.linked"]

    def test_what_stands_there_already_changes_nothing(self, browser, policy, company, in_scope):
        put(browser, where=PROOF, known=[str(policy.pk), "geen-nummer"])
        with in_scope(company):
            assert EvidenceUse.objects.count() == 1

    def test_a_question_or_document_that_is_none_is_not_there(self, browser, policy):
        assert browser.get(address("proof", 2026, "embed.nonsense")).status_code == 404
        gone = address("proof-unlink", 2026, QUESTION, "00000000-0000-4000-8000-000000000000")
        assert browser.post(gone).status_code == 404


class TestVersions:
    def test_the_same_file_is_no_new_version(self, browser, policy, company, in_scope):
        put(browser, good.sent("x.pdf", good.pdf()), where=("evidence-version", policy.pk))
        with in_scope(company):
            assert policy.versions.count() == 1
        assert len(list(path_of(f"evidence/{company.pk}").iterdir())) == 1

    def test_a_refused_version_leaves_the_old_one(self, browser, policy):
        where = ("evidence-version", policy.pk)
        response = put(browser, good.sent("x.pdf", b"<html>"), where=where)
        assert response.status_code == 422
        assert "De inhoud past niet bij de naam" in text_of(response)
        assert "Versie 1" in text_of(response) and "Versie 2" not in text_of(response)


class TestValidity:
    """Line 24: an expiry flags every use."""

    @pytest.mark.parametrize(
        ("last_day", "flag"),
        [
            (TODAY - datetime.timedelta(days=1), "Verlopen op"),
            (TODAY, "Verloopt op"),
            (TODAY + datetime.timedelta(days=60), "Verloopt op"),
            (TODAY + datetime.timedelta(days=61), ""),
        ],
    )
    def test_it_shows_at_every_use(self, last_day, flag, browser, policy, company, in_scope, file):
        put(browser, where=("proof", 2026, OTHER), known=[str(policy.pk)])
        with in_scope(company):
            services.change(
                Evidence.objects.get(pk=policy.pk),
                services.Details(title="Certificaat", kind="EV-20", valid_until=last_day),
                by=file.touched_by or policy.created_by,
            )

        part = text_of(browser.get(address("part", 2026, "1.1")))
        other = text_of(browser.get(address("part", 2026, "1.2")))
        places = [part, other, text_of(browser.get(address(*PROOF)))]
        places += [text_of(browser.get(address("evidence", policy.pk)))]
        library = browser.get(address("library"))
        flags = ("Verlopen op", "Verloopt op")
        for page in (*places, text_of(library)):
            assert [one for one in flags if one in page] == ([flag] if flag else [])
        assert ("Hebt u een nieuwe?" in places[-1]) is (flag == "Verlopen op")

    def test_the_library_shows_what_expired_first_and_filters(
        self, browser, editor, company, in_scope
    ):
        days = {"Later": 400, "Verlopen stuk": -1, "Bijna": 30, "Zonder datum": None}
        with in_scope(company):
            for title, left in days.items():
                until = TODAY + datetime.timedelta(days=left) if left is not None else None
                details = services.Details(title=title, kind="EV-20", valid_until=until)
                content = good.sent(f"{title}.pdf", good.pdf(title))
                services.add_evidence(company, content, by=editor, details=details)

        def titles(query=""):
            page = browser.get(address("library") + query).content.decode()
            return re.findall(r"<strong>([^<]+)</strong></a>", page)

        assert titles() == ["Verlopen stuk", "Bijna", "Zonder datum", "Later"]
        assert titles("?state=expired") == ["Verlopen stuk"]
        assert titles("?state=soon") == ["Bijna"]
        assert len(titles("?state=unused")) == 4
        assert titles("?state=stopped") == titles("?state=removed") == []
        assert titles("?q=bijna.pdf") == ["Bijna"]
        assert titles("?kind=EV-01") == []
        assert len(titles("?state=onzin&page=99")) == 4


class TestRemoving:
    def test_removed_it_is_gone_everywhere_and_comes_back_everywhere(self, browser, policy):
        response = browser.post(address("evidence-remove", policy.pk), follow=True)

        assert "“Beleid” is verwijderd" in text_of(response)
        assert address("evidence-restore", policy.pk) in response.content.decode()
        assert str(policy.pk) not in browser.get(address("part", 2026, "1.1")).content.decode()
        assert str(policy.pk) not in browser.get(address("library")).content.decode()

        browser.post(address("evidence-restore", policy.pk))

        assert str(policy.pk) in browser.get(address("part", 2026, "1.1")).content.decode()

    def test_what_was_handed_in_stays(self, browser, policy, file, company, in_scope):
        with in_scope(company):
            Assessment.objects.filter(pk=file.pk).update(status="submitted")

        response = browser.post(address("evidence-remove", policy.pk), follow=True)

        assert "hoort bij uw ingediende dossier van 2026" in text_of(response)
        with in_scope(company):
            assert Evidence.objects.kept().count() == 1

    def test_a_file_that_was_handed_in_takes_and_gives_no_proof(
        self, browser, policy, file, company, in_scope
    ):
        with in_scope(company):
            Assessment.objects.filter(pk=file.pk).update(status="submitted")

        added = put(browser, good.sent("n.pdf", good.pdf("nieuw")))
        taken = browser.post(address("proof-unlink", 2026, QUESTION, policy.pk), **JSON)

        assert (added.status_code, taken.status_code) == (409, 409)
        assert "Uw dossier is ingediend." in text_of(added)
        assert "Uw dossier is ingediend." in taken.json()["message"]
        with in_scope(company):
            assert EvidenceUse.objects.count() == Evidence.objects.count() == 1


class TestHandingOut:
    """Line 25: access checked at each download, never public, nothing runs."""

    def test_the_type_comes_from_our_list_and_the_name_is_safe(self, browser, company, in_scope):
        name = "rapport; x=1 ünïcode.txt"
        put(browser, good.sent(name, good.TXT, "text/html"))
        [document] = documents(in_scope, company)

        response = browser.get(address("evidence-file", document.file["id"]))

        assert response["Content-Type"] == "text/plain"
        assert response["Content-Disposition"] == (
            "attachment; filename*=utf-8''rapport%3B%20x%3D1%20%C3%BCn%C3%AFcode.txt"
        )

    def test_a_reader_reads_and_changes_nothing(self, policy, company, client_of):
        reader = client_of(ReaderFactory(of=company))

        assert reader.get(address("evidence-file", policy.file["id"])).status_code == 200
        page = reader.get(address("part", 2026, "1.1")).content.decode()
        assert policy.title in page and "Bewijs toevoegen" not in page
        assert put(reader, good.sent("a.pdf", good.pdf("b"))).status_code == 403
        for name in ("evidence-remove", "evidence-restore", "evidence-version", "evidence"):
            assert reader.post(address(name, policy.pk)).status_code == 403

    def test_the_secretariat_reads_and_the_company_sees_it(
        self, policy, company, in_scope, client_of
    ):
        visitor = client_of(ReviewerFactory(name="Carla Smit"))

        assert visitor.get(address("evidence-file", policy.file["id"])).status_code == 200
        assert visitor.get(address("library")).status_code == 200
        assert put(visitor, good.sent("a.pdf", good.pdf("b"))).status_code == 403

        with in_scope(company):
            reads = list(Event.objects.filter(by_secretariat=True).order_by("at"))
        assert [one.verb for one in reads] == ["evidence.downloaded", "file.read"]
        assert reads[0].names == {"document": "Beleid"}

    def test_a_file_that_is_gone_or_altered_is_not_handed_out(
        self, policy, browser, company, in_scope
    ):
        with in_scope(company):
            place = path_of(policy.versions.get().file)
        url = address("evidence-file", policy.file["id"])

        place.write_bytes(good.pdf("iets anders"))
        assert browser.get(url).status_code == 410
        place.unlink()
        response = browser.get(url)

        assert response.status_code == 410
        assert "Voeg het opnieuw toe als nieuwe versie" in text_of(response)

    def test_when_the_store_is_away_the_page_says_so(self, policy, browser, monkeypatch):
        def away(name):
            raise files.StoreDown

        monkeypatch.setattr(files, "open_file", away)
        response = browser.get(address("evidence-file", policy.file["id"]))
        assert response.status_code == 503
        assert "Probeer het over een paar minuten opnieuw" in text_of(response)


class TestCost:
    def test_the_library_and_a_document_ask_a_fixed_number(self, browser, policy, editor, company):
        from convenant.tenancy.scope import company_scope

        with company_scope(company.pk):
            for number in range(20):
                content = good.sent(f"{number}.txt", f"tekst {number}".encode())
                services.add_evidence(company, content, by=editor)
        browser.get(address("library"))

        with at_most(6):
            browser.get(address("library"))
        with at_most(8):
            browser.get(address("evidence", policy.pk))
        with at_most(8):
            browser.get(address(*PROOF))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("C:\\Users\\joke\\beleid.pdf", "beleid.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ('rap"port\r\nSet-Cookie: x=1.txt', "rap port Set-Cookie x=1.txt"),
        ("factuur\u202efdp.exe", "factuur fdp.exe"),
        (".pdf", "pdf"),
        ("  ", "bestand"),
        ("a" * 300 + ".pdf", "a" * 146 + ".pdf"),
    ],
)
def test_a_name_is_made_fit_to_be_shown(typed, kept):
    assert tidy_name(typed) == kept
