"""Row 42: definitions planted in the record, which could swallow a decision while the program says that it is done.

Somebody changes tables, columns, collations, checks, indexes, views and triggers: with SQL, and by writing over the
definitions themselves. Before the program begins, and between two calls of one that runs. No such record is opened; and
a decision that was called done is there.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import apsw

from core.errors import Refused
from core.record.ledger import Ledger
from core.record.schema import LETTER
from core.record.store import NAME
from tests.core.record.desk import draft, permitted, queued
from tests.faults.row import Found

TABLES = sorted(name for kind, name, _, _ in LETTER if kind == "table")
INDEXES = sorted(name for kind, name, _, _ in LETTER if kind == "index")
OPEN = "PRAGMA writable_schema=ON"
WHAT_IT_IS = (
    "SELECT * FROM sqlite_master UNION ALL "
    "SELECT application_id, user_version, 0, 0, 0 FROM pragma_application_id, pragma_user_version"
)
# As INSERT takes it.
LIST = "CREATE TABLE sqlite_schema (type, name, tbl_name, rootpage, sql)"
TRIGGER = "CREATE TRIGGER t BEFORE INSERT ON decision BEGIN SELECT RAISE(IGNORE); END"
Statements: TypeAlias = tuple[str, ...]


def columns(table: str) -> list[str]:
    """What it has."""
    [text] = [text for kind, name, _, text in LETTER if (kind, name) == ("table", table)]
    return [line.split()[0] for line in text.splitlines()[1:-1] if line.split()[0] != "PRIMARY"]


def _trigger(chance: random.Random, table: str) -> Statements:
    act = chance.choice(("SELECT RAISE(IGNORE)", f"DELETE FROM {table}", f"SELECT RAISE(ABORT, '{chance.random()}')"))
    when, on = chance.choice(("BEFORE", "AFTER")), chance.choice(("INSERT", "UPDATE", "DELETE"))
    return (f"CREATE TRIGGER t{chance.getrandbits(32)} {when} {on} ON {table} BEGIN {act}; END",)


def _column(chance: random.Random, table: str) -> Statements:
    kept = chance.choice(("VIRTUAL", "VIRTUAL NOT NULL ON CONFLICT IGNORE", "VIRTUAL CHECK (1)"))
    of = chance.choice(columns(table))
    computed = f"INTEGER GENERATED ALWAYS AS (CASE WHEN {of} IS NULL THEN 1 END) {kept}"
    plain = chance.choice(("TEXT", "TEXT COLLATE NOCASE", "INTEGER DEFAULT 7", "BLOB REFERENCES draft"))
    return ("DELETE FROM draft", f"ALTER TABLE {table} ADD COLUMN c {chance.choice((computed, plain))}")


def _index(chance: random.Random, table: str) -> Statements:
    unique, of = chance.choice(("UNIQUE ", "")), chance.choice(columns(table))
    what = chance.choice((of, f"{of} COLLATE NOCASE", f"length({of})", f"{of} DESC"))
    where = chance.choice(("WHERE 0", f"WHERE {of} IS NULL AND 0", ""))
    return (f"CREATE {unique if where else ''}INDEX i{chance.getrandbits(32)} ON {table} ({what}) {where}",)


def _table(chance: random.Random, table: str) -> Statements:
    name = f"x{chance.getrandbits(32)}"
    made = (
        *(
            f"CREATE TABLE {name} (a)",
            f"CREATE TABLE {name} AS SELECT * FROM {table}",
            f"CREATE VIEW {name} AS SELECT 1",
        ),
        *(f"CREATE VIRTUAL TABLE {name} USING fts5(a)", f"CREATE VIRTUAL TABLE {name} USING rtree(a, b, c)"),
        *("ANALYZE", f"CREATE TABLE {name} (a INTEGER PRIMARY KEY AUTOINCREMENT)"),
    )
    return (chance.choice(made),)


def _renamed(chance: random.Random, table: str) -> Statements:
    of = chance.choice(columns(table))
    return (
        chance.choice(
            (
                f"ALTER TABLE {table} RENAME TO x{chance.getrandbits(32)}",
                f"ALTER TABLE {table} RENAME COLUMN {of} TO x{chance.getrandbits(32)}",
                f"DROP INDEX {chance.choice(INDEXES)}",
                f"ALTER TABLE {table} RENAME TO old; CREATE TABLE {table} (a)",
                f"ALTER TABLE submission DROP COLUMN {chance.choice(('site', 'wait_boot', 'wait_from'))}",
            )
        ),
    )


def _text(chance: random.Random, table: str) -> Statements:
    """The definition's own text, so that nothing but it differs."""
    of = chance.choice(columns(table))
    before, after = chance.choice(
        (
            ("NOT NULL", "NOT NULL ON CONFLICT IGNORE"),
            ("NOT NULL", "NOT NULL CHECK (1)"),
            ("NOT NULL", "NOT NULL DEFAULT 7"),
            ("PRIMARY KEY", "PRIMARY KEY ON CONFLICT IGNORE"),
            ("PRIMARY KEY", "PRIMARY KEY ON CONFLICT REPLACE"),
            ("TEXT", "TEXT COLLATE NOCASE"),
            ("TEXT", "TEXT COLLATE RTRIM"),
            ("BLOB", "ANY"),
            ("INTEGER", "INT"),
            (" STRICT", ""),
            ("CREATE TABLE", "CREATE  TABLE"),
            ("\n)", f",\n    CHECK ({of} IS NULL OR 1)\n)"),
            ("\n)", f",\n    UNIQUE ({of}) ON CONFLICT IGNORE\n)"),
            ("\n)", " -- a remark\n)"),
        )
    )
    return (OPEN, f"UPDATE sqlite_master SET sql = replace(sql, '{before}', '{after}') WHERE name = '{table}'")


