"""Messages can be translated: another language is really used, and the pseudo-language keeps what is filled in."""

from __future__ import annotations

import ast
import io
import re
import string
import sys
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from core.wording.translation import pseudo
from tests.architecture.test_wording import messages
from tests.commands import REPOSITORY, Ended, environment, run

# A letter that has an accent in the pseudo-language.
PLAIN = set("AaCcDdEeGgHhIiJjKkLlNnOoRrSsTtUuWwYyZz")
COMMAND = re.compile(r"vitrinectl(?: [\w-]+)*|--[a-z-]+|%\(\w+\)[a-z]|`[^`]*`")
KEPT = re.compile(r"\{[^}]*\}|%\(\w+\)[a-z]|`[^`]*`|--[a-z-]+|vitrine\w*(?: [^\s“”]+)*")
TRANSLATED = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "stop all sending until you resume"
msgstr "alles Senden anhalten, bis Sie es fortsetzen"

msgid "{count:,} day"
msgid_plural "{count:,} days"
msgstr[0] "{count:,} Tag"
msgstr[1] "{count:,} Tage"
"""
# The program with another folder of what came with it.
ELSEWHERE = "from pathlib import Path; from core import paths; paths.resources = lambda: Path({folder!r}); "


def texts() -> list[str]:
    """Every message of the wording, of a plural both forms."""
    return [str(form.value) for _, forms in messages() for form in forms if isinstance(form, ast.Constant)]


def part(spec: str) -> int | str:
    """Something to fill in that this form of writing it takes."""
    return 1234567 if spec else "<Part>"


def test_what_is_filled_into_a_message_stays_as_it_is_in_the_pseudo_language() -> None:
    assert len(texts()) > 1000
    for text in texts():
        fields = [(name, spec or "") for _, name, spec, _ in string.Formatter().parse(text) if name is not None]
        filled = pseudo(text).format(**{name: part(spec) for name, spec in fields})
        assert "{" not in filled, text
        for _, spec in fields:
            assert format(part(spec), spec) in filled, text


def test_the_pseudo_language_keeps_lines_and_commands_and_nothing_else_of_a_message() -> None:
    for text in filter(str.strip, texts()):
        made = pseudo(text)
        assert (made[0], made[-1]) == ("⟦", "⟧")
        assert made.count("\n") == text.count("\n")
        assert COMMAND.findall(made) == COMMAND.findall(text)
        assert not PLAIN & set(KEPT.sub("", made)), text


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Accepted", "⟦Åççépţéđ····⟧"),
        ("", ""),
        ("{count:,.1f} of {file}", "⟦{count:,.1f} öf· {file}⟧"),
        ("%(prog)s --all", "⟦%(prog)s --all⟧"),
        ("To go on: vitrinectl resume.", "⟦Ţö· ğö· öñ·: vitrinectl resume.⟧"),
        ("  vitrinectl show ID    it", "⟦  vitrinectl show ID    îţ·⟧"),
    ],
)
def test_the_pseudo_language_by_example(text: str, made: str) -> None:
    assert pseudo(text) == made


@pytest.fixture(scope="module")
def resources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of what comes with the program, with one language more."""
    folder = tmp_path_factory.mktemp("translated") / "resources"
    folder.mkdir()
    for each in (REPOSITORY / "resources").iterdir():
        (folder / each.name).symlink_to(each)
    language = folder / "languages" / "de" / "LC_MESSAGES"
    language.mkdir(parents=True)
    with (language / "vitrine.mo").open("wb") as compiled:
        write_mo(compiled, read_po(io.StringIO(TRANSLATED)))
    return folder


def told(resources: Path, home: Path, code: str, language: str) -> Ended:
    """What this code prints in that language, with these resources."""
    code = ELSEWHERE.format(folder=str(resources)) + code
    return run([sys.executable, "-c", code], environment(home, VITRINE_LANGUAGE=language))


@pytest.mark.parametrize(
    ("language", "words", "days"),
    [
        ("de", "alles Senden anhalten, bis Sie es fortsetzen", ["1 Tag", "2 Tage"]),
        ("en", "stop all sending until you resume", ["1 day", "2 days"]),
        # Of one that did not come with the program there is nothing to read.
        ("xx", "stop all sending until you resume", ["1 day", "2 days"]),
    ],
)
def test_another_language_is_really_spoken(
    resources: Path, home: Path, language: str, words: str, days: list[str]
) -> None:
    helped = told(resources, home, "from core.cli import main; main(['--help'])", language)
    assert words in " ".join(helped.out.decode().split())
    # What has no translation stays as it is.
    assert "the switches, withdrawal, and the record of every decision" in " ".join(helped.out.decode().split())
    counted = told(
        resources, home, "from core.wording.counts import days; print(days(1), days(2), sep='\\n')", language
    )
    assert (counted.code, counted.out.decode().splitlines()) == (0, days)
