"""The tables of the state file, to the letter: whatever else is found in it is not ours."""

# "Vitr": tells our file from any other SQLite file.
APPLICATION_ID = 0x56697472
VERSION = 5
# Up to this one a record was one chain of events; core.record.migration reads it.
BEFORE_TILES = 4

DRAFT = """
CREATE TABLE draft (
    category TEXT PRIMARY KEY,
    body     BLOB NOT NULL,
    secret   BLOB NOT NULL CHECK (length(secret) = 32)
) STRICT, WITHOUT ROWID
"""
# Times are milliseconds since 1970, UTC. `number` counts decisions and events together, so a decision's number says how
# many of both there were. `events`, `root`: how many of the other kind there were, and the tree over them.
_DECISION = """
CREATE TABLE decision (
    number   INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    kind     TEXT NOT NULL,
    category TEXT,
    detail   TEXT NOT NULL,
    events   INTEGER NOT NULL,
    root     BLOB NOT NULL,
    link     BLOB NOT NULL
) STRICT
"""
# What happened to submissions. `of`: the submission's number, null where it is about none. `sha256`: of the body that
# was queued or told, the request's head that was attempted, the receipt that confirmed.
_EVENT = """
CREATE TABLE event (
    number INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    kind   TEXT NOT NULL,
    of     INTEGER,
    sha256 BLOB,
    detail TEXT
) STRICT
"""
# The tree over events, core.record.tiles. `latest`: of level 0, the latest time among all events up to its end.
_TILE = """
CREATE TABLE tile (
    level  INTEGER NOT NULL,
    number INTEGER NOT NULL,
    hash   BLOB NOT NULL,
    latest INTEGER NOT NULL,
    PRIMARY KEY (level, number)
) STRICT, WITHOUT ROWID
"""
# `number`: what the event that queued it would be among decisions and events together; pages go by it. Body, ID,
# secret, receipt and words are null once erased. What a payment site was told has no ID and no secret, and a `site`.
# `request`: the one it went in last. A receipt is `received` and `signature`, or `received` and a `leaf` of the
# request's tree. `wait_…`: no new attempt for so many seconds of the monotonic clock.
_SUBMISSION = """
CREATE TABLE submission (
    number       INTEGER PRIMARY KEY,
    category     TEXT NOT NULL,
    state        TEXT NOT NULL,
    attempts     INTEGER NOT NULL,
    queued       INTEGER NOT NULL,
    due          INTEGER NOT NULL,
    finished     INTEGER,
    drafted      INTEGER NOT NULL,
    exposed      INTEGER NOT NULL,
    erased       INTEGER NOT NULL,
    bytes        INTEGER NOT NULL,
    reason       TEXT NOT NULL,
    sha256       BLOB NOT NULL,
    id           BLOB,
    body         BLOB,
    secret       BLOB,
    site         TEXT,
    received     TEXT,
    signature    BLOB,
    leaf         INTEGER,
    request      INTEGER,
    wait_boot    TEXT,
    wait_from    REAL,
    wait_seconds REAL
) STRICT
"""
# Each request's head, once; the key its receipts are signed with; and what is signed for all of them, where that is
# one tree: its root, signature and leaves, 32 bytes each. Gone with the last of its submissions that is erased
# (`whole`: how many are not).
_REQUEST = """
CREATE TABLE request (
    number    INTEGER PRIMARY KEY,
    whole     INTEGER NOT NULL,
    head      BLOB NOT NULL,
    key       BLOB,
    root      BLOB,
    signature BLOB,
    leaves    BLOB
) STRICT
"""
# Why something was not taken, in the receiver's words or those of this computer's errors: the event holds only the
# hash of these, with a number that nobody can guess, so that they can be erased.
_WORDS = """
CREATE TABLE words (
    event  INTEGER PRIMARY KEY,
    of     INTEGER NOT NULL,
    number BLOB NOT NULL,
    text   TEXT NOT NULL
) STRICT
"""
# What pages ask for, counted as it is written: how many submissions stand where (core.record.steps.stage), their
# bytes, and the highest number that ever stood there, of those confirmed or told that still does; and what was
# confirmed in each quarter of an hour, of which days of any time zone are made.
_TALLY = """
CREATE TABLE tally (
    category    TEXT NOT NULL,
    state       TEXT NOT NULL,
    submissions INTEGER NOT NULL,
    bytes       INTEGER NOT NULL,
    newest      INTEGER NOT NULL,
    PRIMARY KEY (category, state)
) STRICT, WITHOUT ROWID
"""
_QUARTER = """
CREATE TABLE quarter (
    number      INTEGER PRIMARY KEY,
    submissions INTEGER NOT NULL,
    bytes       INTEGER NOT NULL
) STRICT
"""
# How often something was left out on the day of the decision that notices it.
_LEFT_OUT = """
CREATE TABLE left_out (
    decision    INTEGER PRIMARY KEY,
    submissions INTEGER NOT NULL
) STRICT
"""
# What the receiver asked for: nothing goes to it for so many seconds of the monotonic clock.
_HOLD = """
CREATE TABLE hold (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    boot    TEXT NOT NULL,
    since   REAL NOT NULL,
    seconds REAL NOT NULL
) STRICT
"""
# What may still be tried: core.record.ledger.OPEN asks for the states besides. They are not named here, or SQLite
# makes a table of them for each row that it writes.
_OPEN = """
CREATE INDEX submission_open ON submission (number) WHERE finished IS NULL
"""
# What stands where few do.
_RARE = """
CREATE INDEX submission_rare ON submission (state, number) WHERE state <> 'confirmed'
"""
# What could be erased, by when it was finished.
_WHOLE = """
CREATE INDEX submission_whole ON submission (finished) WHERE erased = 0 AND finished IS NOT NULL
"""
TABLES = tuple(
    text.strip()
    for text in (
        *(DRAFT, _DECISION, _EVENT, _TILE, _SUBMISSION, _REQUEST, _WORDS, _TALLY, _QUARTER, _LEFT_OUT, _HOLD),
        "CREATE INDEX event_of ON event (of)",
        "CREATE INDEX words_of ON words (of)",
        "CREATE UNIQUE INDEX submission_id ON submission (id) WHERE id IS NOT NULL",
        "CREATE INDEX submission_category ON submission (category, number)",
        *(_OPEN, _RARE, _WHOLE),
    )
)


def _named(text: str) -> tuple[str, str, str, str]:
    words = text.replace("UNIQUE ", "").split()
    return words[1].lower(), words[2], words[4] if words[1] == "INDEX" else words[2], text


# As sqlite_master tells them: type, name, table, text.
LETTER = frozenset(map(_named, TABLES))