def _row(chance: random.Random, table: str) -> Statements:
    """A whole row of the list of definitions."""
    index, kept = chance.choice(INDEXES), "type, name, tbl_name, rootpage, sql"
    copied = f"SELECT type, 'sqlite_schema', tbl_name, rootpage, '{LIST}' FROM sqlite_master WHERE name = '{table}'"
    done = (
        f"DELETE FROM sqlite_master WHERE name = '{index}'",
        f"DELETE FROM sqlite_master WHERE name = '{table}'",
        f"INSERT INTO sqlite_master SELECT {kept} FROM sqlite_master WHERE name = '{index}'",
        f"INSERT INTO sqlite_master SELECT {kept} FROM sqlite_master WHERE name = '{table}'",
        f"UPDATE sqlite_master SET sql = NULL WHERE name = '{index}'",
        f"UPDATE sqlite_master SET tbl_name = 'x{chance.getrandbits(32)}' WHERE name = '{index}'",
        f"UPDATE sqlite_master SET name = upper(name) WHERE name = '{chance.choice((table, index))}'",
        f"UPDATE sqlite_master SET sql = replace(sql, ' ON ', ' on ') WHERE name = '{index}'",
        "INSERT INTO sqlite_master VALUES ('table', 'x', 'x', 0, NULL)",
        f"INSERT INTO sqlite_master {copied}",
        f"INSERT INTO sqlite_master VALUES ('trigger', 't', 'decision', 0, '{TRIGGER}')",
        "INSERT INTO sqlite_master VALUES (7, x'00ff', 'draft', 0, x'ff')",
    )
    return (OPEN, chance.choice(done))


