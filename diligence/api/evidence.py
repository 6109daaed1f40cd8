"""Proof: the library, one document, adding files and fetching them."""

import logging
from typing import Any

from django.conf import settings
from django.http import FileResponse
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from companies.api.base import CompanyApi, etag_of
from companies.api.idempotency import once
from companies.permissions import Permission, Scope
from convenant.api.pages import Pages, in_pages
from convenant.api.problems import NOT_FOUND, TOO_LARGE, Refusal
from convenant.downloads import stream_response
from convenant.files import StoreDown
from diligence.api.base import FileApi
from diligence.api.evidence_shapes import (
    NO,
    YES,
    AddedSerializer,
    DocumentSerializer,
    EvidenceInput,
    EvidenceSerializer,
    FileProblem,
    UseSerializer,
    VersionInput,
)
from diligence.api.refusals import (
    ANSWER_LOCKED,
    DOCUMENT_GONE,
    DOCUMENT_NOT_FREE,
    FILE_CLOSED,
    FILE_REFUSED,
    STORE_DOWN,
)
from diligence.models import Assessment, Evidence, EvidenceUse, EvidenceVersion
from diligence.services import evidence as services
from diligence.services.answers import AnswerLocked, AssessmentClosed
from diligence.services.evidence_files import Altered, NotToHandOut, hand_out
from diligence.services.library import STATES, Wanted, documents
from diligence.services.upload_words import sentence_of
from diligence.uploads.refusal import Refused

log = logging.getLogger(__name__)
NO_ROOM = frozenset({"store_full", "store_down"})
LOCATION = OpenApiParameter(
    "Location", str, OpenApiParameter.HEADER, description="Where the document is.", response=[201]
)


class LibraryApi(CompanyApi):
    """The documents of this company; another company's are not there."""

    tag = "Proof"

    def document(self) -> Evidence:
        """Return the document in the address. Raises Refusal."""
        mine = Evidence.objects.for_company(self.request.company).kept().with_file()
        found = mine.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Refusal(NOT_FOUND)
        found.company = self.request.company
        return found

    def sent(self, shape: type) -> dict[str, Any]:
        """Return what was sent, checked. Raises Refusal or ValidationError."""
        received = self.request.received
        if received.too_large:
            raise Refusal(TOO_LARGE, sentence_of(too_large()))
        if received.is_full:
            raise Refusal(STORE_DOWN, sentence_of(Refused("store_full")), reason="store_full")
        sent = shape(data=self.request.data)
        sent.is_valid(raise_exception=True)
        return sent.validated_data

    def added(self, take) -> Response:
        """Take a file and tell what became of it. Raises Refusal."""
        try:
            added = take()
        except Refused as refused:
            log.warning("refused", extra={"what": f"file_{refused.code}"})
            code = STORE_DOWN if refused.code in NO_ROOM else FILE_REFUSED
            raise Refusal(code, sentence_of(refused), reason=refused.code) from refused
        self.kwargs["pk"] = added.evidence.pk
        facts = whole(self.document())
        facts |= {"is_new": added.is_new, "is_rewritten": added.is_rewritten}
        where = reverse("file-api:evidence", args=[self.request.company.slug, added.evidence.pk])
        return Response(AddedSerializer(facts).data, 201, headers={"Location": where})


class Library(LibraryApi):
    """All documents."""

    operations = {"get": "library", "post": "add_evidence"}
    grants = {"get": Permission.FILE_VIEW, "post": Permission.ANSWERS_CHANGE}
    scopes = {"get": Scope.READ, "post": Scope.WRITE}
    refusals = {"post": (FILE_REFUSED, FILE_CLOSED, STORE_DOWN)}
    problem_shapes = {422: FileProblem}
    parser_classes = [MultiPartParser]
    pagination_class = Pages

    @extend_schema(
        parameters=[
            OpenApiParameter("state", str, description="Only in this state.", enum=STATES[:-1])
        ],
        responses=EvidenceSerializer(many=True),
    )
    def get(self, request: Request, company: str) -> Response:
        """Return the library: what expired first, then the newest."""
        state = request.query_params.get("state", "")
        wanted = Wanted(state=state if state in STATES[:-1] else "")
        found = documents(request.company, wanted, timezone.localdate())
        return in_pages(found, lambda one: dict(EvidenceSerializer(told(one)).data), self)

    @extend_schema(
        request={"multipart/form-data": EvidenceInput},
        responses={201: AddedSerializer},
        parameters=[LOCATION],
    )
    @once
    def post(self, request: Request, company: str) -> Response:
        """Add a file as a document of its own, and put it at an answer when you name one."""
        sent = self.sent(EvidenceInput)
        file = self.open_file(sent)
        details = services.Details(
            title=sent.get("title", ""),
            description=sent.get("description", ""),
            kind=sent.get("kind", ""),
            is_confidential={YES: True, NO: False}.get(sent["confidential"]),
            valid_until=sent.get("valid_until"),
        )

        def take() -> services.Added:
            added = services.add_evidence(
                request.company, sent["file"], by=request.user, details=details
            )
            if file is not None:
                services.link(file, sent["question"], added.evidence, by=request.user)
            return added

        return self.added(take)

    def open_file(self, sent: dict[str, Any]) -> Assessment | None:
        """Return the year in which the document is to stand; None for none. Raises Refusal.

        Asked before the file is stored, so that nothing is left behind.
        """
        if "year" not in sent:
            return None
        files = Assessment.objects.for_company(self.request.company).with_cycle()
        file = files.of_year(sent["year"]).first()
        if file is None or sent["question"] not in file.edition:
            raise Refusal(NOT_FOUND)
        if not file.is_open:
            raise Refusal(FILE_CLOSED, file_status=file.status)
        file.company = self.request.company
        return file


