"""What sending rests on, and why something was not queued."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Permit:
    """The number of the consent event a decision was read from, and what it allows. Any later one ends it.

    `terms` are those of each group now: what was queued for other ones (another receiver) is not sent.
    """

    event: int
    categories: frozenset[str]
    terms: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OutboxLimits:
    """How much may wait: submissions, bytes of their bodies, and days until one is too old to send."""

    submissions: int = 10_000
    bytes: int = 64 * 1024 * 1024
    days: int = 30


DEFAULT = OutboxLimits()