def _shadow(chance: random.Random, table: str) -> Statements:
    """A list of definitions of somebody's own, by SQLite's name for it, before something is planted."""
    name = chance.choice(("sqlite_schema", "sqlite_master", "sqlite_temp_master"))
    return (
        "CREATE TABLE x (type, name, tbl_name, rootpage, sql)",
        "INSERT INTO x SELECT * FROM sqlite_master WHERE name <> 'x'",
        *_trigger(chance, table),
        OPEN,
        f"UPDATE sqlite_master SET sql=replace(sql, ' x ', ' {name} '), tbl_name='{name}' WHERE name='x'",
        f"UPDATE sqlite_master SET name='{name}' WHERE name='x'",
    )


def _marks(chance: random.Random, _: str) -> Statements:
    return (chance.choice(("PRAGMA application_id=7", "PRAGMA application_id=0", "PRAGMA user_version=6")),)


WAYS: tuple[Callable[[random.Random, str], Statements], ...] = (
    *(_trigger, _column, _index, _table, _renamed, _text, _text, _row, _row, _shadow, _marks),
)
# Whoever wrote over definitions may say so, or not, or take it back.
TOLD = ("", "", "PRAGMA schema_version={0}", "PRAGMA schema_version={1}")


@dataclass(slots=True)
class Count:
    """What came of what was planted."""

    variants: int = 0
    opened: list[str] = field(default_factory=list)
    swallowed: list[str] = field(default_factory=list)

    @property
    def found(self) -> Found:
        """In words."""
        figure = (
            f"{self.variants} planted before the start and between two calls: "
            f"opened {len(self.opened)}, decisions swallowed {len(self.swallowed)}"
        )
        return Found(self.variants, figure, not self.opened and not self.swallowed and self.variants > 0)


def counted(n: int, seed: int) -> Count:
    """So many variants, each planted twice."""
    chance, count = random.Random(seed), Count()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        _honest(folder / "honest")
        while count.variants < n:
            table = chance.choice((*TABLES, "decision", "submission"))
            statements = chance.choice(WAYS)(chance, table)
            told = chance.choice(TOLD) if OPEN in statements else ""
            if _try(folder, (*statements, told), count):
                count.variants += 1
    return count


def sweep(n: int, seed: int) -> Found:
    """So many variants."""
    return counted(n, seed).found


def _honest(folder: Path) -> None:
    with closing(Ledger(folder)) as ledger:
        permit = permitted(ledger)
        queued(ledger, permit, "one", "two")
        draft(ledger, "Linux")


def _try(folder: Path, statements: Statements, count: Count) -> bool:
    """Whether it could be planted at all."""
    name, before, running = "; ".join(statements), folder / "before", folder / "running"
    for copy in (before, running):
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(folder / "honest", copy)
    if not plant(before / NAME, statements):
        return False
    with closing(Ledger(before)) as ledger:
        count.opened += [name] if _does(ledger.events) or _does(lambda: ledger.append("withdrawn")) else []
    with closing(Ledger(running)) as ledger:
        ledger.events()
        plant(running / NAME, statements)
        done = _does(lambda: ledger.append("withdrawn", ending=None))
        count.opened += [name] if done else []
        count.swallowed += [name] if done and not _is_kept(running / NAME) else []
    return True


def plant(path: Path, statements: Statements) -> bool:
    """Whether SQLite let that be done, and something differs now."""
    with closing(apsw.Connection(str(path))) as connection:
        version = connection.execute("PRAGMA schema_version").get
        honest = connection.execute(WHAT_IT_IS).fetchall()
        try:
            for statement in statements:
                connection.execute(statement.format(version + 1, version))
            return connection.execute(WHAT_IT_IS).fetchall() != honest
        except apsw.SQLError:
            return False
        except apsw.CorruptError:
            # It bites whoever planted it, too.
            return True


def _does(act: Callable[[], object]) -> bool:
    try:
        act()
    except (Refused, OSError):
        return False
    return True


def _is_kept(path: Path) -> bool:
    with closing(apsw.Connection(str(path))) as connection:
        connection.execute("PRAGMA writable_schema=ON")
        return bool(connection.execute("SELECT count(*) FROM decision WHERE kind = 'withdrawn'").get == 1)
