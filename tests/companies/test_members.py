"""The people of a company: who sees them, who decides, and that it takes effect at once."""

import pytest
from django.core import mail
from django.urls import reverse

from companies.models import Event, Invitation, Membership
from companies.permissions import Role
from companies.services.members import LastAdministrator, change_role, end_seat, invite
from tests.factories import (
    AdminFactory,
    ApproverFactory,
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    PartyUserFactory,
    ReaderFactory,
    ReviewerFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return CompanyFactory()


@pytest.fixture
def admin(company):
    return AdminFactory(of=company, name="Ahmed Yilmaz")


def page_of(name, company, *args):
    return reverse(f"companies:{name}", args=[company.slug, *args])


def seat_of(person) -> Membership:
    return Membership.objects.active().get(user=person)


class TestList:
    """Everybody of the company sees who takes part; the roles are explained."""

    @pytest.mark.parametrize("person", [ReaderFactory, EditorFactory, ApproverFactory])
    def test_others_see_people_and_no_forms(self, client_of, company, admin, person, in_scope):
        with in_scope(company):
            invite(company, "piet@bedrijf.example", Role.EDITOR, by=admin)
        page = client_of(person(of=company)).get(page_of("members", company))
        assert page.status_code == 200
        assert "Ahmed Yilmaz" in page.text
        assert "<form" not in page.text.split('id="inhoud"')[1].split("</main>")[0]
        assert "piet@bedrijf.example" not in page.text

    def test_each_role_has_a_sentence(self, client_of, company, admin):
        page = client_of(admin).get(page_of("members", company))
        assert page.text.count('name="role" id="id_role_') == len(Role)
        assert "dient in namens uw bedrijf" in page.text

    @pytest.mark.parametrize("person", [AdminFactory, PartyUserFactory])
    def test_strangers_get_a_404(self, client_of, company, person):
        assert client_of(person()).get(page_of("members", company)).status_code == 404

    def test_a_reviewer_has_no_business_here(self, client_of, company):
        assert client_of(ReviewerFactory()).get(page_of("members", company)).status_code == 403

    def test_anonymous_is_asked_to_sign_in(self, client_of, company):
        page = client_of().get(page_of("members", company))
        assert page.url.startswith(reverse("account_login"))

    def test_people_of_another_company_are_not_on_it(self, client_of, company, admin):
        EditorFactory(name="Iemand Anders")
        assert "Iemand Anders" not in client_of(admin).get(page_of("members", company)).text

    def test_queries_do_not_grow_with_people(self, client_of, company, admin, max_queries):
        client = client_of(admin)
        client.get(page_of("members", company))
        for _ in range(5):
            EditorFactory(of=company)
        with max_queries(9):
            client.get(page_of("members", company))


class TestInvite:
    """An administrator invites by e-mail; the answer never tells who has an account."""

    def test_the_mail_goes_to_the_address_with_a_link(self, client_of, company, admin, in_scope):
        data = {"email": "Piet@Bedrijf.example", "role": "editor"}
        page = client_of(admin).post(page_of("invite", company), data, follow=True)
        assert page.redirect_chain == [(page_of("members", company), 302)]
        (message,) = mail.outbox
        assert message.to == ["piet@bedrijf.example"]
        assert message.subject.startswith("Uitnodiging: vul samen met Ahmed Yilmaz")
        assert "/invitations/" in message.body
        assert "piet@bedrijf.example" in page.text
        with in_scope(company):
            assert Event.objects.get(verb="member.invited").actor == admin.pk

    @pytest.mark.parametrize("person", [ReaderFactory, EditorFactory, ApproverFactory])
    def test_others_may_not(self, client_of, company, person):
        data = {"email": "piet@bedrijf.example", "role": "editor"}
        page = client_of(person(of=company)).post(page_of("invite", company), data)
        assert page.status_code == 403
        assert not Invitation.objects.exists()
        assert mail.outbox == []

    @pytest.mark.parametrize(
        "data",
        [{"email": "geen adres", "role": "editor"}, {"email": "a@b.example", "role": "baas"}],
    )
    def test_what_is_wrong_is_said_and_kept(self, client_of, company, admin, data):
        page = client_of(admin).post(page_of("invite", company), data)
        assert page.status_code == 422
        assert 'class="errors"' in page.text
        assert data["email"] in page.text
        assert not Invitation.objects.exists()

    def test_a_colleague_who_takes_part_is_not_invited_again(self, client_of, company, admin):
        colleague = EditorFactory(of=company)
        data = {"email": colleague.email.upper(), "role": "reader"}
        page = client_of(admin).post(page_of("invite", company), data)
        assert page.status_code == 422
        assert "doet al mee" in page.text
        assert mail.outbox == []

    def test_known_and_unknown_addresses_get_the_same_answer(self, client_of, company, admin):
        known = EditorFactory(email="aaaa@elders.example")
        client = client_of(admin)
        pages = []
        for email in (known.email, "bbbb@elders.example"):
            data = {"email": email, "role": "editor"}
            client.post(page_of("invite", company), data)
            page = client.get(page_of("members", company))
            invitation = Invitation.objects.open().get()
            pages.append(page.text.replace(email, "X").replace(str(invitation.pk), "ID"))
            client.post(page_of("withdraw", company, invitation.pk))
            client.get(page_of("members", company))
        assert without_csrf(pages[0]) == without_csrf(pages[1])
        assert [message.subject for message in mail.outbox] == [mail.outbox[0].subject] * 2

    def test_inviting_again_replaces_the_first(self, client_of, company, admin):
        data = {"email": "piet@bedrijf.example", "role": "editor"}
        for _ in range(2):
            client_of(admin).post(page_of("invite", company), data)
        assert Invitation.objects.open().count() == 1
        links = [message.body.split("/invitations/")[1].split("/")[0] for message in mail.outbox]
        assert Invitation.objects.by_token(links[0]) is None
        assert Invitation.objects.by_token(links[1]) is not None

    def test_when_no_mail_can_leave_nothing_is_invited(
        self, client_of, company, admin, monkeypatch
    ):
        def refuse(*args):
            raise ConnectionRefusedError

        monkeypatch.setattr("companies.services.members.send_invitation", refuse)
        data = {"email": "piet@bedrijf.example", "role": "editor"}
        page = client_of(admin).post(page_of("invite", company), data)
        assert page.status_code == 422
        assert "kon niet weg" in page.text
        assert not Invitation.objects.exists()

    def test_coming_back_after_signing_in_shows_the_list(self, client_of, company, admin):
        page = client_of(admin).get(page_of("invite", company))
        assert page.url == page_of("members", company)

    def test_withdrawing_ends_the_link(self, client_of, company, admin, in_scope):
        with in_scope(company):
            invitation = invite(company, "piet@bedrijf.example", Role.EDITOR, by=admin)
        page = client_of(admin).post(page_of("withdraw", company, invitation.pk), follow=True)
        assert "ingetrokken" in page.text
        assert not Invitation.objects.open().exists()
        again = client_of(admin).post(page_of("withdraw", company, invitation.pk))
        assert again.status_code == 404

    def test_nobody_withdraws_another_companys_invitation(
        self, client_of, company, admin, in_scope
    ):
        with in_scope(company):
            invitation = invite(company, "piet@bedrijf.example", Role.EDITOR, by=admin)
        other = CompanyFactory()
        stranger = client_of(AdminFactory(of=other))
        assert stranger.post(page_of("withdraw", other, invitation.pk)).status_code == 404
        assert Invitation.objects.open().exists()


class TestRoles:
    """Another role, or no seat any more: felt on the very next request."""

    def test_a_reader_becomes_an_editor(self, client_of, company, admin, in_scope):
        reader = ReaderFactory(of=company)
        address = page_of("role", company, seat_of(reader).pk)
        page = client_of(admin).post(address, {"role": "editor"}, follow=True)
        assert "is nu invuller" in page.text
        assert seat_of(reader).role == Role.EDITOR
        with in_scope(company):
            event = Event.objects.get(verb="member.role_changed")
        assert event.data == {"before": "reader", "role": "editor"}

    @pytest.mark.parametrize("role", ["baas", ""])
    def test_a_role_that_does_not_exist_changes_nothing(self, client_of, company, admin, role):
        reader = ReaderFactory(of=company)
        client_of(admin).post(page_of("role", company, seat_of(reader).pk), {"role": role})
        assert seat_of(reader).role == Role.READER

    @pytest.mark.parametrize("person", [ReaderFactory, EditorFactory, ApproverFactory])
    @pytest.mark.parametrize("name", ["role", "end"])
    def test_only_an_administrator_decides(self, client_of, company, admin, person, name):
        colleague = person(of=company)
        data = {"role": "company_admin"}
        for target in (admin, colleague):
            page = client_of(colleague).post(page_of(name, company, seat_of(target).pk), data)
            assert page.status_code == 403
        assert seat_of(admin).role == Role.ADMIN

    @pytest.mark.parametrize("name", ["role", "end"])
    def test_coming_back_after_signing_in_changes_nothing(self, client_of, company, admin, name):
        reader = ReaderFactory(of=company)
        page = client_of(admin).get(page_of(name, company, seat_of(reader).pk))
        assert page.url == page_of("members", company)
        assert seat_of(reader).role == Role.READER

    def test_nobody_touches_a_seat_of_another_company(self, client_of, company):
        other = CompanyFactory()
        stranger = client_of(AdminFactory(of=other))
        seat = seat_of(ReaderFactory(of=company))
        assert stranger.post(page_of("end", other, seat.pk)).status_code == 404
        assert stranger.post(page_of("end", company, seat.pk)).status_code == 404
        assert Membership.objects.active().filter(pk=seat.pk).exists()

    def test_who_loses_the_seat_is_out_on_the_next_request(self, client_of, company, admin):
        editor = EditorFactory(of=company)
        AssessmentFactory(company=company)
        client = client_of(editor)
        address = reverse("diligence:overview", args=[company.slug, 2026])
        assert client.get(address).status_code == 200
        client_of(admin).post(page_of("end", company, seat_of(editor).pk))
        assert client.get(address).status_code == 404
        assert "bij geen bedrijf mee" in client.get("/").text

    def test_who_may_no_longer_submit_is_refused_on_the_next_request(
        self, client_of, company, admin
    ):
        approver = ApproverFactory(of=company)
        AssessmentFactory(company=company)
        client = client_of(approver)
        address = reverse("diligence:submit", args=[company.slug, 2026])
        assert client.post(address).status_code == 422
        seat = seat_of(approver)
        client_of(admin).post(page_of("role", company, seat.pk), {"role": "editor"})
        assert client.post(address).status_code == 403

    def test_who_ends_their_own_seat_goes_home(self, client_of, company, admin):
        other = AdminFactory(of=company)
        page = client_of(other).post(page_of("end", company, seat_of(other).pk))
        assert page.url == "/"

    def test_a_seat_that_ended_can_be_taken_again(self, client_of, company, admin, in_scope):
        editor = EditorFactory(of=company)
        with in_scope(company):
            end_seat(seat_of(editor), by=admin)
            invitation = invite(company, editor.email, Role.READER, by=admin)
        link = mail.outbox[-1].body.split("/invitations/")[1].split("/")[0]
        client_of(editor).post(reverse("invitation", args=[link]))
        invitation.refresh_from_db()
        assert seat_of(editor).role == Role.READER
        assert Membership.objects.filter(user=editor).count() == 2


class TestLastAdministrator:
    """A company keeps somebody who can manage its people."""

    def test_the_only_one_can_not_leave_or_step_down(self, client_of, company, admin):
        client = client_of(admin)
        seat = seat_of(admin)
        for name in ("end", "role"):
            page = client.post(page_of(name, company, seat.pk), {"role": "reader"}, follow=True)
            assert "enige beheerder" in page.text
        assert seat_of(admin).role == Role.ADMIN

    def test_with_another_administrator_both_are_possible(self, company, admin, in_scope):
        other = AdminFactory(of=company)
        with in_scope(company):
            change_role(seat_of(admin), Role.READER, by=other)
            with pytest.raises(LastAdministrator):
                end_seat(seat_of(other), by=other)

    def test_an_administrator_who_left_does_not_count(self, company, admin, in_scope):
        other = AdminFactory(of=company)
        with in_scope(company):
            end_seat(seat_of(other), by=admin)
            with pytest.raises(LastAdministrator):
                end_seat(seat_of(admin), by=admin)


class TestHome:
    """The address without a path."""

    def test_one_company_is_opened_at_once(self, client_of, company):
        page = client_of(EditorFactory(of=company)).get("/")
        assert page.url == reverse("diligence:start", args=[company.slug])

    def test_several_companies_are_a_choice(self, client_of, company):
        editor = EditorFactory(of=company)
        other = CompanyFactory(name="Aluhandel Nederland")
        Membership.objects.create(user=editor, company=other, role=Role.READER)
        page = client_of(editor).get("/")
        assert "Aluhandel Nederland" in page.text
        assert company.name in page.text

    def test_the_secretariat_goes_to_its_dashboard(self, client_of):
        assert client_of(ReviewerFactory()).get("/").url == reverse("sector:home")

    def test_somebody_of_a_party_is_told_what_to_expect(self, client_of):
        home = client_of(PartyUserFactory()).get("/", follow=True)
        assert home.redirect_chain == [(reverse("figures:list"), 302)]
        assert "Er zijn nog geen cijfers gepubliceerd." in home.text

    def test_anonymous_signs_in(self, client_of):
        assert client_of().get("/").url.startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("accessibility", "nog niet door een onafhankelijke partij onderzocht"),
        ("privacy", "Autoriteit Persoonsgegevens"),
    ],
)
def test_statements_are_there_for_everybody(client_of, name, words):
    assert words in client_of().get(reverse(name)).text
    assert client_of(EditorFactory()).get(reverse(name)).status_code == 200


def without_csrf(text: str) -> str:
    """Return a page without the secrets that differ on every page."""
    parts = text.split('name="csrfmiddlewaretoken" value="')
    return parts[0] + "".join(part[part.index('"') :] for part in parts[1:])
