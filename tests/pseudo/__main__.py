"""`python -m tests.pseudo`: runs window and terminal in the pseudo-language and prints what it found.

With `--write` the list of what is cut, cut.txt, is written anew.
"""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from core import paths
from core.catalogue import load_catalogue
from core.product import load_product
from tests.commands import REPOSITORY, command, environment
from tests.pseudo.data import TOKEN, Data, tokens

LIST = Path(__file__).with_name("cut.txt")
HEAD = """\
# What does not fit in the pseudo-language, which is half as long again as English: page, where on it, the message.
# A number is a #. All of these are to be mended with the new look; until then a language as long as that is cut here.
# Whoever mends some writes the list anew: python -m tests.pseudo --write
"""
# Each goes through everything; a busy computer takes its time.
SECONDS = 300
# “Today” ends where the day does.
ZONE = "UTC"
# So wide that nothing is broken into lines.
COLUMNS = "1000"
# What is printed for programs: schemas, the exact bytes, a request.
EXACT = re.compile(r"^schema|--bytes|--wire|^outbox show")


def walk(folder: Path) -> dict[str, Any]:
    """Walk through the window in the pseudo-language; what it found, see tests.pseudo.window."""
    return _run("window", folder, "pseudo", QT_QPA_PLATFORM="offscreen")


def give_commands(folder: Path, language: str) -> dict[str, Any]:
    """Give every command in this language; what each wrote, see tests.pseudo.terminal."""
    return _run("terminal", folder, language, COLUMNS=COLUMNS)


def _run(module: str, folder: Path, language: str, **more: str) -> dict[str, Any]:
    user = folder / "user"
    more |= {"TZ": ZONE, "HOME": str(user), "XDG_CONFIG_HOME": str(user / ".config"), "VITRINE_LANGUAGE": language}
    # Nothing of whoever runs this is touched, their keyring neither.
    more["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
    ended = subprocess.run(
        command(f"tests.pseudo.{module}", str(folder)),
        cwd=REPOSITORY,
        env=environment(folder / "home", **more),
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr.decode()
    found = json.loads(ended.stdout)
    assert isinstance(found, dict)
    return found


def escaped(said: list[dict[str, Any]]) -> dict[str, str]:
    """By command, the words on its stdout and stderr that came neither from a message nor from data."""
    data = _data(said)
    found = {}
    for each in said:
        typed, text = each["typed"], "\n".join([*_values(each["out"]), each["error"]])
        if not EXACT.search(typed) and (left := data.left(text, shlex.split(typed))):
            found[typed] = left
    return found


def _data(said: list[dict[str, Any]]) -> Data:
    """What there is on this computer, in the demo and in the files that came with the program."""
    data, product = Data(), load_product(paths.resources() / "product.toml", paths.resources())
    names = product.choices, product.vendor.name, product.name
    data.add_catalogue(load_catalogue(paths.resources() / "catalogue", *names), product)
    data.add_values(tokens(), ZONE)
    for each in said:
        if each["typed"].startswith("show") and "--json" in each["typed"] and each["out"]:
            found = [item for group in json.loads(each["out"]).get("categories", ()) for item in group["items"]]
            data.add_values(item["value"] for item in found)
            data.add_sources(item["source"] for item in found)
        if each["typed"].startswith("history show") and "--json" in each["typed"] and each["out"]:
            # What was sent, line by line.
            tries = json.loads(each["out"]).get("tries", ())
            data.add_values(tried["head"].split("\r\n") for tried in tries)
    return data


def _values(out: str) -> list[str]:
    """What was printed; of a document its values, but for the words that scripts read."""
    if not out.startswith("{"):
        return [out]
    leaves = _leaves(json.loads(out))
    return [each for each in leaves if isinstance(each, str) and not TOKEN.fullmatch(each)]


def _leaves(document: Any) -> list[Any]:
    if isinstance(document, (dict, list)):
        parts = document.values() if isinstance(document, dict) else document
        return [leaf for part in parts for leaf in _leaves(part)]
    return [document]


def listed(cuts: list[list[str]]) -> str:
    """The list as it is written: a line each, sorted."""
    lines = sorted({" | ".join(each).replace("\n", " ") for each in cuts})
    return HEAD + "".join(f"{line}\n" for line in lines)


def main() -> int:
    """Run all and print what was found; or only the window, and write the list."""
    with tempfile.TemporaryDirectory() as window, tempfile.TemporaryDirectory() as terminal:
        seen = walk(Path(window))
        if "--write" in sys.argv[1:]:
            LIST.write_text(listed(seen["cut"]), encoding="utf-8")
            return 0
        heard = give_commands(Path(terminal), "pseudo")
    print(*seen["failed"], *heard["failed"], *seen["broken"], sep="\n")
    for place, words in {**seen["escaped"], **escaped(heard["said"])}.items():
        print(f"{place}: {words}")
    print(listed(seen["cut"]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
