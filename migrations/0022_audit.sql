-- What people did here, append-only: each row's hash covers the one before it. The count and hash of the last row are sealed in `secret`.
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  -- Who: an account, a token, a wall, "command line".
  by TEXT NOT NULL,
  -- From which address; NULL: on this machine.
  "from" TEXT,
  kind TEXT NOT NULL,
  -- JSON; a VPN user stands in it as a pseudonym.
  about TEXT NOT NULL,
  -- What somebody typed, such as a reason. Only its keyed hash is in the chain, so that it can be erased.
  said TEXT,
  saidHash TEXT,
  hash TEXT NOT NULL
) STRICT;

-- Shown since a moment.
CREATE INDEX audit_at ON audit (at);
