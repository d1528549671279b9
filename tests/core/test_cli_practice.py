"""A terminal says that it is practice, who signed a receipt, and what is only held to be read or cancelled."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

import pytest

from core.cli import main
from core.wording.product import PRACTICE, PRACTICE_PROOF
from tests.commands import another_product
from tests.core.record.desk import edit
from tests.engines import build_real
from tests.fakes.eicar import EICAR
from tests.fakes.receipts import SIGNER
from tests.fakes.receiver import Receiver
from tests.fakes.server import Server

ACCEPT = ("agreement", "accept", "--region", "eu")
HELD = re.compile(
    r"vitrinectl: 1 held until \d\d:\d\d \S+, to be read or cancelled before they go: vitrinectl outbox\n"
)


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    return Said(capsys)


class Said:
    """Gives a command, and hands over its exit code and what it said."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.error = ""

    def __call__(self, *typed: str, code: int = 0) -> str:
        self._capsys.readouterr()
        assert main(typed) == code
        told = self._capsys.readouterr()
        self.error = told.err
        return told.out


def elsewhere(folder: Path, port: int) -> str:
    """A product whose receiver is not Vitrine's own."""
    key = base64.b64encode(SIGNER.public_key().public_bytes_raw()).decode()
    endpoint = f'endpoint = "http://127.0.0.1:{port}"\nreceiver_key = "{key}"'
    return str(another_product(folder, 'endpoint = "embedded:"', endpoint))


def newest(said: Said) -> str:
    return str(json.loads(said("history", "--json"))["submissions"][0]["id"])


def test_in_practice_every_command_about_sending_says_so(home: Path, said: Said) -> None:
    assert PRACTICE in said("agreement").splitlines()[:3]
    assert PRACTICE in said(*ACCEPT)
    assert PRACTICE in said("show")
    assert said("send", "--dry-run").splitlines()[-1] == PRACTICE
    sent = said("send", "license").splitlines()[-1]
    assert sent.startswith("Practice: ")
    assert "Vitrine itself signed the receipts" in sent
    assert sent.endswith("Nothing left this computer.")
    assert said("history").splitlines()[-1] == PRACTICE
    assert f"          {PRACTICE_PROOF}\n" in said("history", "show", newest(said))


def test_what_was_sent_in_practice_is_not_said_to_stay_with_the_vendor(home: Path, said: Said) -> None:
    said(*ACCEPT)
    for told in (said("consent", "withdraw"), said("agreement")):
        assert "Withdrawn. Nothing is sent." in told
        assert "What was sent in practice stays on this computer, with the receiver inside Vitrine." in told
        assert "stays with Example Software" not in told


