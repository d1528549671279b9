"""Is each submission what its events say? One walk along both, in the order of submissions."""

from __future__ import annotations

import hashlib
from binascii import b2a_hex
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeAlias

import apsw
import msgspec

from core.record import steps
from core.record.events import QUEUED, TOLD, sha256
from core.record.receipt import HASH_BYTES, Receipt
from core.record.steps import CODES, QUARTER, words_hash
from core.record.submission import COLUMNS, Life, State, after, told_at
from core.record.verification.faults import FoundFault, RecordFault
from core.record.verification.indexes import END, Sums

# Kept of what comes again and again, no more than this; of courses, each with the tree of its request, fewer.
_MOST_KEPT, _MOST_COURSES = 2048, 32
# In place of a reason: the words that the event tells of.
_WORDS = "\0"
# Of what happened to one submission, and of a submission's row.
# The index is believed only as far as the rows say the same; whether it names all of them, `indexes` tells.
_HAPPENED = (
    "SELECT i.of, row.number, row.at, row.kind, row.sha256, row.detail FROM event AS i INDEXED BY event_of "
    "CROSS JOIN event AS row ON row.number = i.number AND row.of = i.of WHERE i.of BETWEEN ? AND ? "
    "ORDER BY i.of, i.number"
)
_NUMBER, _AT, _KIND, _SHA256, _DETAIL = range(1, 6)
_settled, _lived = itemgetter(0, 1, 4, 5, 7, 10, 12), itemgetter(2, 3, 6, 8, 9, 11)
_ERASABLE = 13
_NOTHING = (None,) * 8
# Of a hash, the bits that an ID keeps and those that make it a UUID of version 8: see core.envelope.
_KEPT, _SET = 0xFFFFFFFFFFFF_0FFF_3FFFFFFFFFFFFFFF, 0x8000_8000000000000000
# What keeps the highest number that stands there; other stages, the highest that ever did.
_STILL = (State.CONFIRMED, State.TOLD)

_sha256 = hashlib.sha256

# A row of _HAPPENED.
Happened: TypeAlias = tuple[Any, ...]


# After the last of what happened.
_NO_MORE: tuple[int, Iterator[Happened]] = (2**63, iter(()))


class Found(msgspec.Struct):
    """What a piece came to. `broken`: the first event that is not as it was written; `above`: the same by the levels
    above the tiles, which follow from these; `fault`: the first other fault, which is one whatever came later;
    `unsound`: the first that is only one where every event is there. Then what is counted: of each group and stage
    submissions, bytes and the newest; of each quarter submissions and bytes; of each request what is whole of it, and
    what of it was ever confirmed; words; and what the indexes name, see `indexes`."""

    events: int = 0
    submissions: int = 0
    damage: str = ""
    broken: FoundFault | None = None
    above: FoundFault | None = None
    fault: FoundFault | None = None
    unsound: FoundFault | None = None
    tally: list[tuple[str, str, int, int, int]] = []
    quarters: list[tuple[int, int, int]] = []
    requests: list[tuple[int, int, int]] = []
    words: int = 0
    indexed: list[tuple[str, str, int, int]] = []


class Said(msgspec.Struct, gc=False):
    """What an event's detail says of a submission; `mark`, worked out: the reason, or that it is words."""

    bytes: int | None = None
    category: str | None = None
    due: int | None = None
    draft: bool = False
    site: str | None = None
    request: int | None = None
    reason: str = ""
    words: str | None = None
    mark: str = ""

    def __post_init__(self) -> None:
        self.mark = self.reason if self.words is None else _WORDS


_decode = msgspec.json.Decoder(Said).decode


