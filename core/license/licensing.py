"""Which license is held here: found, activated, removed. Looks after the one clock it is judged by."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

import msgspec

from core.clock import moment, now, stamp
from core.errors import Code, Coded, Refused
from core.license.license import License, read_license, read_revocations
from core.license.status import Circumstances, Place, Status, judge
from core.product import Product
from core.record.events import LICENSE, Event, How
from core.record.ledger import Ledger
from core.secrets import Secrets, Why

TEXT, ACTIVATION = "license", "activation"


class Licensing:
    """The license of one home. Reading it writes down its first use, and nothing else."""

    def __init__(self, ledger: Ledger, secrets: Secrets, product: Product, clock: Callable[[], datetime] = now) -> None:
        self._ledger, self._secrets, self._product, self._clock = ledger, secrets, product, clock
        self._alone = threading.Lock()
        # What was read from the keyring, and after which event.
        self._text: tuple[int, str | None] = (-1, None)
        # First uses that could not be written down, and those that the keyring does not have yet.
        self._unrecorded: dict[str, datetime] = {}
        self._unkept: dict[str, str] = {}
        self.last = Status(state="none")

    def status(self) -> Status:
        """Return how the license stands now. Never raises; may wait for the keyring, so not for the window's thread."""
        with self._alone:
            self.last = self._status()
            return self.last

    def standing(self) -> tuple[Status, Why | None]:
        """Return the status, and why secrets do not lie in the keyring, None where they do. May wait as `status`."""
        status = self.status()
        with self._alone:
            self._secrets.read(TEXT)
            return status, self._secrets.why

    def activate(self, text: str, how: How, *, lasting: bool = False) -> Status:
        """Use this license from now on; `lasting`: only if it outlives this process. Raises Refused if it is no good or
        does not last; the one before stays then."""
        own = self._product.license_text
        is_own = text.strip() == own.strip()
        held = read_license(own if is_own else text, self._product.license.public_keys)
        with self._alone:
            first = self._first(held, self._ledger.events(*LICENSE))
            self._check(self._judged(held, first))
            if is_own:
                # It lies with the product, so no keyring is needed to keep it.
                self._record(held, "product", how, first)
            else:
                self._take(held, text, how, first, lasting)
        return self.status()

    def activate_product(self, how: How) -> Status:
        """Use the license that came with the product. Raises Refused."""
        return self.activate(self._product.license_text, how)

    def remove(self, how: How) -> Status:
        """Hold no license any more; the day of its first use stays known. Raises Refused where there is none, OSError
        where that cannot be written down: it is held then."""
        if self.status().state == "none" and not self.last.why:
            self._remove_rest()
            return self.status()
        with self._alone:
            self._ledger.append("license_removed", detail={"how": how})
            self._secrets.delete(TEXT)
        return self.status()

    def _remove_rest(self) -> None:
        """Of a license removed before, the keyring may still hold the text. Raises Refused where there is none."""
        left = self._secrets.read(TEXT) is not None or self._secrets.owes(TEXT)
        self._secrets.delete(TEXT)
        if self._secrets.owes(TEXT):
            raise Refused(Code.LICENSE_NONE_BUT_LEFT, why=self._secrets.why)
        if not left:
            raise Refused(Code.LICENSE_NONE)

    def _take(self, held: License, text: str, how: How, first: datetime | None, lasting: bool) -> None:
        """Record it and keep its text. Where that fails, what was held before is to lie in the keyring again; where
        nobody knows what that was, it stays as it is."""
        before, known = self._secrets.read(TEXT), self._secrets.owes(TEXT) or self._secrets.kept == "keyring"
        try:
            self._record(held, "user", how, first, partial(self._keep, text, lasting))
        except BaseException:
            if before is not None:
                self._secrets.write(TEXT, before)
            elif known:
                self._secrets.delete(TEXT)
            else:
                self._secrets.leave(TEXT)
            raise

    def _keep(self, text: str, lasting: bool) -> None:
        """Put it into the keyring. Raises Refused where it must last, and there is none to put it in."""
        if not lasting or self._secrets.kept == "keyring":
            self._secrets.write(TEXT, text)
        if lasting and self._secrets.kept != "keyring":
            raise Refused(Code.LICENSE_NOT_KEPT, why=self._secrets.why)

    def _check(self, status: Status) -> None:
        """Raises Refused for a license that will not hold, whatever the day."""
        if status.state == "wrong_product":
            raise Refused(Code.LICENSE_OF_OTHER_PRODUCT, product=self._product.name)
        if status.state == "revoked":
            raise Refused(Code.LICENSE_REVOKED, vendor=self._product.vendor.name)
        if status.state == "expired":
            raise Refused(Code.LICENSE_EXPIRED, ends=status.ends)

    def _status(self) -> Status:
        self._secrets.settle()
        self._keep_first()
        trouble: Coded | OSError | None = None
        try:
            events = self._ledger.events(*LICENSE)
        except (OSError, Refused) as error:
            events, trouble = [], error
        text, place = self._held(events)
        if not text:
            return self._none(events, place)
        try:
            held = read_license(text, self._product.license.public_keys)
        except Refused as error:
            return Status(state="invalid", why=error, place=place)
        first = self._first(held, events)
        if held.from_activation and all(event.detail.get("mark") != held.mark for event in events):
            first = self._begin(held, place, first)
            trouble = Coded(Code.LICENSE_NOT_RECORDED) if held.mark in self._unrecorded else trouble
        found, why = self._judged(held, first), self._secrets.why
        why_here = Coded(Code.KEPT_IN_MEMORY, why=why) if why and place in ("memory", "asking") else None
        return replace(found, place=place, place_why=why_here, why=found.why or trouble)

    def _none(self, events: list[Event], place: Place) -> Status:
        lost = Code.LICENSE_LOST if events and events[-1].kind == "license_activated" else None
        code, kept = Code.LICENSE_ASKED_FOR if place == "asking" else lost, self._secrets.why
        place_why = Coded(kept) if kept else None
        if self._secrets.owes(TEXT):
            place_why = Coded(Code.LICENSE_LEFT, why=kept)
        return Status(state="none", place=place, why=Coded(code) if code else None, place_why=place_why)

    def _held(self, events: list[Event]) -> tuple[str | None, Place]:
        """The text of the license that is held, and where it lies."""
        newest = events[-1] if events else None
        if newest is not None and newest.kind == "license_removed":
            return None, "product"
        if newest is not None and newest.detail.get("origin") == "product":
            return self._product.license_text, "product"
        number = newest.number if newest else 0
        if self._text[0] != number or self._text[1] is None:
            self._text = (number, self._secrets.read(TEXT))
        if self._text[1]:
            return self._text[1], self._secrets.kept
        if newest is None and self._product.license_text:
            return self._product.license_text, "product"
        return None, self._secrets.kept

    def _first(self, held: License, events: list[Event]) -> datetime | None:
        """When it was first activated: by the record; where that knows nothing, by the keyring."""
        known = [str(event.detail.get("first")) for event in events if event.detail.get("mark") == held.mark]
        if not known and held.from_activation:
            known = [each for each in [self._kept_first().get(held.mark)] if each]
        try:
            return min((moment(each) for each in known), default=None)
        except ValueError:
            return None

    def _begin(self, held: License, place: Place, first: datetime | None) -> datetime:
        """Write down its first use: now, unless the keyring knows of an earlier one."""
        if held.mark not in self._unrecorded:
            try:
                origin = "product" if place == "product" else "user"
                return moment(self._record(held, origin, "first use", first))
            except (OSError, Refused):
                self._unrecorded[held.mark] = first or self._clock()
        return self._unrecorded[held.mark]

    def _record(
        self, held: License, origin: str, how: str, first: datetime | None, keep: Callable[[], None] = lambda: None
    ) -> str:
        """When it was first used. `keep` keeps its text: both are done, or neither."""
        begun = stamp(first or self._clock())
        detail = {"how": how, "mark": held.mark, "origin": origin, "first": begun}
        self._ledger.append("license_activated", detail=detail, keep=keep)
        if held.from_activation:
            self._unkept[held.mark] = begun
            self._keep_first()
        return begun

    def _keep_first(self) -> None:
        """Put first uses into the keyring too, once it answers: it may know of others, and of earlier ones."""
        if not self._unkept:
            return
        kept = self._kept_first()
        if self._secrets.kept == "keyring":
            self._secrets.write(ACTIVATION, msgspec.json.encode({**self._unkept, **kept}).decode())
            self._unkept = {}

    def _kept_first(self) -> dict[str, str]:
        try:
            return msgspec.json.decode(self._secrets.read(ACTIVATION) or "{}", type=dict[str, str])
        except (msgspec.DecodeError, ValueError):
            return {}

    def _judged(self, held: License, first: datetime | None) -> Status:
        at = self._clock()
        try:
            latest = max(at, moment(self._ledger.seen(stamp(at))))
        except (OSError, Refused, ValueError):
            latest = at
        revoked, doubt = self._revoked()
        return judge(
            held,
            Circumstances(
                now=at,
                latest=max(latest, first or at),
                product=self._product.software.software_id,
                first=first or at,
                revoked=revoked,
                grace_days=self._product.license.grace_days,
                doubt=doubt,
            ),
        )

    def _revoked(self) -> tuple[frozenset[str], Coded | None]:
        text = self._product.revoked_text
        if not text:
            return frozenset(), None
        try:
            return frozenset(read_revocations(text, self._product.license.public_keys).marks), None
        except Refused as error:
            return frozenset(), Coded(Code.REVOCATIONS_UNBELIEVED, why=error)
