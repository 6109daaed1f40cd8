"""Which known suppliers a new one may be: the same number, the same name, or nearly so."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from diligence.chain.identifiers import CHECKS
from diligence.chain.names import fold, pieces

ALIKE = 0.62
"""From this share of pieces in common (Dice) two names are shown to a person as perhaps one."""
MOST = 5
SAME_NAME, LIKE_NAME = "same_name", "like_name"


@dataclass(frozen=True, slots=True)
class Known:
    """A supplier on file, with its identifiers by kind; an empty one is not known."""

    id: str
    name: str
    identifiers: Mapping[str, str]
    folded: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A supplier that a new one may be. `why` is a kind of identifier, or one of the names."""

    known: Known
    why: str


@dataclass(slots=True)
class Shelf:
    """Suppliers laid out so that looking one up does not go past all of them."""

    by_id: dict[str, Known] = field(default_factory=dict)
    by_name: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    by_number: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    by_piece: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    sizes: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, suppliers: Iterable[Known]) -> "Shelf":
        """Lay out these suppliers."""
        shelf = cls()
        for known in suppliers:
            shelf.put(known)
        return shelf

    def put(self, known: Known) -> None:
        """Add one."""
        folded = known.folded or fold(known.name)
        self.by_id[known.id] = known
        self.by_name[folded].append(known.id)
        for kind, number in known.identifiers.items():
            if number:
                self.by_number[kind, number].append(known.id)
        parts = pieces(folded)
        self.sizes[known.id] = len(parts)
        for part in parts:
            self.by_piece[part].append(known.id)

    def also(self, id: str, identifiers: Mapping[str, str]) -> None:
        """Let these numbers lead to one that is there, beside its own."""
        for kind, number in identifiers.items():
            if number and id not in self.by_number[kind, number]:
                self.by_number[kind, number].append(id)

    def named(self, name: str) -> Known | None:
        """Return the one supplier whose name folds alike; None without one or with several."""
        found = self.by_name.get(fold(name), ())
        return self.by_id[found[0]] if len(found) == 1 else None

    def candidates(self, name: str, identifiers: Mapping[str, str]) -> list[Candidate]:
        """Return who this may be, the surest first: a number, the same name, a name alike."""
        found: dict[str, str] = {}
        for kind in CHECKS:
            number = identifiers.get(kind, "")
            for id in self.by_number.get((kind, number), ()) if number else ():
                found.setdefault(id, kind)
        folded = fold(name)
        for id in self.by_name.get(folded, ()):
            found.setdefault(id, SAME_NAME)
        for id in self.alike(folded):
            if not self.told_apart(id, identifiers):
                found.setdefault(id, LIKE_NAME)
        return [Candidate(self.by_id[id], why) for id, why in found.items()][:MOST]

    def alike(self, folded: str) -> list[str]:
        """Return the suppliers with a name alike, the most alike first."""
        parts = pieces(folded)
        shared = Counter(id for part in parts for id in self.by_piece.get(part, ()))
        scores = {id: 2 * n / (len(parts) + self.sizes[id]) for id, n in shared.items()}
        near = [id for id, score in scores.items() if score >= ALIKE]
        return sorted(near, key=lambda id: (-scores[id], self.by_id[id].name, id))

    def told_apart(self, id: str, identifiers: Mapping[str, str]) -> bool:
        """Tell whether both have a number of the same kind, and another one."""
        own = self.by_id[id].identifiers
        return any(
            own.get(kind) and number != own[kind] for kind, number in identifiers.items() if number
        )