class Path:
    """What kinds and reasons, one after the other, come to by `submission.after`. Events are named by their place.

    `fails`: the first that cannot follow. `life`: state, attempts, exposed, erased and reason; `finished`: since which
    event, `told`: the one whose words are the reason; `stage`, `past`: where it is counted, and everywhere it was.
    `tries`, `words`: the attempts, and the events that tell words; `confirmed`: the one that brought a receipt.
    """

    def __init__(self, kinds: Sequence[str], marks: Sequence[str]) -> None:
        """Let `submission.after` judge each event, its place in the place of its time."""
        life, self.fails = told_at("0") if kinds[0] == TOLD else Life(), None if kinds[0] in (QUEUED, TOLD) else 0
        past = [steps.stage(life)]
        for place, (kind, mark) in enumerate(zip(kinds[1:], marks[1:], strict=True), 1):
            reason = f"{_WORDS}{place}" if mark == _WORDS else mark
            later = after(life, kind, str(place), reason) if mark == _WORDS or mark in CODES else None
            if later is None or self.fails is not None:
                self.fails = place if self.fails is None else self.fails
                break
            life = later
            past.append(steps.stage(life))
        self.told = int(life.reason[1:]) if life.reason.startswith(_WORDS) else None
        self.reason = "" if self.told else life.reason
        self.state, self.attempts, self.exposed, self.erased = life.state, life.attempts, life.exposed, life.erased
        self.finished = None if life.finished is None else int(life.finished)
        self.stage, self.past = past[-1], frozenset(past)
        self.tries = tuple(place for place, kind in enumerate(kinds) if kind == "attempted")
        self.words = tuple(place for place, mark in enumerate(marks) if mark == _WORDS)
        # Whether body, ID and secret are there.
        self.whole = not life.erased and life.state is not State.TOLD
        self.confirmed = kinds.index(State.CONFIRMED) if State.CONFIRMED in kinds else None


class KeptRequest:
    """What is kept of a request: the hash of its head, the key, the leaves of its tree, and what of the tree the digest
    of each receipt covers."""

    def __init__(
        self, head: bytes, key: bytes | None, root: bytes | None, signature: bytes | None, leaves: bytes | None
    ) -> None:
        self.sha256, self.key, self.leaves = hashlib.sha256(head).digest(), key, leaves
        size = len(leaves or b"") // HASH_BYTES
        self.tail = None if root is None else b"\n%d\n%b" % (size, root + (signature or b"") + (key or b""))


class Course:
    """What happened after the first event: the path it went by, and which request each attempt went in.

    Courses are alike: whatever went in one request, and came back from it, has the same. `tries`: place, request and
    the hash of its head as it is kept; `kept`: the request it went in last.
    """

    def __init__(self, path: Path, said: Sequence[Said], kept: Callable[[int], KeptRequest | None]) -> None:
        self.path, self.said = path, said
        numbers = [(place, said[place].request) for place in path.tries]
        found = [(place, number, kept(number)) for place, number in numbers if number is not None]
        self.tries = [(place, number, request and request.sha256) for place, number, request in found]
        self.request: int | None = None
        self.kept: KeptRequest | None = None
        if found and found[-1][0] == path.tries[-1]:
            _, self.request, self.kept = found[-1]


