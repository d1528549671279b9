"""One reading of all groups, made whole on the worker so that a page has nothing left to compute."""

from __future__ import annotations

from dataclasses import dataclass

from core.engine import Engine, Shown, sample, sample_bytes
from core.envelope import told
from core.reading import Reading
from core.sender import Request
from core.strict import Refused


@dataclass(frozen=True, slots=True)
class Group:
    """What one page shows: the engine's answer, its request, and a sample where nothing has happened yet."""

    shown: Shown
    request: Request | None
    sent_as: dict[str, str]
    sample: Reading
    sample_bytes: bytes


@dataclass(frozen=True, slots=True)
class Live:
    """All groups, and what went wrong, one line each."""

    groups: dict[str, Group]
    problems: list[str]

    @property
    def values(self) -> tuple[int, int]:
        """How many items have a value now, of how many."""
        facts = [fact for group in self.groups.values() for fact in group.shown.reading.values()]
        return sum(fact.value is not None for fact in facts), len(facts)


def read(engine: Engine) -> Live:
    """Read every group now. Blocks: for the worker."""
    groups = {shown.category.key: _group(engine, shown) for shown in engine.show_all()}
    problems = sorted({line for group in groups.values() for line in group.shown.problems})
    trouble = engine.trouble()
    if isinstance(trouble, Refused):
        problems.append(str(trouble))
    elif trouble:
        problems.append(f"Nothing can be kept, so these bytes hold for this window only: {trouble}.")
    return Live(groups, problems)


def _group(engine: Engine, shown: Shown) -> Group:
    category = shown.category
    return Group(
        shown=shown,
        request=engine.wire(shown),
        sent_as=fragments(shown.reading),
        sample=sample(category),
        sample_bytes=sample_bytes(category),
    )


def fragments(reading: Reading) -> dict[str, str]:
    """Each value as it stands in the body, by the same writer."""
    return {key: told({key: fact})[1:-1].decode("ascii") for key, fact in reading.items() if fact.value is not None}
