"""Which columns the tables of an archive have: data, in the order of the page."""

from django.utils.translation import gettext_lazy as _

from diligence.models import (
    Action,
    ActionStep,
    Assessment,
    CarryDecision,
    Certainty,
    DecisionLetter,
    Declaration,
    Disengagement,
    Extension,
    Form,
    GrievanceChannel,
    ImportBatch,
    Involvement,
    LeverageEntry,
    RemedyCase,
    ReviewThread,
    Risk,
    RiskConsultation,
    Volume,
)
from diligence.services.archive_tables import Column, answered, chosen, listed, on_day

METAL = Column("metal", _("Metaal"), listed("metals"))
COUNTRY = Column("country", _("Land"), listed("countries"))
THEME = Column("theme", _("Thema"), listed("themes"))
SUPPLIER = Column("supplier.name", _("Leverancier"))
REMOVED = Column("removed_at", _("Verwijderd op"), on_day)
ID = Column("id", "id", is_for_programs=True)


def by(name: str) -> tuple[Column, Column]:
    """Return who did it and when, of fields such as `created_by` and `created_at`."""
    return (
        Column(f"{name}_by".lstrip("_"), _("Door")),
        Column(f"{name}_at".lstrip("_"), _("Op"), on_day),
    )


OF_RISK = (
    Column("risk_id", "risk", is_for_programs=True),
    Column("risk.theme", _("Thema"), listed("themes")),
    Column("risk.metal", _("Metaal"), listed("metals")),
    Column("risk.country", _("Land"), listed("countries")),
    Column("risk.title", _("Naam van het risico")),
)
LINE = (
    ID,
    METAL,
    Column("form", _("Vorm"), chosen(Form)),
    Column("stage", _("Fase"), listed("stages")),
    COUNTRY,
    Column("region", _("Regio")),
    SUPPLIER,
    Column("tier", _("Schakel")),
    Column("certainty", _("Zekerheid"), chosen(Certainty)),
    Column("volume", _("Hoeveelheid"), chosen(Volume)),
    *by("created"),
    REMOVED,
)
CARRIED = (
    Column("question", _("Vraag")),
    Column("kind", _("Keuze"), chosen(CarryDecision.Kind)),
    Column("from_year", _("Jaar van het antwoord")),
    Column("from_question", "from_question", is_for_programs=True),
    Column("from_version", _("Versie")),
    *by("decided"),
    Column("undone_at", _("Teruggenomen op"), on_day),
)
IMPORT = (
    Column("file", _("Bestand")),
    Column("state", _("Stand"), chosen(ImportBatch.State)),
    *by("created"),
    Column("rows", "rows", is_for_programs=True),
)
DECLARATION = (
    ID,
    Column("declarer", _("Volgens")),
    SUPPLIER,
    Column("file.name", _("Bestand")),
    Column("file.sha256", _("Controlegetal (SHA-256)")),
    Column("template", _("Soort")),
    Column("release", _("Uitgave")),
    Column("day", _("Datum"), on_day),
    Column("state", _("Stand"), chosen(Declaration.State)),
    *by("added"),
    *by("decided"),
)
SMELTER = (
    Column("declaration_id", "declaration", is_for_programs=True),
    Column("declaration.declarer", _("Volgens")),
    Column("number", _("Nummer")),
    Column("mineral", _("Mineraal")),
    Column("name", _("Smelterij")),
    Column("identifier", _("Smelter-ID")),
    COUNTRY,
    Column("place", _("Plaats")),
    Column("mines", _("Mijnen")),
    Column("mine_countries", _("Landen van de mijnen"), listed("countries")),
    Column("recycled", _("Gerecycled")),
    SUPPLIER,
)
RISK = (
    ID,
    THEME,
    METAL,
    COUNTRY,
    Column("title", _("Naam")),
    Column("description", _("Omschrijving")),
    Column("state", _("Stand"), chosen(Risk.State)),
    Column("state_reason", _("Reden")),
    Column("severity", _("Ernst")),
    Column("likelihood", _("Kans")),
    Column("involvement", _("Betrokkenheid"), chosen(Involvement)),
    Column("involvement_reason", _("Uitleg")),
    Column("put_off_until", _("Uitgesteld tot"), on_day),
    Column("put_off_reason", _("Reden van uitstel")),
    *by("decided"),
)
WEIGHING = (
    *OF_RISK,
    Column("scale", _("Hoe erg")),
    Column("scope", _("Hoeveel mensen")),
    Column("irremediable", _("Hoe moeilijk te herstellen")),
    Column("severity", _("Ernst")),
    Column("likelihood", _("Kans")),
    Column("involvement", _("Betrokkenheid"), chosen(Involvement)),
    Column("involvement_reason", _("Uitleg")),
    Column("note", _("Notitie")),
    *by(""),
)
CONSULTATION = (
    *OF_RISK,
    Column("group", _("Wie"), chosen(RiskConsultation.Group)),
    Column("who", _("Naam")),
    Column("on", _("Datum"), on_day),
    Column("said", _("Wat zij zeiden")),
    Column("changed", _("Wat er veranderde")),
    *by("added"),
)
SUPPLIERS = (
    ID,
    Column("name", _("Naam")),
    COUNTRY,
    Column("lei", _("LEI")),
    Column("kvk", _("KvK-nummer")),
    Column("smelter_id", _("Smelter-ID")),
    Column("merged_into.name", _("Samengevoegd met")),
    *by("created"),
    REMOVED,
)
MERGE = (
    Column("gone_id", "gone", is_for_programs=True),
    Column("gone.name", _("Naam")),
    Column("kept_id", "kept", is_for_programs=True),
    Column("kept.name", _("Samengevoegd met")),
    *by("merged"),
    *by("undone"),
    Column("moved", "moved", is_for_programs=True),
    Column("filled", "filled", is_for_programs=True),
)
MATCH = (
    Column("typed", _("Getypte naam")),
    SUPPLIER,
    Column("is_same", _("Dezelfde")),
    *by("decided"),
)
TRY = (
    SUPPLIER,
    Column("day", _("Datum"), on_day),
    Column("kind", _("Soort"), listed("leverage_types")),
    Column("issue", _("Waarover")),
    Column("ask", _("Wat u vroeg")),
    Column("share", _("Uw aandeel"), chosen(LeverageEntry.Share)),
    Column("partners", _("Samen met")),
    Column("reaction", _("Antwoord"), chosen(LeverageEntry.Reaction)),
    Column("result", _("Wat het opleverde")),
    Column("next_step", _("Volgende stap")),
    Column("next_on", _("Wanneer"), on_day),
    *by("created"),
)
LEAVING = (
    SUPPLIER,
    Column("status", _("Stand"), chosen(Disengagement.Status)),
    Column("answers", _("Afweging"), answered("exit_checks")),
    Column("reasons", _("Redenen")),
    Column("decided_on", _("Besloten op"), on_day),
    *by("opened"),
)
ACTION = (
    ID,
    Column("title", _("Actie")),
    Column("goal", _("Doel")),
    Column("status", _("Stand"), chosen(Action.Status)),
    Column("first_year", _("Eerste jaar")),
    Column("last_year", _("Laatste jaar")),
    Column("owner", _("Eigenaar")),
    Column("owner_name", _("Eigenaar zonder account")),
    Column("starts_on", _("Begint"), on_day),
    Column("due_on", _("Uiterlijk klaar"), on_day),
    Column("indicator", _("Maat")),
    Column("unit", _("Eenheid")),
    Column("baseline", _("Nulmeting")),
    Column("target", _("Streefwaarde")),
    Column("budget", _("Kosten"), chosen(Action.Budget)),
    Column("leverage", _("Invloed"), listed("leverage_types")),
    Column("partners", _("Samen met")),
    Column("result", _("Wat het opleverde")),
    Column("measure", _("Gemaakt van maatregel")),
    *by("created"),
)
LINK = (Column("action.title", _("Actie")), Column("question", _("Vraag")), SUPPLIER)
STEP = (
    Column("action.title", _("Actie")),
    Column("kind", _("Wat"), chosen(ActionStep.Kind)),
    Column("before", _("Van")),
    Column("after", _("Naar")),
    Column("text", _("Uitleg")),
    *by(""),
)
TALK = (
    ID,
    Column("question", _("Vraag")),
    Column("risk.theme", _("Thema"), listed("themes")),
    Column("action.title", _("Actie")),
    SUPPLIER,
    Column("state", _("Stand"), chosen(ReviewThread.State)),
    Column("asks_change", _("Vraagt een wijziging")),
    Column("in_report", _("In het verslag")),
    *by("opened"),
    *by("settled"),
)
REMARK = (
    Column("thread_id", "thread", is_for_programs=True),
    Column("text", _("Bericht")),
    Column("by_secretariat", _("Van het secretariaat")),
    *by(""),
)
LETTER = (
    Column("kind", _("Besluit"), chosen(DecisionLetter.Kind)),
    Column("code", _("Controlenummer")),
    Column("sha256", _("Kenmerk (SHA-256)")),
    Column("content", _("Inhoud"), is_for_programs=True),
    *by(""),
)
TAKEN = (
    Column("before", _("Van"), chosen(Assessment.Status)),
    Column("after", _("Naar"), chosen(Assessment.Status)),
    Column("reason", _("Reden")),
    *by(""),
)
EXTENSION = (
    Column("until", _("Uitstel tot en met"), on_day),
    Column("reason", _("Reden")),
    *by("asked"),
    Column("state", _("Stand"), chosen(Extension.State)),
    Column("granted_until", _("Uitstel gegeven tot en met"), on_day),
    Column("answer", _("Antwoord")),
    *by("decided"),
)
MEASUREMENT = (
    Column("action.title", _("Actie")),
    Column("measured_on", _("Datum"), on_day),
    Column("value", _("Waarde")),
    Column("note", _("Notitie")),
    *by(""),
)
CHANNEL = (
    Column("name", _("Naam")),
    Column("audience", _("Voor wie"), chosen(GrievanceChannel.Audience)),
    Column("how", _("Hoe")),
    Column(
        "criteria",
        _("De acht eisen"),
        answered("grievance_criteria", chosen(GrievanceChannel.Meets)),
    ),
    Column("tested_on", _("Getoetst op"), on_day),
    *by("created"),
    REMOVED,
)
COUNTED = Column("count", _("Aantal"))
COUNTS = {
    "by_status": (_("Klachten naar stand"), Column("key", _("Stand"), chosen(RemedyCase.Status))),
    "by_theme": (_("Klachten naar thema"), Column("key", _("Thema"), listed("themes"))),
    "satisfied": (
        _("Opgelost volgens wie klaagde"),
        Column("key", _("Antwoord"), chosen(RemedyCase.Satisfied)),
    ),
}
"""What is counted of the complaints: the same numbers that everybody in the company sees."""