class Walk:
    """Walks along pieces of one state of the file. `number_of`: an event's number among all; `signatures`: whether
    those of receipts that were signed alone are checked as well."""

    def __init__(self, connection: apsw.Connection, number_of: Callable[[int], int], *, signatures: bool) -> None:
        self._connection, self._number_of, self._signatures = connection, number_of, signatures
        self._paths: dict[tuple[str, ...], Path] = {}
        self._courses: dict[tuple[Any, ...], Course] = {}
        self._said: dict[str | None, Said] = {}
        self._start()

    def _start(self) -> None:
        self._found = Found()
        # By group, course and the quarter of an hour in which it was confirmed: how many, their bytes, the newest, the
        # sum of their numbers.
        self._there: dict[tuple[str | None, Course, int], list[int]] = {}
        self._met = self._met_numbers = self._named = self._ids = self._ends = 0

    def along(self, first: int, last: int) -> Found:
        """Compare the submissions with these numbers with what happened to them."""
        self._start()
        between = (first, last)
        query = f"SELECT {COLUMNS} FROM submission WHERE number BETWEEN ? AND ? ORDER BY number"
        rows = self._connection.execute(query, between)
        happened = groupby(self._connection.execute(_HAPPENED, between), itemgetter(0))
        of, events = next(happened, _NO_MORE)
        for row in rows:
            self._found.submissions += 1
            while of < row[0]:
                self._missing(next(events))
                of, events = next(happened, _NO_MORE)
            if of == row[0]:
                self._compare(row, list(events))
                of, events = next(happened, _NO_MORE)
            else:
                self._tell(max(row[0], 1), RecordFault.SUBMISSION_NOT_QUEUED, row[0])
        for event in events:
            self._missing(event)
        for _, events in happened:
            self._missing(next(events))
        return self._come_to()

    def _come_to(self) -> Found:
        stages: dict[tuple[str, str], tuple[int, int, int]] = {}
        quarters: dict[int, tuple[int, int, int]] = {}
        requests: dict[int, tuple[int, int, int]] = {}
        for (category, course, quarter), (count, size, newest, _) in self._there.items():
            path = course.path
            for stage in path.past:
                is_there = stage == path.stage
                still = newest if is_there or stage not in _STILL else 0
                _add(stages, (category or "", stage), count * is_there, size * is_there, still)
            if path.confirmed is not None:
                is_there = path.stage == State.CONFIRMED
                _add(quarters, quarter, count * is_there, size * is_there)
            for _, number, _ in course.tries:
                is_proven = path.confirmed is not None and number == course.request
                _add(requests, number, 0 if path.erased else count, count * is_proven)
        self._found.indexed = self._indexed()
        self._found.tally = [(*key, *counts) for key, counts in stages.items()]
        self._found.quarters = [(number, count, size) for number, (count, size, _) in quarters.items()]
        self._found.requests = [(number, whole, proven) for number, (whole, proven, _) in requests.items()]
        return self._found

    def _indexed(self) -> list[tuple[str, str, int, int]]:
        """What the indexes must hold of these: how many, and a sum of their numbers."""
        sums = Sums()
        sums.add("event_of", "", self._met, self._met_numbers)
        sums.add("submission_id", "", self._named, self._ids)
        sums.add("submission_whole", "ends", 0, self._ends)
        for (category, course, _), (count, _, _, numbers) in self._there.items():
            sums.add("submission_category", category or "", count, numbers)
            if course.path.state != State.CONFIRMED:
                sums.add("submission_rare", course.path.state, count, numbers)
            if course.path.finished is None:
                sums.add("submission_open", "", count, numbers)
            elif not course.path.erased:
                sums.add("submission_whole", "", count, numbers)
        return sums.rows()

    def _tell(self, event: int, fault: RecordFault, about: int = 0) -> None:
        # An event that has no such number is missing where it should be, which is told there.
        if event > 0:
            told = FoundFault(event, fault, about)
            self._found.fault = min(told, self._found.fault or told)

    def _tell_of(self, event: Happened, fault: RecordFault) -> None:
        """It is a fault only where every event is there."""
        told = FoundFault(self._number_of(event[_NUMBER]), fault)
        self._found.unsound = min(told, self._found.unsound or told)

    def _missing(self, first: Happened) -> None:
        """Something happened to a submission that is not there."""
        number = self._number_of(first[_NUMBER])
        began = first[_KIND] in (QUEUED, TOLD) and number == first[0]
        self._tell(number, RecordFault.SUBMISSION_MISSING if began else RecordFault.EVENT_CANNOT_FOLLOW)

    def _compare(self, row: tuple[Any, ...], happened: list[Happened]) -> None:
        _, numbers, times, kinds, _, details = zip(*happened, strict=True)
        self._met += len(numbers)
        self._met_numbers += sum(numbers)
        first = happened[0]
        begin = self._said.get(details[0]) or self._decoded(details[0])
        key = kinds, details[1:]
        course = self._courses.get(key) or self._course(key, happened)
        path = course.path
        fails = 0 if self._number_of(numbers[0]) != row[0] else path.fails
        if fails is not None:
            self._tell(self._number_of(numbers[fails]), RecordFault.EVENT_CANNOT_FOLLOW)
            return
        at = times[0]
        due = begin.due if kinds[0] == QUEUED else at
        finished = None if path.finished is None else times[path.finished]
        reason = self._words(course, happened) if path.words else path.reason
        life = (path.state, path.attempts, at, due, finished, begin.draft, path.exposed, path.erased)
        told = (row[0], begin.category, *life, begin.bytes, reason, first[_SHA256])
        if row[:_ERASABLE] != told:
            self._differs(row, told, happened)
        if finished is not None and not path.erased:
            self._ends += (row[0] % END) * (finished % END)
        self._count(row[0], begin, course, 0 if path.confirmed is None else times[path.confirmed] // QUARTER)
        if path.whole:
            self._compare_whole(row, happened, course)
        elif not path.erased:
            self._compare_told(row, happened, begin)
        elif row[_ERASABLE:] != _NOTHING:
            self._tell_of(happened[-1], RecordFault.SUBMISSION_HALF_ERASED)

    def _count(self, number: int, begin: Said, course: Course, quarter: int) -> None:
        key = begin.category, course, quarter
        there = self._there.get(key)
        if there is None:
            there = self._there[key] = [0, 0, 0, 0]
        there[0] += 1
        there[1] += begin.bytes or 0
        there[2] = number
        there[3] += number

    def _differs(self, row: tuple[Any, ...], told: tuple[Any, ...], happened: Sequence[Happened]) -> None:
        if _settled(row) != _settled(told):
            self._tell(row[0], RecordFault.SUBMISSION_EDITED)
        if _lived(row) != _lived(told):
            self._tell_of(happened[-1], RecordFault.STATE_OTHER)

    def _decoded(self, detail: str | None) -> Said:
        if len(self._said) > _MOST_KEPT:
            self._said.clear()
        try:
            said = _decode(detail or "{}")
        except msgspec.DecodeError:
            # The hashes tell that it was edited.
            said = Said()
        self._said[detail] = said
        return said

    def _course(self, key: tuple[Any, ...], happened: Sequence[Happened]) -> Course:
        if len(self._courses) > _MOST_COURSES:
            self._courses.clear()
        if len(self._paths) > _MOST_KEPT:
            self._paths.clear()
        said = [self._said.get(each[_DETAIL]) or self._decoded(each[_DETAIL]) for each in happened]
        kinds, marks = [each[_KIND] for each in happened], [each.mark for each in said]
        path = self._paths.get((*kinds, *marks))
        if path is None:
            path = self._paths[*kinds, *marks] = Path(kinds, marks)
        course = self._courses[key] = Course(path, said, self._request)
        return course

    def _words(self, course: Course, happened: Sequence[Happened]) -> str | None:
        """The reason, where it is words; all of them are compared, unless they are erased."""
        path = course.path
        if path.erased:
            return path.reason
        texts: dict[int, str] = {}
        for place in path.words:
            event = happened[place]
            query = "SELECT of, number, text FROM words WHERE event = ?"
            of, number, text = self._connection.execute(query, (event[_NUMBER],)).fetchone() or (None, b"", "")
            if of != event[0] or words_hash(number, text) != course.said[place].words:
                self._tell_of(event, RecordFault.WORDS_OTHER)
            self._found.words += of is not None
            texts[place] = text
        return path.reason if path.told is None else texts.get(path.told)

    def _request(self, number: int) -> KeptRequest | None:
        query = "SELECT head, key, root, signature, leaves FROM request WHERE number = ?"
        row = self._connection.execute(query, (number,)).fetchone()
        return None if row is None else KeptRequest(*row)

    def _compare_told(self, row: tuple[Any, ...], happened: Sequence[Happened], begin: Said) -> None:
        identifier, body, secret, site, *rest = row[_ERASABLE:]
        if body is None or site is None or (identifier, secret, *rest) != (None,) * 6:
            self._tell_of(happened[-1], RecordFault.SUBMISSION_HALF_ERASED)
        elif hashlib.sha256(body).digest() != happened[0][_SHA256]:
            self._tell(row[0], RecordFault.BODY_OTHER)
        elif sha256(site.encode()) != begin.site:
            self._tell_of(happened[-1], RecordFault.RECEIPT_OTHER)

    def _compare_whole(self, row: tuple[Any, ...], happened: Sequence[Happened], course: Course) -> None:
        identifier, body, secret, site, received, signature, leaf, request = row[_ERASABLE:]
        if identifier is None or body is None or secret is None or site is not None:
            self._tell_of(happened[-1], RecordFault.SUBMISSION_HALF_ERASED)
            return
        digest = _sha256(body).digest()
        # A body ends with its ID.
        name = body[-38:-2]
        made = int.from_bytes(_sha256(secret).digest()[:16], "big") & _KEPT | _SET
        self._named += 1
        self._ids += row[0] * made
        is_named = made.to_bytes(16, "big") == identifier and name.translate(None, b"-") == b2a_hex(identifier)
        if digest != happened[0][_SHA256] or not is_named:
            self._tell(row[0], RecordFault.BODY_OTHER)
        for place, _, head in course.tries:
            if happened[place][_SHA256] != head:
                self._tell_of(happened[place], RecordFault.REQUEST_OTHER)
        if request != course.request:
            self._tell_of(happened[-1], RecordFault.STATE_OTHER)
        came = None if course.path.confirmed is None else happened[course.path.confirmed][_SHA256]
        if came is None or received is None:
            fault = None if (came, received, signature, leaf) == (None,) * 4 else RecordFault.RECEIPT_OTHER
        else:
            said = b"%b\n%b\n%b" % (name, b2a_hex(digest), received.encode())
            fault = self._receipt_fault(said, came, signature, leaf, course.kept)
        if fault is not None:
            self._tell_of(happened[-1], fault)

    def _receipt_fault(
        self, said: bytes, came: bytes, signature: bytes | None, leaf: int | None, kept: KeptRequest | None
    ) -> RecordFault | None:
        """What is wrong with the receipt of this ID, hash and time; see core.record.receipt."""
        if kept is not None and kept.tail is not None and kept.leaves is not None:
            if leaf is None or signature is not None or _sha256(b"%b\n%d%b" % (said, leaf, kept.tail)).digest() != came:
                return RecordFault.RECEIPT_OTHER
            # Whether the tree is signed is checked once for all of them.
            place = leaf * HASH_BYTES
            is_leaf = kept.leaves[place : place + HASH_BYTES] == _sha256(b"\0%b\n" % said).digest()
            return None if is_leaf else RecordFault.RECEIPT_OTHER
        name, digest, received = said.decode("utf-8", "replace").split("\n", 2)
        if leaf is not None or signature is None:
            # Of an older Vitrine's record what came stays as it is where it is no receipt: it proves nothing.
            is_kept = (leaf, signature, kept) == (None, None, None) and hashlib.sha256(
                received.encode()
            ).digest() == came
            return None if is_kept else RecordFault.RECEIPT_OTHER
        receipt = Receipt(received, signature, None if kept is None else kept.key)
        if receipt.digest(name, digest) != came:
            return RecordFault.RECEIPT_OTHER
        is_checked = self._signatures and receipt.key is not None
        return RecordFault.RECEIPT_UNSIGNED if is_checked and not receipt.proves(name, digest) else None


def _add(sums: dict[Any, tuple[int, int, int]], key: object, one: int, other: int, newest: int = 0) -> None:
    before = sums.get(key, (0, 0, 0))
    sums[key] = (before[0] + one, before[1] + other, max(before[2], newest))
