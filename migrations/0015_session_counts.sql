-- What a session had counted at polls, thinned (server/domain/session-count.ts): while it lives and a day longer. No projection.
CREATE TABLE session_count (
  session INTEGER NOT NULL,
  at INTEGER NOT NULL,
  bytesTx INTEGER NOT NULL,
  bytesRx INTEGER NOT NULL,
  -- 1: its counters began anew since the count before.
  anew INTEGER,
  PRIMARY KEY (session, at)
) STRICT, WITHOUT ROWID;

-- What was listed last of a session's tunnels ('tunnels') and of its IPsec SAs ('sas'). No projection either.
CREATE TABLE session_listing (
  session INTEGER NOT NULL,
  what TEXT NOT NULL,
  at INTEGER NOT NULL,
  -- JSON.
  listed TEXT NOT NULL,
  PRIMARY KEY (session, what)
) STRICT, WITHOUT ROWID;
