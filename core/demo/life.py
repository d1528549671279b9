"""What was decided, queued, sent, cancelled and told in the demo, step by step."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count, cycle
from typing import TypeAlias

from core.checking.files import Checked
from core.clock import stamp
from core.collectors import payment, processed_object, web_request
from core.demo import invented
from core.demo.hand import Answering, Hand, nothing, receipts, refusal
from core.engine import TOLD, Shown, declared
from core.envelope import Envelope
from core.inspectors.finding import Inspection
from core.reading import Fact

NOW = datetime(2026, 11, 23, 15, 4, tzinfo=UTC)
# So long each submission stands in the Outbox before it goes.
HOLD = timedelta(minutes=10)
DAYS = 30
FIRST_DAY = datetime(2026, 10, 25, tzinfo=UTC)
MORNING, AFTERNOON, EVENING = timedelta(hours=9, minutes=14), timedelta(hours=15, minutes=14), timedelta(hours=19.7)
# Of each day, how many web addresses were asked.
ASKED = (4, 8, 5, 9, 12, 3, 3, 5, 7, 27, 6, 5, 7, 3, 3, 8, 6, 4, 7, 11, 3, 3, 7, 6, 16, 4, 6, 3, 1, 1)
# Of some, how many of the files that were checked had something to tell.
INSPECTED: Mapping[int, int] = {8: 2, 9: 3, 12: 1, 15: 2, 18: 3, 23: 1, 24: 4, 27: 1}
SATURDAY = 5
FILES, ADDRESSES = "processed_object", "web_request"
SNAPSHOTS = ("installed_software", "transmission", "environment", "license")
Step: TypeAlias = tuple[datetime, Callable[[], object]]
Making: TypeAlias = Callable[[], Sequence[Envelope]]


def _at(month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(NOW.year, month, day, hour, minute, tzinfo=UTC)


class DemoLife:
    """Does every step of the demo's history in order. `checked`: the files of the last day, each with its time."""

    def __init__(self, hand: Hand) -> None:
        self._hand, self._engine = hand, hand.engine
        self._visits = count()
        self._inspections = cycle((invented.TEST_FILE, invented.TOOLS, invented.REMOTE_HELP))
        self.checked: list[tuple[datetime, Checked]] = []

    def live(self) -> None:
        """Do all of it, from the first decision to the last moment."""
        steps = [*self._summer(), *self._autumn(), *self._usual(), *self._mishaps(), *self._today()]
        for at, step in sorted(steps, key=lambda each: each[0]):
            self._hand.clock.at = at
            step()

    def draft(self) -> None:
        """Make the draft of each snapshot group: what would go of it next."""
        for key in SNAPSHOTS:
            self._hand.draft(key, self._snapshot(key))

    def _summer(self) -> Iterator[Step]:
        """Tried for two days; what then waited for weeks was too old; withdrawn, and some of it erased."""
        yield _at(6, 30, 9, 20), partial(self._hand.decide, lambda: self._engine.consent.accept("eu", "window"))
        yield _at(6, 30, 9, 21), partial(self._hand.decide, lambda: self._engine.choose("environment", True, "window"))
        yield from self._going(_at(6, 30, 9, 32), self._snapshots, receipts)
        yield from self._going(_at(6, 30, 15, 32), self._snapshots, receipts)
        yield _at(7, 2, 15, 22), lambda: self._hand.queue(_at(7, 2, 15, 32), self._snapshots())
        yield _at(8, 10, 8, 30), lambda: self._hand.ledger.expire(_at(8, 10, 8, 30))
        yield _at(8, 10, 8, 41), partial(self._hand.decide, lambda: self._engine.withdraw("window"))
        yield _at(8, 10, 8, 44), self._erase_first

    def _autumn(self) -> Iterator[Step]:
        """Accepted again; payment protection was on for a day, web addresses off for a quarter of an hour."""
        yield _at(10, 24, 18, 0), partial(self._hand.decide, lambda: self._engine.consent.accept("eu", "window"))
        for at, key, on in (
            (_at(10, 24, 18, 1), "environment", True),
            (_at(10, 24, 18, 2), ADDRESSES, True),
            (_at(11, 1, 17, 0), FILES, True),
            (_at(11, 8, 18, 5), ADDRESSES, False),
            (_at(11, 8, 18, 20), ADDRESSES, True),
            (_at(11, 12, 18, 30), TOLD, True),
            (_at(11, 13, 20, 0), TOLD, False),
        ):
            yield at, partial(self._hand.decide, partial(self._engine.choose, key, on, "window"))
        yield _at(11, 12, 18, 41), partial(self._tell, "bank.example", "safe")
        yield _at(11, 13, 12, 5), partial(self._tell, "pay.example", "regular")

    def _usual(self) -> Iterator[Step]:
        """What went as it should in the last 30 days, oldest first, up to noon of the last."""
        for number, addresses in enumerate(ASKED):
            day, is_today = FIRST_DAY + timedelta(days=number), number == DAYS - 1
            late = addresses // 3
            early = addresses - (0 if is_today else 2 * late)
            morning = partial(self._usual_batch, early, snapshots=day.weekday() < SATURDAY)
            yield from self._going(day + MORNING, morning, receipts)
            if not is_today:
                afternoon = partial(self._usual_batch, late, INSPECTED.get(number, 0), snapshots=True)
                yield from self._going(day + AFTERNOON, afternoon, receipts)
                yield from self._going(day + EVENING, partial(self._usual_batch, late), receipts)

    def _mishaps(self) -> Iterator[Step]:
        """One that was given up, one cancelled, two that a decision ended, one refused."""
        yield from self._going(_at(11, 5, 16, 40), self._visit, nothing)
        yield _at(11, 6, 9, 20), self._give_up
        yield _at(11, 17, 17, 50), lambda: self._hand.queue(_at(11, 17, 18, 0), self._visit())
        yield _at(11, 17, 17, 52), lambda: self._hand.cancel(_at(11, 17, 18, 0))
        yield _at(11, 8, 18, 0), lambda: self._hand.queue(_at(11, 8, 18, 10), [*self._visit(), *self._visit()])
        yield from self._going(_at(11, 18, 16, 25), self._inspect, refusal)

    def _today(self) -> Iterator[Step]:
        """Files of every kind; an address nobody confirmed, one on its way, and what goes next."""
        for at, name, inspection in (
            (_at(11, 23, 9, 12), "readme.pdf", invented.PLAIN),
            (_at(11, 23, 9, 31), "eicar.com", invented.TEST_FILE),
            (_at(11, 23, 11, 52), "remote-help.exe", invented.REMOTE_HELP),
            (_at(11, 23, 12, 41), "holiday-photos.zip", invented.LARGE),
            (_at(11, 23, 12, 43), "letter.docx", invented.LOCKED),
        ):
            yield from self._going(at + HOLD, partial(self._check, at, name, inspection), receipts)
        yield from self._going(_at(11, 23, 12, 30), self._visit, nothing)
        yield from self._going(NOW, self._visit, None)
        last = partial(self._check, NOW, "setup-tools.msi", invented.TOOLS)
        yield NOW, lambda: self._hand.queue(NOW + HOLD, [*self._snapshots(), *last()])

    def _going(self, due: datetime, making: Making, answering: Answering | None) -> Iterator[Step]:
        yield due - HOLD, lambda: self._hand.queue(due, making())
        yield due, lambda: self._hand.send(due, answering)

    def _erase_first(self) -> None:
        """The submissions of the very first delivery."""
        first = self._hand.ledger.history.submissions()[-len(SNAPSHOTS) + 1 :]
        self._hand.ledger.erase([each.id for each in first])

    def _give_up(self) -> None:
        for each in self._hand.ledger.history.pending():
            self._hand.ledger.cancel(each.id)

    def _snapshots(self) -> list[Envelope]:
        """Of each group that is allowed now, its draft."""
        allowed = [key for key in SNAPSHOTS if key in self._hand.permit.categories]
        return [self._hand.draft(key, self._snapshot(key)) for key in allowed]

    def _snapshot(self, key: str) -> dict[str, Fact]:
        return invented.snapshot(self._engine.catalogue.categories[key], self._hand.clock.at)

    def _usual_batch(self, addresses: int, files: int = 0, *, snapshots: bool = False) -> list[Envelope]:
        visited = [each for _ in range(addresses) for each in self._visit()]
        inspected = [each for _ in range(files) for each in self._inspect()]
        return [*(self._snapshots() if snapshots else []), *visited, *inspected]

    def _visit(self) -> list[Envelope]:
        reading = web_request.reading(invented.server(next(self._visits)))
        return [self._hand.seal(ADDRESSES, reading)]

    def _inspect(self) -> list[Envelope]:
        return self._sealed(next(self._inspections))

    def _sealed(self, inspection: Inspection) -> list[Envelope]:
        return [self._hand.seal(FILES, each) for each in processed_object.readings(inspection)]

    def _check(self, at: datetime, name: str, inspection: Inspection) -> list[Envelope]:
        """A file of the last day: seen with its name, which is in no record."""
        category, found = self._engine.catalogue.categories[FILES], processed_object.readings(inspection)
        envelopes = self._sealed(inspection)
        shown = [
            Shown(category, declared(category, each), "last_event", envelope, stamp(at + HOLD))
            for each, envelope in zip(found, envelopes, strict=True)
        ]
        self.checked.append((at, Checked(invented.FOLDER / name, inspection, found, shown)))
        return envelopes

    def _tell(self, site: str, mode: payment.Mode) -> None:
        product = self._engine.product
        self._hand.tell(payment.reading(product, product.software.plugin_id, mode), site)
