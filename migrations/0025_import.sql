-- Archives that were imported: an archive is known again by its first bytes. What they told stands in the same tables as all else, its events
-- under numbers below 0, its messages under ids of their own (server/domain/message-id.ts).
CREATE TABLE archive (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  head TEXT NOT NULL,
  headBytes INTEGER NOT NULL,
  -- The name that it was imported for, if one was told.
  device TEXT NOT NULL,
  size INTEGER NOT NULL,
  -- Bytes of its text that are taken in.
  "offset" INTEGER NOT NULL,
  -- JSON: what was imported before it, and what became of its lines.
  before TEXT NOT NULL,
  counts TEXT NOT NULL,
  at INTEGER NOT NULL,
  done INTEGER NOT NULL,
  UNIQUE (headBytes, head, device)
) STRICT;

-- Stretches of time that were imported, each with a book of its own.
CREATE TABLE archive_chain (
  id INTEGER PRIMARY KEY,
  device INTEGER NOT NULL REFERENCES device,
  "from" INTEGER NOT NULL,
  "to" INTEGER NOT NULL,
  lastMessage INTEGER NOT NULL,
  open INTEGER NOT NULL
) STRICT;

-- What is open in these books, or was a moment ago: JSON of a session, an attempt, a verdict or a lease.
CREATE TABLE archive_open (
  id INTEGER PRIMARY KEY,
  chain INTEGER NOT NULL REFERENCES archive_chain,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (chain, kind, key)
) STRICT;

-- How many places of a second (epoch seconds) are given to imported messages.
CREATE TABLE archive_second (
  second INTEGER PRIMARY KEY,
  used INTEGER NOT NULL
) STRICT;
