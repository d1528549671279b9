"""Every error has a code, a message with the parts that are given where it is raised, and a line in docs/ERRORS.md.

`python -m tests.core.test_errors` prints the table.
"""

from __future__ import annotations

import ast
import string
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import pytest

from core.errors import Busy, Code, Coded, Refused
from core.wording.errors import LONGEST_LINE, MESSAGES, sentence
from tests.architecture.sources import REPOSITORY, files, nodes, tree

DOCUMENT = REPOSITORY / "docs" / "ERRORS.md"
# Where codes are declared and worded.
OWN = ("core/errors.py", "core/wording/errors.py")


def named(node: ast.AST) -> Code | None:
    """The code of `Code.X`."""
    is_code = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Code"
    return Code[node.attr] if isinstance(node, ast.Attribute) and is_code and node.attr in Code.__members__ else None


@cache
def kinds() -> dict[str, bool]:
    """The classes of errors with a code, and whether each is a WrongUsage."""
    found = {"Coded": False, "WrongUsage": True}
    classes = [node for path in files("core", "gui") for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)]
    for _ in classes:
        for node in classes:
            bases = [base.id for base in node.bases if isinstance(base, ast.Name) and base.id in found]
            if bases and node.name not in found:
                found[node.name] = any(found[base] for base in bases)
    return found


@cache
def made() -> dict[Code, list[tuple[str, str, set[str] | None]]]:
    """By code, each place that makes an error with it: where, the class, and which parts it gives (None: any)."""
    found: defaultdict[Code, list[tuple[str, str, set[str] | None]]] = defaultdict(list)
    for place, node in nodes("core", "gui"):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds() and node.args:
            given = {each.arg for each in node.keywords if each.arg is not None}
            for code in filter(None, map(named, ast.walk(node.args[0]))):
                found[code].append((place, node.func.id, given if len(given) == len(node.keywords) else None))
    return dict(found)


def parts(code: Code) -> set[str]:
    """What the message of a code is filled in with."""
    return {name for _, name, _, _ in string.Formatter().parse(MESSAGES[code]) if name is not None}


def rows() -> Iterator[str]:
    """The lines of the table in docs/ERRORS.md."""
    for code in sorted(Code):
        usage = [kinds()[kind] for _, kind, _ in made().get(code, [])]
        status = " or ".join(sorted({"2" if each else "1" for each in usage})) or "1"
        yield f"| `{code}` | {status} | {MESSAGES[code].replace('|', chr(92) + '|')} |"


def test_every_code_has_a_message_and_is_used() -> None:
    assert set(MESSAGES) == set(Code)
    used = {named(node) for place, node in nodes("core", "gui") if not place.startswith(OWN)}
    # A part of other messages may be used by the name of its attribute alone.
    assert [code for code in Code if code not in used] == []


def test_every_error_gives_what_its_message_names() -> None:
    wrong = [
        (place, code.name, sorted(given), sorted(parts(code)))
        for code, places in made().items()
        for place, _, given in places
        if given is not None and given != parts(code)
    ]
    assert wrong == []


def test_the_document_lists_every_code() -> None:
    table = [line for line in DOCUMENT.read_text("utf-8").splitlines() if line.startswith("| `")]
    assert table == list(rows())


def test_errors_that_say_the_same_are_the_same() -> None:
    one = Refused(Code.FILE_LINK, file="a")
    assert one == Refused(Code.FILE_LINK, file="a")
    assert len({one, Refused(Code.FILE_LINK, file="a")}) == 1
    for other in (Busy(Code.FILE_LINK, file="a"), Refused(Code.FILE_LINK, file="b"), Refused(Code.BUSY_SENDING), "a"):
        assert one != other


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (Refused(Code.SETTING_UNKNOWN, given="x", known=["a", "b"]), "there is no setting “x”. Settings: a, b."),
        (
            Refused(Code.SETTING_WORD_UNKNOWN, setting="send_paths", one_of=("true", "false"), given="1"),
            "send_paths is true or false, not “1”.",
        ),
        (
            Refused(
                Code.FILE_UNFIT, file="f", why=Refused(Code.FILE_UNWRITABLE, file="g", why=OSError(28, "full", "g"))
            ),
            "f: g cannot be written: full.",
        ),
        (
            Refused(Code.KEPT_IN_MEMORY, why=Code.KEYRING_NONE),
            "This computer offers no keyring, so it is kept in memory only, until Vitrine ends.",
        ),
        (
            Refused(Code.SIGNED_CHANGED, kind="revoked"),
            "This revocation list was changed after it was signed. Use the file as it came.",
        ),
        (Refused(Code.FILE_LINK, file="a\n\u202eb"), "a <U+202E>b is a link. Remove it: it is not followed."),
        (OSError("as it says"), "as it says"),
    ],
)
def test_an_error_is_said_with_what_it_is_about(error: BaseException, says: str) -> None:
    assert sentence(error) == says


def test_a_name_is_cut_and_the_sentence_around_it_is_not() -> None:
    says = sentence(Refused(Code.FILE_LINK, file="x" * 10_000))
    assert says == f"{'x' * LONGEST_LINE}… is a link. Remove it: it is not followed."
    assert sentence(OSError("x" * 10_000)) == f"{'x' * LONGEST_LINE}…"


def test_of_a_reason_about_the_longest_names_nothing_is_lost() -> None:
    name, proxy = "n" * 253, f"{'p' * 253}:65535"
    unproven = Refused(Code.TLS_UNPROVEN, name=name, why="its certificate is not trusted here")
    assert sentence(Refused(Code.PROXY_PASSED, why=unproven, proxy=proxy)) == (
        f"{name} could not prove that it is {name}: its certificate is not trusted here; nothing was sent. "
        f"It was asked through the proxy {proxy}, which may have answered"
    )


def test_a_traceback_tells_the_code() -> None:
    assert str(Coded(Code.FILE_LINK, file="a")) == "file_link file='a'"


if __name__ == "__main__":
    print("\n".join(rows()))
