"""`python -m tests.pseudo.terminal FOLDER`: gives every command in turn and prints what each wrote, as JSON.

All in one process, in a home below FOLDER, in the language of VITRINE_LANGUAGE.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shlex
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

from core.cli import main
from core.wording import LANGUAGE
from core.wording.commands import ACTIONS, COMMANDS
from core.wording.translation import PSEUDO, pseudo
from gui import app as window
from tests.commands import REPOSITORY
from tests.fakes.eicar import EICAR
from tests.pseudo.words import watch

# Before anything was decided; whatever needs an agreement is refused.
FRESH = """
--version
agreement
agreement --json
consent
consent --json
consent history
outbox
history
history verify
license
license --json
license remove
settings
settings --json
settings get theme
doctor
doctor --json
show
show environment
show environment --bytes
show environment --wire
show installed_software license transmission
show --json
show --profile demo
show --profile demo --json
browser status
browser status --json
browser install
browser remove
check file {folder}/file.txt
check file --all {folder}/file.txt {folder}/eicar.com {folder}/nothing
check file --json {folder}/eicar.com
check file {folder}/empty
check url http://127.0.0.1:9
check url --allow-private http://127.0.0.1:9/way?query
check url --allow-private --json http://127.0.0.1:9
schema
schema catalogue
schema install-record
schema settings
pause
resume
send
send --dry-run
send environment
consent on environment
agreement decline
agreement
consent
send
"""
ACCEPTED = """
agreement accept --region eu
agreement
consent
consent on environment
consent on processed_object
consent on web_request
consent on license
consent history
consent history --json
send --dry-run
send license
send
send environment
send processed_object
outbox
outbox --json
history
history --json
check file {folder}/eicar.com
check file {folder}/eicar.com
check file {folder}
check file --json {folder}/eicar.com
check url --allow-private http://127.0.0.1:9
history verify
history verify --json
history show {confirmed}
history show {confirmed} --json
history show {confirmed} --bytes
outbox list
outbox show {waiting}
outbox export {folder}/bodies
outbox export {folder}/bodies
history export {folder}/everything.json
outbox cancel {waiting}
outbox cancel {confirmed}
outbox clear
outbox retry
pause
pause --debug
consent
send
resume
license activate {license}
show --json
license
show license
settings set theme dark
settings set keep_days 365
settings set interval_hours 48
settings set proxy http://somebody@127.0.0.1:9
settings set proxy_password
settings set rules_folder {folder}
settings set send_paths true
settings
show transmission
doctor
license remove
consent off environment
consent withdraw
agreement
history
"""
WRONG = """
nothing
show nothing
show --nothing
show --bytes
show payment --wire
show processed_object --bytes
show --json --bytes
agreement accept
agreement accept --region nowhere
agreement nothing
consent on
consent on nothing
history show
history show nothing
history show --json nothing
history verify --since nothing
outbox nothing
outbox cancel nothing
outbox export
outbox export {folder}/no/where
history export {folder}/file.txt
license activate
license activate {folder}/file.txt
license activate {folder}/nothing
license activate {folder}
settings set theme blue
settings set theme
settings set nothing 1
settings set keep_days many
settings set keep_days 99999
settings set proxy nothing
settings set proxy_password given
settings set rules_folder {folder}/nothing
settings get nothing
settings set
check
check nothing
check file
check url
check url nothing
check url ftp://example.com
check url http://xn--/
check url http://user@[::1
browser nothing
browser safe
browser safe http://pay.example
receiver --port many
receiver --port 0
schema nothing
doctor nothing
"""
# The window's own options; the window does not open.
OF_WINDOW = """
vitrine --help
vitrine --version
vitrine --size 1x1
vitrine --scale many
vitrine --theme blue
vitrine --nothing
"""
# The settings, the record and the product as somebody may have left them.
DAMAGED = """
settings
settings --json
show license
check file {folder}/file.txt
doctor
doctor --json
consent
agreement accept --region eu
history
history verify
send
outbox
pause
"""


class Said(NamedTuple):
    """A command, its exit code, and what it wrote."""

    typed: str
    code: int
    out: str
    error: str


class Terminal:
    """Gives commands in a home below `folder`, where there are a few files to name."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._home = folder, Path(os.environ["VITRINE_HOME"])
        (folder / "empty").mkdir()
        (folder / "file.txt").write_text("nothing\n", encoding="utf-8")
        (folder / "eicar.com").write_bytes(EICAR)
        (folder / "user" / ".config" / "google-chrome").mkdir(parents=True)

    def give(self, line: str) -> Said:
        """Give one command, as it is typed."""
        out, error = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
        named = {"folder": self._folder, "license": REPOSITORY / "resources" / "license" / "example-evaluation.license"}
        wanted = [state for state in ("confirmed", "waiting") if f"{{{state}}}" in line]
        ids = {state: self._submission(state) for state in wanted}
        with ExitStack() as stack:
            stack.enter_context(redirect_stdout(out))
            stack.enter_context(redirect_stderr(error))
            sys.stdin = io.StringIO("secret\n")
            try:
                code = self._run([part.format(**named, **ids) for part in shlex.split(line)])
            except SystemExit as end:
                code = int(end.code or 0)
        out.flush()
        return Said(line, code, out.buffer.getvalue().decode(), error.getvalue())

    def _run(self, typed: list[str]) -> int:
        return window.main(typed[1:]) if typed[:1] == ["vitrine"] else main(typed)

    def all(self) -> Iterator[Said]:
        """Give every command, in every state."""
        for line in (*helps(), *lines(OF_WINDOW), *lines(FRESH), *lines(WRONG), *lines(ACCEPTED)):
            yield self.give(line)
        threading.Timer(1.0, signal.raise_signal, [signal.SIGTERM]).start()
        yield self.give("receiver")
        (self._home / "settings.json").write_text('{"theme": 1}', encoding="utf-8")
        yield from map(self.give, lines(DAMAGED))
        (self._home / "vitrine.db").write_bytes(b"nothing" * 1000)
        yield from map(self.give, lines(DAMAGED))
        os.environ["VITRINE_PRODUCT"] = str(self._folder / "file.txt")
        yield from map(self.give, lines(DAMAGED))
        os.environ["VITRINE_HOME"] = str(self._folder / "file.txt")
        yield from map(self.give, lines(DAMAGED))

    def _submission(self, state: str) -> str:
        found = json.loads(self.give("history --json").out)["submissions"]
        return next((str(each["id"]) for each in found if each["state"] == state), state)


def lines(block: str) -> list[str]:
    """The commands of a block."""
    return block.strip().splitlines()


def helps() -> Iterator[str]:
    """Every --help, and the command without its words."""
    yield from ("", "--help")
    for command in COMMANDS:
        yield f"{command} --help"
        yield from (f"{command} {action} --help" for action in ACTIONS.get(command, ()))


def translate_argparse() -> None:
    """Let argparse's own words, which Python translates, look like ours."""
    told = {
        "_": pseudo_of_argparse,
        "ngettext": lambda one, many, count: pseudo_of_argparse(one if count == 1 else many),
    }
    for name, function in told.items():
        setattr(argparse, name, function)


def pseudo_of_argparse(message: str) -> str:
    """The message; what it names without a name stays."""
    return "%s".join(map(pseudo, message.split("%s")))


if __name__ == "__main__":
    failed: list[str] = []
    watch(failed)
    if LANGUAGE == PSEUDO:
        translate_argparse()
    said = [each._asdict() for each in Terminal(Path(sys.argv[1])).all()]
    print(json.dumps({"failed": failed, "said": said}))
