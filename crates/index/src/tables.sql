-- What stands where a database has no tables yet. Times are milliseconds since 1970.

-- The folders of completed sessions. `stamp`: when a folder was written last, by its file system, before it was read;
-- `settled`: long enough before that nothing can have been written since without another stamp; `taken`: how many sessions of
-- it there are below.
CREATE TABLE month (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    stamp INTEGER,
    settled INTEGER NOT NULL,
    taken INTEGER NOT NULL
);

-- Names that many sessions have: of projects, worktrees, branches, tags, authors.
CREATE TABLE name (
    number INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (kind, text)
);

-- A file of a session. `remarked`: something is not as it should be in it. Of one that cannot be read there is no more than
-- its name.
CREATE TABLE session (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    month INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    stamp INTEGER,
    remarked INTEGER NOT NULL,
    started_at INTEGER,
    last_sign INTEGER,
    project INTEGER,
    worktree INTEGER,
    author INTEGER,
    parent TEXT
);
CREATE INDEX session_by_id ON session (id);
CREATE INDEX session_by_piece ON session (substr(id, 10));
CREATE INDEX session_by_month ON session (month);
CREATE INDEX session_by_start ON session (started_at, id);
CREATE INDEX session_by_sign ON session (last_sign);
CREATE INDEX session_by_worktree ON session (worktree, started_at, id);
CREATE INDEX session_by_parent ON session (parent) WHERE parent IS NOT NULL;
CREATE INDEX session_remarked ON session (month) WHERE remarked;

-- The tags and branches of a session.
CREATE TABLE mark (
    name INTEGER NOT NULL,
    session INTEGER NOT NULL,
    PRIMARY KEY (name, session)
) WITHOUT ROWID;
CREATE INDEX mark_by_session ON mark (session);

-- Its commits, by what they are called and by what they took the place of.
CREATE TABLE made (
    sha BLOB NOT NULL,
    session INTEGER NOT NULL,
    PRIMARY KEY (sha, session)
) WITHOUT ROWID;
CREATE INDEX made_by_session ON made (session);

-- What lists and figures need of it.
CREATE TABLE short (
    session INTEGER PRIMARY KEY,
    rest BLOB NOT NULL
);

-- Everything that was said in it, and the paths of what its commits changed. The texts themselves are not kept.
CREATE VIRTUAL TABLE said USING fts5 (
    intent, decided, told, commits, paths,
    content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2"
);
-- So much is gathered in memory before it is written, in bytes: less is merged later.
INSERT INTO said (said, rank) VALUES ('hashsize', 8388608);
CREATE VIRTUAL TABLE word USING fts5vocab (said, col);
