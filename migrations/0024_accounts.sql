-- Who may use the dashboard. Of passwords, cookies and tokens only hashes are kept; seeds of one-time codes are sealed (secret, owner
-- 'account:ID'). Times are epoch milliseconds.
CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  role TEXT NOT NULL CHECK (role IN ('helpdesk', 'viewer', 'operator', 'admin')),
  -- JSON: the sites that it is bound to; NULL: all.
  sites TEXT,
  -- scrypt, with its parameters; NULL: it comes by a proxy only.
  password TEXT,
  hasTotp INTEGER NOT NULL DEFAULT 0,
  -- The step of the last one-time code: none is taken twice.
  totpStep INTEGER,
  createdAt INTEGER NOT NULL,
  disabledAt INTEGER
) STRICT;

-- Stays on the dashboard, from logging in on: SHA-256 of the cookie.
CREATE TABLE visit (
  hash TEXT PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES account,
  beganAt INTEGER NOT NULL,
  seenAt INTEGER NOT NULL,
  "from" TEXT NOT NULL,
  agent TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE token (
  id INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  account INTEGER NOT NULL REFERENCES account,
  role TEXT NOT NULL CHECK (role IN ('helpdesk', 'viewer', 'operator', 'admin')),
  createdAt INTEGER NOT NULL,
  endsAt INTEGER NOT NULL,
  revokedAt INTEGER
) STRICT;

-- Paired wall displays.
CREATE TABLE wall (
  id INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  showsNames INTEGER NOT NULL,
  -- As of an account.
  sites TEXT,
  createdAt INTEGER NOT NULL,
  "by" TEXT NOT NULL,
  endsAt INTEGER NOT NULL,
  revokedAt INTEGER
) STRICT;
