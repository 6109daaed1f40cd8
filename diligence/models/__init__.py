"""The rows of due diligence: what is asked, what a company answered, what was frozen and filed."""

from diligence.models.action import Action, ActionLink, ActionStep, Measurement
from diligence.models.answer import Answer, AnswerConflict, AnswerRevision
from diligence.models.answer_import import AnswerImport
from diligence.models.archive import Archive
from diligence.models.assessment import Assessment
from diligence.models.carry import CarryDecision
from diligence.models.catalogue import CatalogueVersion
from diligence.models.chain import (
    Certainty,
    Form,
    ImportBatch,
    SourcingLine,
    Supplier,
    SupplierMatch,
    SupplierMerge,
    Volume,
)
from diligence.models.closed_year import ClosedYear
from diligence.models.cycle import Cycle, CycleAct, CycleSeat
from diligence.models.declaration import Declaration, DeclaredSmelter
from diligence.models.desk import FileReview
from diligence.models.evidence import Evidence, EvidenceUse, EvidenceVersion
from diligence.models.extension import Extension
from diligence.models.grievance import CaseNote, CaseSeat, GrievanceChannel, RemedyCase
from diligence.models.influence import Disengagement, LeverageEntry
from diligence.models.letter import DecisionLetter
from diligence.models.note import ColleagueNote
from diligence.models.part import PartWork
from diligence.models.questionnaire import QuestionnaireVersion
from diligence.models.report import ProgressReport
from diligence.models.report_code import ReportCode
from diligence.models.review import (
    FileStep,
    InternalNote,
    Mention,
    Remark,
    ReviewThread,
    Side,
)
from diligence.models.risk import Involvement, Risk, RiskConsultation, RiskWeighing
from diligence.models.snapshot import Snapshot
from diligence.models.summary import Basis, SectorSum, SummaryFact
from diligence.models.verdict import Agreement, SecretariatScore
from diligence.models.version_move import VersionMove

__all__ = [
    "Action",
    "ActionLink",
    "ActionStep",
    "Agreement",
    "Answer",
    "AnswerConflict",
    "AnswerImport",
    "AnswerRevision",
    "Archive",
    "Assessment",
    "Basis",
    "CarryDecision",
    "CaseNote",
    "CaseSeat",
    "CatalogueVersion",
    "Certainty",
    "ClosedYear",
    "ColleagueNote",
    "Cycle",
    "CycleAct",
    "CycleSeat",
    "DecisionLetter",
    "Declaration",
    "DeclaredSmelter",
    "Disengagement",
    "Evidence",
    "EvidenceUse",
    "EvidenceVersion",
    "Extension",
    "FileReview",
    "FileStep",
    "Form",
    "GrievanceChannel",
    "ImportBatch",
    "InternalNote",
    "Involvement",
    "LeverageEntry",
    "Measurement",
    "Mention",
    "PartWork",
    "ProgressReport",
    "QuestionnaireVersion",
    "Remark",
    "RemedyCase",
    "ReportCode",
    "ReviewThread",
    "Risk",
    "RiskConsultation",
    "RiskWeighing",
    "SecretariatScore",
    "SectorSum",
    "Side",
    "Snapshot",
    "SourcingLine",
    "SummaryFact",
    "Supplier",
    "SupplierMatch",
    "SupplierMerge",
    "VersionMove",
    "Volume",
]
