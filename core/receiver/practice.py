"""The practice receiver: inside Vitrine, on this computer, reached by this computer only."""

import threading
from pathlib import Path
from typing import Self

from core.catalogue import Catalogue
from core.errors import Code, Refused
from core.receiver.handler import HERE, Desk, Report
from core.receiver.kept import Kept, signing_key

HIGHEST_PORT = 65535
# One request in all, from connecting to the answer; an honest sender on this computer needs milliseconds.
REQUEST_SECONDS = 30.0


class PracticeReceiver:
    """A receiver with its own folder. Between `start` and `close` it answers, from threads of its own."""

    def __init__(
        self,
        data: Path,
        catalogue: Catalogue,
        port: int = 0,
        seconds: float = REQUEST_SECONDS,
        report: Report = lambda _: None,
    ) -> None:
        """`port` 0 lets the system choose; `seconds` is what one request may take; `report` is told of faults."""
        self.data, self.port, self.public_key = data, port, b""
        self._catalogue, self._seconds, self._report = catalogue, seconds, report
        self._server: Desk | None = None
        self._thread = threading.Thread()

    def start(self) -> None:
        """Open the folder and listen; from now on `port` and `public_key` are those in use. Raises Refused."""
        try:
            kept = Kept(self.data)
            key = signing_key(self.data, kept)
        except OSError as error:
            raise Refused(Code.RECEIVER_FOLDER_UNUSABLE, folder=self.data, why=error) from error
        try:
            self._server = Desk(self.port, kept, key, self._catalogue, self._seconds)
        except OSError as error:
            raise Refused(Code.RECEIVER_PORT_UNUSABLE, port=self.port, host=HERE, why=error) from error
        self._server.report = self._report
        self.port = self._server.server_address[1]
        self.public_key = key.public_key().public_bytes_raw()
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening; requests whose body is there are still answered, the others end."""
        if self._server is not None:
            self._server.end()
            self._thread.join()
            self._server = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