def test_of_a_receiver_elsewhere_nothing_is_called_practice(
    home: Path, said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Server(Receiver()) as server:
        monkeypatch.setenv("VITRINE_PRODUCT", elsewhere(tmp_path, server.port))
        told = said(*ACCEPT) + said("send") + said("history") + said("history", "show", newest(said))
        told += said("consent", "withdraw")
    assert "ractice" not in told
    assert "confirmed" in told
    assert "Signed with the receiver’s key" in told
    assert "What was sent stays with Example Software." in told
    # The same history, once the product is set to practice again.
    monkeypatch.delenv("VITRINE_PRODUCT")
    told = said("history", "show", newest(said))
    assert PRACTICE_PROOF not in told
    assert "Sent under other terms than today’s" in told


@pytest.fixture
def found(tmp_path: Path) -> str:
    """A file in which something is found."""
    path = tmp_path / "found"
    path.write_bytes(EICAR)
    return str(path)


def test_what_is_held_is_not_called_unconfirmed(home: Path, said: Said, found: str) -> None:
    said(*ACCEPT)
    said("consent", "on", "processed_object")
    assert "; held until " in " ".join(said("check", "file", found).split())
    said("send", code=1)
    assert HELD.fullmatch(said.error)
    said("outbox", "retry", code=1)
    assert HELD.fullmatch(said.error)
    [row] = json.loads(said("outbox", "--json"))["submissions"]
    assert row["due"] > row["queued"]
    assert re.search(rf"{row['id']}  held until \d\d:\d\d \S+\n", said("outbox"))
    said("pause")
    said("outbox", "retry", code=1)
    assert said.error.startswith(
        "vitrinectl: nothing is sent: all sending is paused. To go on: vitrinectl resume. 1 held"
    )


def test_what_was_tried_is_not_called_held(
    home: Path, said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VITRINE_PRODUCT", elsewhere(tmp_path, 9))
    said(*ACCEPT)
    said("send", "license", code=1)
    assert said.error.count("\n") == 1
    assert said.error.endswith(". 1 still waiting: vitrinectl outbox\n")
    assert "held" not in said("outbox")


def test_a_due_time_that_somebody_edited_keeps_nobody_from_looking(home: Path, said: Said, found: str) -> None:
    said(*ACCEPT)
    said("consent", "on", "processed_object")
    said("check", "file", found)
    edit(home, "UPDATE submission SET due = 1 << 60")
    assert "held until 00:00 UTC" in said("outbox")


def test_how_it_stands_comes_before_the_text_and_the_name_in_what_is_sent_is_told(home: Path, said: Said) -> None:
    first, second, third, empty, *text = said("agreement").splitlines()
    assert first == "Not decided yet. Nothing is sent."
    assert second.startswith("Agreement 175193-demonstration: ")
    named = json.loads(said("show", "license", "--bytes"))["agreement"]
    assert f"What is sent calls it {named}, after the published statement 175193" in second
    assert (third, empty) == (PRACTICE, "")
    assert len(text) > 50
    assert json.loads(said("agreement", "--json"))["statement"] == named


def test_a_folder_is_a_line_for_each_plain_file_and_a_sum(home: Path, said: Said, found: str, tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).write_bytes(b"plain")
    folder = str(tmp_path)
    told = said("check", "file", folder)
    plain = [line for line in told.splitlines() if ": NOTHING FOUND  " in line]
    assert [line.rpartition("/")[2] for line in plain] == ["a", "b", "c"]
    assert told.count("File (never sent)") == 1
    assert told.splitlines()[-2] == "4 files: 1 with something found, 3 with nothing found."
    assert said("check", "file", folder, "--all").count("File (never sent)") == 4
    assert said("check", "file", f"{folder}/a").count("File (never sent)") == 1


def test_that_a_format_is_not_read_is_said_once(home: Path, said: Said, found: str) -> None:
    told = " ".join(said("check", "file", found).split())
    assert "Signature Signatures of this format are not read Looked into by" in told


def test_a_second_submission_with_the_same_facts_is_said_to_be_one(home: Path, said: Said, found: str) -> None:
    said(*ACCEPT)
    said("consent", "on", "processed_object")
    said("consent", "on", "web_request")
    again = "as another submission, beside 1 waiting with the same facts"
    for typed, code in (("check file " + found, 0), ("check url https://127.0.0.1:1 --allow-private", 1)):
        assert again not in said(*typed.split(), code=code)
        assert again in " ".join(said(*typed.split(), code=code).split())
    assert len(json.loads(said("outbox", "--json"))["submissions"]) == 4


def test_of_a_name_that_leads_nowhere_nobody_would_be_told(home: Path, said: Said) -> None:
    told = said("check", "url", "https://nobody.invalid/", code=1)
    assert told.startswith("Nothing is told of a name that leads nowhere. What was learnt of it:\n")
    assert "would be told" not in told


def test_what_of_a_license_is_sent_has_the_titles_of_its_group(home: Path, said: Said) -> None:
    group = build_real(home).engine.catalogue.categories["license"]
    told = said("license")
    assert f"Of this would be sent, as part of “{group.title}”: {', '.join(item.title for item in group.items)}" in told
    assert not [item.key for item in group.items if item.key in told]
    said(*ACCEPT)
    assert "Of this is sent, as part of" in said("license")
