"""The pages of the register: what each person sees and may do, and that nothing typed is lost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from companies.models import Event
from convenant.tenancy.scope import company_scope
from diligence.models import Assessment, Risk, RiskWeighing, SourcingLine
from diligence.services.risks import register
from diligence.services.risks.weighing import weigh
from tests.factories import (
    AdminFactory,
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    ReaderFactory,
    ReviewerFactory,
)
from tests.factories.risks import REASON, judgement, many_risks, sourced

pytestmark = pytest.mark.django_db
CHILD = "RT09/ME-CO/CD"
PARTS = {"scale": "5", "scope": "3", "irremediable": "5", "likelihood": "4"}
INVOLVED = {"involvement": "linked", "involvement_reason": REASON}


@pytest.fixture
def file():
    file = AssessmentFactory(company=CompanyFactory())
    sourced(file)
    return file


@pytest.fixture
def editor(file):
    return EditorFactory(of=file.company, name="Joke Bakker")


@pytest.fixture
def client(client_of, editor):
    return client_of(editor)


@pytest.fixture
def risk(file, editor):
    with company_scope(file.company_id):
        return register.accept(file, CHILD, by=editor)


def at(file, name="risks", *more):
    return reverse(f"diligence:{name}", args=[file.company.slug, file.cycle.year, *more])


def text(response):
    return " ".join(response.content.decode().split())


def fresh(risk):
    with company_scope(risk.company_id):
        return Risk.objects.get(pk=risk.pk)


def test_a_proposal_says_why_we_see_it_and_who_reports_it(client, file):
    page = text(client.get(at(file)))

    assert "Kinderarbeid" in page and "Kobalt · DR Congo" in page
    assert "U gaf kobalt op uit DR Congo." in page
    assert "Gemeld door: Amerikaans ministerie van Arbeid, 2024." in page
    assert "Delen van DR Congo: op de Europese lijst van gebieden met conflict" in page
    assert "versie CAHRA-18 van 30 juni 2025" in page


def test_old_undated_and_unread_sources_are_flagged(client, file):
    sourced(file, "ME-AL", "IN")
    sourced(file, "ME-AL", "BR")

    page = text(client.get(at(file), {"proposals": "1"}))

    assert "Bron ouder dan 5 jaar" in page  # Supreme Court of India, 2013
    assert "Jaar van de bron onbekend" in page
    assert "Bron nog niet nagelezen" in page


def test_unknown_origin_is_called_an_estimate(client, file):
    sourced(file, "ME-SN", "", certainty="unknown")

    page = text(client.get(at(file), {"proposals": "1"}))

    assert "Tin · herkomst onbekend" in page and "Herkomst geschat" in page
    assert "van de wereld komt 21% uit Indonesië, 9% uit DR Congo" in page


def test_english_pages_tell_the_same_in_english(client, file):
    client.cookies["django_language"] = "en"
    page = text(client.get(at(file)))

    assert "Child labour" in page and "Reported by: US Department of Labor, 2024." in page


def test_from_proposal_to_weighed_risk_without_javascript(client, file):
    taken = client.post(at(file, "risk-propose"), {"proposal": CHILD}, follow=True)
    assert "Weeg dit risico" in text(taken) and "Klein ongemak" in text(taken)
    with company_scope(file.company_id):
        risk = Risk.objects.get()

    saved = client.post(at(file, "risk", risk.pk), PARTS | INVOLVED | {"version": "1"}, follow=True)

    assert "Uw weging is opgeslagen." in text(saved)
    assert "Voorrang 1 · uiterst ernstig" in text(saved)
    assert "Invloed gebruiken of opbouwen" in text(saved)  # what being linked requires
    row = text(client.get(at(file)))
    assert "wij zijn direct verbonden" in row and "Voorrang 1" in row


@pytest.mark.parametrize("missing", [*PARTS, "involvement", "involvement_reason"])
def test_a_weighing_that_is_not_whole_is_refused_and_kept_on_the_page(client, file, risk, missing):
    data = PARTS | INVOLVED | {"version": "1"}
    data[missing] = ""

    response = client.post(at(file, "risk", risk.pk), data)
    page = text(response)

    assert response.status_code == 422
    assert "Eén punt klopt nog niet" in page
    assert f'href="#id_{missing}' in page and f'id="id_{missing}_error"' in page
    if missing != "involvement_reason":
        assert REASON in page
    if missing != "scale":
        assert 'id="id_scale_4" value="5" checked' in page
    assert fresh(risk).weighed_at is None


def test_a_reason_of_a_word_is_refused(client, file, risk):
    data = PARTS | INVOLVED | {"version": "1", "involvement_reason": "tja"}

    response = client.post(at(file, "risk", risk.pk), data)

    assert response.status_code == 422
    assert "Schrijf ten minste 10 tekens" in text(response)


def test_who_comes_second_sees_both_and_loses_nothing(client, file, risk, editor):
    with company_scope(file.company_id):
        weigh(risk, judgement(), seen=1, by=editor)
    mine = PARTS | INVOLVED | {"version": "1", "scale": "1", "note": "Mijn aantekening"}

    response = client.post(at(file, "risk", risk.pk), mine)
    page = text(response)

    assert response.status_code == 409
    assert "Joke Bakker veranderde dit risico" in page and "Mijn aantekening" in page
    assert 'id="id_scale_0" value="1" checked' in page and 'name="version" value="2"' in page
    again = client.post(at(file, "risk", risk.pk), mine | {"version": "2"})
    assert again.status_code == 302 and fresh(risk).scale == 1
    with company_scope(file.company_id):
        assert RiskWeighing.objects.count() == 2


def test_saving_and_going_on_leads_to_the_next_unweighed_risk(client, file, risk, editor):
    with company_scope(file.company_id):
        other = register.accept(file, "RT10/ME-CO/CD", by=editor)
    data = PARTS | INVOLVED | {"version": "1", "next": "1"}

    first = client.post(at(file, "risk", risk.pk), data)
    second = client.post(at(file, "risk", other.pk), data)

    assert (first.url, second.url) == (at(file, "risk", other.pk), at(file))


def test_a_floor_is_explained(client, file, risk):
    data = dict.fromkeys(PARTS, "1") | INVOLVED | {"version": "1"}

    page = text(client.post(at(file, "risk", risk.pk), data, follow=True))

    assert "De delen geven ernst 1. Dit thema begint bij 5" in page
    assert "Ondergrens van het thema" in page


def test_declining_needs_a_reason_and_keeps_what_was_typed(client, file):
    response = client.post(at(file, "risk-propose"), {"proposal": CHILD, "reason": "nee"})
    page = text(response)
    assert response.status_code == 422
    assert 'href="#v-RT09-ME-CO-CD-reason"' in page and ">nee</textarea>" in page

    client.post(at(file, "risk-propose"), {"proposal": CHILD, "reason": "Wij kopen dit niet meer."})

    page = text(client.get(at(file), {"show": "rejected"}))
    assert "past niet bij ons" in page and "Kinderarbeid" in page


def test_a_proposal_that_went_away_is_told(client, file):
    response = client.post(at(file, "risk-propose"), {"proposal": "RT01/ME-AU/XX"})

    assert response.status_code == 422
    assert "Dit voorstel is er niet meer" in text(response)


def test_an_own_risk_is_added(client, file):
    assert client.get(at(file, "risk-add")).status_code == 200
    assert client.post(at(file, "risk-add"), {"title": "Stof"}).status_code == 422
    own = {"theme": "RT19", "country": "NL", "title": "Stof uit onze gieterij"}

    page = text(client.post(at(file, "risk-add"), own, follow=True))

    assert "Stof uit onze gieterij" in page and "Eigen werk · Nederland" in page


def test_a_risk_is_put_off_taken_up_rejected_and_restored(client, file, risk):
    later = timezone.localdate() + timedelta(days=60)
    put_off = at(file, "risk-put-off", risk.pk)
    past = {"until": "2020-01-01", "why_later": REASON}
    assert "Kies een dag die nog moet komen." in text(client.post(put_off, past))
    page = text(client.post(put_off, past | {"until": later.isoformat()}, follow=True))
    assert "Dit risico wacht tot" in page and "Later: tot" in page
    assert "Kinderarbeid" in text(client.get(at(file), {"show": "later"}))
    client.post(at(file, "risk-resume", risk.pk))
    assert fresh(risk).put_off_until is None

    reject = at(file, "risk-reject", risk.pk)
    refused = client.post(reject, {"reason": ""})
    assert refused.status_code == 422 and "Waarom past dit niet" in text(refused)
    client.post(reject, {"reason": REASON})
    assert "Weggelegd door Joke Bakker" in text(client.get(at(file, "risk", risk.pk)))
    client.post(at(file, "risk-restore", risk.pk))
    assert fresh(risk).state == "kept"


def test_two_risks_are_merged(client, file, risk, editor):
    with company_scope(file.company_id):
        other = register.accept(file, "RT10/ME-CO/CD", by=editor)
    merge = at(file, "risk-merge", other.pk)
    for wrong in ("", "nonsense", str(other.pk)):
        assert client.post(merge, {"into": wrong}).status_code == 422

    page = text(client.post(merge, {"into": str(risk.pk)}, follow=True))

    assert "Hierin samengevoegd" in page and "Dwangarbeid" in page
    gone = text(client.get(at(file, "risk", other.pk)))
    assert "Dit risico gaat verder in een ander risico." in gone


def test_a_conversation_is_kept(client, file, risk):
    asked = at(file, "risk-consult", risk.pk)
    said = {"group": "union", "who": "CNV", "on": "2026-03-02", "said": "Meer toezicht."}
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert "Deze dag moet nog komen." in text(client.post(asked, said | {"on": tomorrow}))
    assert client.post(asked, {}).status_code == 422

    page = text(client.post(asked, said | {"changed": "Wij vragen het na."}, follow=True))

    assert "CNV" in page and "vakbond · 2 maart 2026" in page and "Wij vragen het na." in page


def test_last_year_is_taken_along_and_stands_beside(client, file, editor):
    last = AssessmentFactory(company=file.company, cycle__year=2025)
    with company_scope(file.company_id):
        sourced(last)
        old = weigh(register.accept(last, CHILD, by=editor), judgement(), seen=1, by=editor)
    assert "Meenemen uit 2025" in text(client.get(at(file)))

    page = text(client.post(at(file, "risks-carry"), follow=True))
    assert "1 risico is meegenomen" in page and "2025: ernst 5, kans 4" in page
    assert "Meenemen uit 2025" not in page
    with company_scope(file.company_id):
        here = Risk.objects.of_file(file).get(lineage=old.lineage)
    data = PARTS | INVOLVED | {"version": "1", "likelihood": "2"}
    client.post(at(file, "risk", here.pk), data)
    assert "2025: ernst 5, kans 4 (nu lichter)" in text(client.get(at(file)))
    again = client.post(at(file, "risks-carry"))
    assert again.status_code == 422 and "geen risico’s van vorig jaar" in text(again)


def test_the_heat_map_leads_to_the_list_and_counts_what_is_too_much(client, file):
    risks = many_risks(file, 30)

    page = text(client.get(at(file)))
    assert 'href="#' not in page.split('class="matrix"')[1].split("</table>")[0]
    cell = next(risk for risk in risks if (risk.severity, risk.likelihood) == (5, 1))
    narrowed = text(client.get(at(file), {"cell": "5-1"}))

    assert "Ernst: uiterst ernstig, kans: zeldzaam" in narrowed
    assert f'id="r-{cell.pk}"' in narrowed
    assert narrowed.count('class="ranked__item"') == 2
    assert client.get(at(file), {"cell": "9-x", "show": "zzz", "page": "99"}).status_code == 200


def test_a_reader_reads_and_changes_nothing(client_of, file, risk):
    reader = client_of(ReaderFactory(of=file.company))
    page = text(reader.get(at(file, "risk", risk.pk)))

    assert reader.get(at(file)).status_code == 200
    assert "<textarea" not in page and "Opslaan" not in page
    for name in POSTS:
        assert reader.post(at(file, name, *pk_of(name, risk))).status_code == 403, name
    assert reader.get(at(file, "risk-add")).status_code == 403


POSTS = [
    "risk", "risk-propose", "risk-add", "risks-carry", "risk-reject", "risk-merge", "risk-restore",
    "risk-put-off", "risk-resume", "risk-consult",
]  # fmt: skip


def pk_of(name, risk):
    return [] if name in ("risk-propose", "risk-add", "risks-carry") else [risk.pk]


def test_the_secretariat_reads_and_the_company_sees_that(client_of, file, risk):
    secretariat = client_of(ReviewerFactory(name="Anna Visser"))

    assert secretariat.get(at(file)).status_code == 200
    page = text(secretariat.get(at(file, "risk", risk.pk)))
    assert "Kinderarbeid" in page and "<textarea" not in page
    for name in POSTS:
        assert secretariat.post(at(file, name, *pk_of(name, risk))).status_code == 403, name
    with company_scope(file.company_id):
        reads = Event.objects.for_company(file.company).filter(verb="file.read")
        assert {event.data["page"] for event in reads} == {"diligence:risks", "diligence:risk"}
    admin = client_of(AdminFactory(of=file.company))
    log = text(admin.get(reverse("diligence:log", args=[file.company.slug])))
    assert "Anna Visser (secretariaat) bekeek de risico’s van 2026." in log
    assert "Joke Bakker nam een voorgesteld risico over: Kinderarbeid (Kobalt, DR Congo)." in log


def test_another_company_finds_nothing(client_of, file, risk):
    stranger = client_of(EditorFactory(of=CompanyFactory()))

    for name in ["risks", *POSTS]:
        assert (
            stranger.get(at(file, name, *pk_of(name, risk) if name != "risks" else [])).status_code
            == 404
        )
        if name != "risks":
            assert stranger.post(at(file, name, *pk_of(name, risk))).status_code == 404


def test_a_risk_of_another_year_is_not_there(client, file, risk):
    other = AssessmentFactory(company=file.company, cycle__year=2025)

    assert client.get(at(other, "risk", risk.pk)).status_code == 404


def test_a_closed_year_can_be_read_and_says_why_nothing_changes(client, file, risk):
    with company_scope(file.company_id):
        Assessment.objects.filter(pk=file.pk).update(status="submitted")
    page = text(client.get(at(file, "risk", risk.pk)))
    assert "Uw dossier is ingediend." in page and "Weeg dit risico" not in page

    later = {"until": "2099-01-01", "why_later": REASON, "reason": REASON}
    said = {"group": "union", "who": "CNV", "on": "2026-03-02", "said": "Ja."}
    posted = PARTS | INVOLVED | {"version": "1"} | later | said | {"theme": "RT19"}
    for name in POSTS:
        data = posted | {"proposal": "RT10/ME-CO/CD", "into": str(risk.pk)}
        assert client.post(at(file, name, *pk_of(name, risk)), data).status_code == 409, name
    assert fresh(risk).version == 1


def queries_of(client, url, django_assert_max_num_queries, most):
    client.get(url)  # warms what is read once per process
    with django_assert_max_num_queries(most) as counted:
        assert client.get(url).status_code == 200
    return len(counted)


def test_three_hundred_risks_and_a_thousand_lines_ask_as_many_queries_as_three(
    client, file, django_assert_max_num_queries
):
    many_risks(file, 3)
    few = queries_of(client, at(file), django_assert_max_num_queries, 16)
    many_risks(file, 297)
    with company_scope(file.company_id):
        metals, countries = ["ME-CO", "ME-SN", "ME-AU", "ME-CU"], ["CD", "ID", "PE", ""]
        SourcingLine.objects.bulk_create(
            SourcingLine(
                company=file.company, assessment=file, metal=metals[n % 4],
                country=countries[n % 3], stage="ST02", form="ore", certainty="told",
            )
            for n in range(1000)
        )  # fmt: skip
        one = Risk.objects.of_file(file).first()

    assert queries_of(client, at(file), django_assert_max_num_queries, 16) == few
    assert queries_of(client, f"{at(file)}?proposals=1", django_assert_max_num_queries, 16) <= few
    queries_of(client, at(file, "risk", one.pk), django_assert_max_num_queries, 18)
