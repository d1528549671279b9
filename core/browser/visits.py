"""The servers a user goes to: each is asked who it is, aside, so that no question of a browser waits for one."""

from collections.abc import Callable
from contextlib import suppress
from queue import Full, Queue
from threading import Thread

from msgspec.structs import replace

from core import clock
from core.checking.addresses import CheckedAddress, check_address
from core.collectors import web_request
from core.engine import Engine
from core.errors import Refused
from core.inspectors.address import Address, reduced
from core.inspectors.finding import Server
from core.record.permit import Permit

GROUP = "web_request"
# As many as a browser opens when it brings back its tabs.
MOST_WAITING = 256
# So long a server is not asked again: it is the same one.
REMEMBERED_SECONDS = 300.0
MOST_REMEMBERED = 1000
# A browser that ends gives its programs about two seconds.
LEFT_SECONDS = 1.5


class Visits:
    """Hands what is learnt of each server to the engine, which queues it if nothing was decided since the visit."""

    def __init__(
        self,
        engine: Engine,
        check: Callable[..., CheckedAddress] = check_address,
        report: Callable[[BaseException], object] | None = None,
    ) -> None:
        """`report` gets what nobody foresaw: it ends one visit, not those that wait."""
        self._engine, self._check, self._report = engine, check, report
        self._waiting: Queue[tuple[Address, Permit] | None] = Queue(MOST_WAITING)
        self._known: dict[tuple[str, int, int], tuple[float, Server]] = {}
        self._thread: Thread | None = None

    def take(self, address: Address, permit: Permit) -> bool:
        """Have the server looked at, in its turn, if by then nothing was decided since; False where too many wait."""
        with suppress(Full):
            self._waiting.put_nowait((address, permit))
            if self._thread is None:
                self._thread = Thread(target=self._look, daemon=True)
                self._thread.start()
            return True
        return False

    def finish(self) -> None:
        """Wait a moment for what is not looked at yet; what still is not then is left out."""
        if self._thread is not None:
            with suppress(Full):
                self._waiting.put_nowait(None)
            self._thread.join(LEFT_SECONDS)

    def _look(self) -> None:
        while (visit := self._waiting.get()) is not None:
            try:
                self._visited(*visit)
            except (OSError, Refused):
                # A server inside a private network, or with a name that cannot be: nothing is told of it.
                continue
            except Exception as error:  # noqa: BLE001 - the thread's last stop
                if self._report:
                    self._report(error)

    def _visited(self, address: Address, permit: Permit) -> None:
        if self._engine.ledger.current(permit):
            found = replace(self._server(address, permit), url=address.url)
            checked = CheckedAddress(found, web_request.reading(found))
            self._engine.happened(GROUP, checked.events, permit)

    def _server(self, address: Address, permit: Permit) -> Server:
        """Who it is; asked, or as it said a short while ago under the same decision."""
        at, place = clock.monotonic(), (address.host, address.port, permit.event)
        asked_at, known = self._known.get(place, (0.0, None))
        if known is not None and at - asked_at < REMEMBERED_SECONDS:
            return known
        origin = reduced(address.url).url
        found = self._check(origin).found
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        self._known[place] = (at, found)
        return found
