"""One window a home: a second start hands its page to the first, which comes to the front."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, QStandardPaths, QTimer, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

# The name of a page, or nothing: then the window only comes to the front.
PAGE = re.compile(rb"[A-Za-z0-9_-]{0,64}\n")
LONGEST = 65
ANSWER = b"vitrine\n"
# A socket of the same computer answers at once, or its program hangs; a start must not wait for that long.
CONNECT_MILLISECONDS, ANSWER_MILLISECONDS = 500, 2000
# Whoever connects says which page within this time; so many at once are more than a person can start.
PATIENCE_MILLISECONDS = 2000
MOST_CALLERS = 8


class Single(QObject):
    """Listens for later starts with the same home. Only this user can be heard; anything but a page is ignored."""

    page_asked = Signal(str)

    def __init__(self, home: Path) -> None:
        super().__init__()
        self._guard = f"{_folder()}/{_name(home)}.lock"
        # A pipe of Windows lies in no folder.
        self._path = _name(home) if os.name == "nt" else f"{_folder()}/{_name(home)}"
        self._server: QLocalServer | None = None

    def first(self, page: str) -> bool:
        """Whether this start is the first and goes on; False: the page was handed to the one that is open."""
        try:
            import PySide6.QtNetwork  # noqa: F401 - its library may lack one of the system's
        except ImportError:
            return True
        # Two starts at the same moment: one listens before the other looks.
        lock = QLockFile(self._guard)
        lock.tryLock(CONNECT_MILLISECONDS + ANSWER_MILLISECONDS)
        try:
            if _is_ours(self._path) and self._hand_over(page):
                return False
            self._listen()
            return True
        finally:
            lock.unlock()

    def close(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def _hand_over(self, page: str) -> bool:
        """Whether a first one took the page. One that hangs does not, and a window opens beside it."""
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._path)
        if not socket.waitForConnected(CONNECT_MILLISECONDS):
            return False
        line = f"{page}\n".encode("ascii", "ignore")
        socket.write(line if PAGE.fullmatch(line) else b"\n")
        answer = b""
        while len(answer) < len(ANSWER) and socket.waitForReadyRead(ANSWER_MILLISECONDS):
            answer += bytes(socket.read(len(ANSWER) - len(answer)).data())
        socket.abort()
        return answer == ANSWER

    def _listen(self) -> None:
        from PySide6.QtNetwork import QLocalServer

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        if _is_ours(self._path):
            # Left by one that was killed; one that answers would have been handed the page.
            QLocalServer.removeServer(self._path)
        server.newConnection.connect(self._meet)
        # Where it cannot listen there is no single window, and that is all.
        if server.listen(self._path):
            self._server = server

    def _meet(self) -> None:
        while self._server is not None and (socket := self._server.nextPendingConnection()) is not None:
            if len(self._server.findChildren(type(socket))) > MOST_CALLERS:
                socket.abort()
                socket.deleteLater()
                continue
            socket.setReadBufferSize(LONGEST)
            socket.readyRead.connect(lambda socket=socket: self._hear(socket))
            socket.disconnected.connect(socket.deleteLater)
            QTimer.singleShot(PATIENCE_MILLISECONDS, socket, socket.abort)
            self._hear(socket)

    def _hear(self, socket: QLocalSocket) -> None:
        said = bytes(socket.peek(LONGEST).data())
        if b"\n" not in said and len(said) < LONGEST:
            return
        if PAGE.fullmatch(said):
            socket.readyRead.disconnect()
            socket.write(ANSWER)
            # At once: opening the page may take longer than the caller waits.
            socket.flush()
            socket.disconnectFromServer()
            self.page_asked.emit(said[:-1].decode("ascii"))
        else:
            socket.abort()


def _name(home: Path) -> str:
    """Made of the home and the user: short enough for a socket, and two homes never meet."""
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
    return "vitrine-" + hashlib.sha256(f"{user}:{home.resolve()}".encode()).hexdigest()[:24]


def _folder() -> str:
    """Where this user's sockets lie: a folder of his own, if the system gives him one."""
    own = os.environ.get("XDG_RUNTIME_DIR", "")
    temporary = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.TempLocation)
    return own if own and os.access(own, os.W_OK) else temporary


def _is_ours(path: str) -> bool:
    """Whether what stands there was made by this user: in a folder of everybody's, others could listen."""
    if os.name == "nt":
        return True
    try:
        return os.lstat(path).st_uid == os.getuid()
    except OSError:
        return False
