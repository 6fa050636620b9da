"""How much a header sounds like a canonical column."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from artui.ingest.kinds import KINDS
from artui.ingest.layout import normal
from artui.ingest.suggest.meanings import LOCAL
from artui.ingest.suggest.words import OF_KIND, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from artui.ingest.profile import Profile

SURE = 3.0
_TIER = 0.6
_RANK = 0.3
_LEAST, _MOST = 0.4, 1.5
_SHORTEST = 4
_WORDIEST = 12
_FOREIGN, _LOWEST, _PLUS = 0.3, 0.5, 0.1
#: Columns whose words are too common to mean anything within a longer header.
_WHOLE = frozenset(("item", "class", "type", "line", "kind", "at", "name"))
_TAX = frozenset("tax vat mwst steuer tva iva btw before excl".split())
_OWN = re.compile(
    r"\s*[(\[]?\b(foreign|doc\w*|transaction|invoice)\.? cur\w*\.?[)\]]?", re.IGNORECASE
)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+|\d+|#")


class Vocabulary:
    """The words of the field, and what known profiles call their columns."""

    def __init__(self, profiles: Sequence[Profile] = ()) -> None:
        self.exact: dict[str, dict[str, dict[str, float]]] = {name: {} for name in KINDS}
        self.phrases: dict[str, dict[str, set[tuple[str, ...]]]] = {}
        for name, kind in KINDS.items():
            found = self.exact[name]
            phrases: dict[str, set[tuple[str, ...]]] = defaultdict(set)
            for column in kind.columns:
                for phrase, score in _phrases(name, column.name):
                    self.learn(found, column.name, phrase, score)
                    phrases[column.name].add(words(phrase))
            self.phrases[name] = phrases
        known = {name: frozenset(found) for name, found in self.exact.items()}
        for profile in profiles:
            for name, headers in profile.columns.items():
                for header in headers:
                    if normal(header) not in known[profile.kind]:
                        self.learn(self.exact[profile.kind], name, header, SURE - _RANK)

    def learn(
        self, found: dict[str, dict[str, float]], column: str, phrase: str, score: float
    ) -> None:
        """Know that a phrase means a column."""
        if key := normal(phrase):
            known = found.setdefault(key, {})
            known[column] = max(known.get(column, 0.0), score)

    def score(self, kind: str, column: str, header: str) -> float:
        """How much a header sounds like a column, from 0 to 3."""
        score = self.exactly(kind, column, header)
        if not score and (bare := _OWN.sub("", header)) != header:
            score = self.exactly(kind, column, bare)
            score += _PLUS if score else 0.0
        score = score or self.part(kind, column, header)
        if score and ("amount" in column or column == "currency") and _is_local(header):
            return max(score * _FOREIGN, _LOWEST)
        return score

    def exactly(self, kind: str, column: str, header: str) -> float:
        """How much a whole header sounds like a column."""
        return self.exact[kind].get(normal(header), {}).get(column, 0.0)

    def part(self, kind: str, column: str, header: str) -> float:
        """How much of a header is a phrase of a column, where it is more than that."""
        said = words(header)
        if column in _WHOLE or not (column == "tax_amount" or _TAX.isdisjoint(said)):
            return 0.0
        size = sum(map(len, said))
        known = self.phrases[kind].get(column, ())
        lengths = (sum(map(len, each)) for each in _parts(said) if each in known)
        best = max(lengths, default=0)
        if best < _SHORTEST or best < _LEAST * size:
            return 0.0
        return _MOST * best / size


def _is_local(header: str) -> bool:
    """Whether a header speaks of the company's currency, not the document's."""
    return bool(LOCAL.search(header.casefold()) or LOCAL.search(" ".join(words(header))))


@lru_cache(maxsize=8192)
def words(text: str) -> tuple[str, ...]:
    """The words of a header, small: DueDate and due_date are the same two."""
    return tuple(word.casefold() for word in _WORD.findall(text))


@lru_cache(maxsize=8192)
def _parts(said: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Every run of words of a header; none of one that is too long to be a header."""
    ends = range(len(said) + 1) if len(said) <= _WORDIEST else ()
    return tuple(said[start:end] for end in ends for start in range(end))


def _phrases(kind: str, column: str) -> Iterator[tuple[str, float]]:
    """What a column of a kind may be called, each with how sure that makes."""
    tiers = OF_KIND.get(kind, {}).get(column) or WORDS.get(column, ())
    if column not in _WHOLE and not any(column in tier.split("; ") for tier in tiers):
        yield column, SURE
    for number, tier in enumerate(tiers):
        phrases = [each.strip() for each in tier.split(";")]
        for rank, phrase in enumerate(phrases):
            yield phrase, SURE - _TIER * number - _RANK * rank / len(phrases)