class Document(LibraryApi):
    """One document."""

    operations = {"get": "evidence"}
    grants = {"get": Permission.FILE_VIEW}
    scopes = {"get": Scope.READ}

    @extend_schema(responses=DocumentSerializer)
    def get(self, request: Request, company: str, pk: str) -> Response:
        """Return a document with all its files and every answer it stands at."""
        return Response(DocumentSerializer(whole(self.document())).data)


class Versions(LibraryApi):
    """A newer file of the same document."""

    operations = {"post": "add_evidence_version"}
    grants = {"post": Permission.ANSWERS_CHANGE}
    scopes = {"post": Scope.WRITE}
    refusals = {"post": (FILE_REFUSED, STORE_DOWN)}
    problem_shapes = {422: FileProblem}
    parser_classes = [MultiPartParser]

    @extend_schema(
        request={"multipart/form-data": VersionInput},
        responses={201: AddedSerializer},
        parameters=[LOCATION],
    )
    @once
    def post(self, request: Request, company: str, pk: str) -> Response:
        """Add a newer file to a document; the older ones stay."""
        document = self.document()
        sent = self.sent(VersionInput)
        return self.added(lambda: services.add_version(document, sent["file"], by=request.user))


class File(LibraryApi):
    """A file itself."""

    operations = {"get": "evidence_file"}
    grants = {"get": Permission.FILE_VIEW}
    scopes = {"get": Scope.READ}
    refusals = {"get": (DOCUMENT_NOT_FREE, DOCUMENT_GONE, STORE_DOWN)}
    has_version = True

    @extend_schema(responses={(200, "*/*"): OpenApiTypes.BINARY})
    def get(self, request: Request, company: str, pk: str) -> FileResponse:
        """Return the stored bytes; the content type is that of the file."""
        versions = EvidenceVersion.objects.for_company(request.company).select_related("evidence")
        version = versions.filter(pk=pk).first()
        if version is None:
            raise Refusal(NOT_FOUND)
        version.evidence.company = request.company
        try:
            content = hand_out(version, by=request.user)
        except NotToHandOut as why:
            raise Refusal(DOCUMENT_NOT_FREE, file_state=why.state) from why
        except Altered as why:
            raise Refusal(DOCUMENT_GONE) from why
        except StoreDown as why:
            raise Refusal(STORE_DOWN) from why
        file = stream_response(content, version.name, version.content_type)
        file.headers["ETag"] = etag_of(version.sha256)
        return file


class Use(FileApi):
    """A document at an answer."""

    tag = "Proof"
    operations = {"put": "link_evidence"}
    grants = {"put": Permission.ANSWERS_CHANGE}
    scopes = {"put": Scope.WRITE}
    refusals = {"put": (FILE_CLOSED, ANSWER_LOCKED)}

    @extend_schema(request=None, responses=UseSerializer)
    @once
    def put(self, request: Request, company: str, year: int, question: str, pk: str) -> Response:
        """Put a document of the library at an answer; where it stands already nothing changes."""
        asked = self.question()
        mine = Evidence.objects.for_company(request.company).kept()
        document = mine.filter(pk=pk).first()
        if document is None:
            raise Refusal(NOT_FOUND)
        document.company = request.company
        try:
            services.link(self.assessment, asked.key, document, by=request.user)
        except AnswerLocked as error:
            raise Refusal(ANSWER_LOCKED) from error
        except AssessmentClosed as error:
            raise Refusal(FILE_CLOSED, file_status=error.status) from error
        return Response(UseSerializer({"year": year, "question": asked.key}).data)


def too_large() -> Refused:
    """Return the refusal of a file that was too large to read at all."""
    return Refused("too_large", most=settings.EVIDENCE_MAX_MB)


def told(document: Evidence) -> dict[str, Any]:
    """Return a document as lists show it."""
    return {
        "id": document.pk,
        "title": document.title,
        "description": document.description,
        "kind": document.kind,
        "is_confidential": document.is_confidential,
        "valid_until": document.valid_until,
        "is_expired": document.is_expired(timezone.localdate()),
        "created_at": document.created_at,
        "file": document.file,
    }


def whole(document: Evidence) -> dict[str, Any]:
    """Return a document with its files and where it stands. Two queries."""
    uses = EvidenceUse.objects.for_company(document.company_id).filter(evidence=document)
    uses = uses.order_by("-assessment__cycle__year", "question")
    places = uses.values_list("assessment__cycle__year", "question")
    return told(document) | {
        "versions": document.versions.order_by("-number"),
        "uses": [{"year": year, "question": question} for year, question in places],
    }
