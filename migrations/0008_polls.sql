-- What only a listing tells of a session. "end" of one that ended between two moments is the later one.
ALTER TABLE session ADD COLUMN endAfter INTEGER;
ALTER TABLE session ADD COLUMN endBefore INTEGER;
ALTER TABLE session ADD COLUMN "index" INTEGER;
ALTER TABLE session ADD COLUMN auditSessionId TEXT;
ALTER TABLE session ADD COLUMN assignedIpv6 TEXT;
ALTER TABLE session ADD COLUMN protocols TEXT;
ALTER TABLE session ADD COLUMN license TEXT;
ALTER TABLE session ADD COLUMN encryption TEXT;
ALTER TABLE session ADD COLUMN hashing TEXT;
ALTER TABLE session ADD COLUMN dhGroup TEXT;
ALTER TABLE session ADD COLUMN authMode TEXT;
ALTER TABLE session ADD COLUMN port INTEGER;

-- What polls leave that no event tells: only the latest of it. No projection of the events: a rebuild leaves it as it is.

-- The chassis that answered at a device's address.
CREATE TABLE unit (
  device INTEGER PRIMARY KEY REFERENCES device,
  at INTEGER NOT NULL,
  -- JSON: what it said of itself, and what its sessions had counted together, by listing.
  facts TEXT NOT NULL,
  switchedAt INTEGER,
  totals TEXT
) STRICT;

-- What a session had counted at the last two polls.
CREATE TABLE meter (
  session INTEGER PRIMARY KEY,
  device INTEGER NOT NULL REFERENCES device,
  listing TEXT NOT NULL,
  listedAt INTEGER NOT NULL,
  -- JSON.
  latest TEXT NOT NULL,
  previous TEXT,
  carried TEXT NOT NULL,
  sas TEXT
) STRICT;

-- LAN-to-LAN sessions, apart from those of users.
CREATE TABLE peer (
  device INTEGER NOT NULL REFERENCES device,
  "index" INTEGER NOT NULL,
  connection TEXT,
  publicIp TEXT,
  protocols TEXT,
  encryption TEXT,
  bytesTx INTEGER,
  bytesRx INTEGER,
  seconds INTEGER,
  at INTEGER NOT NULL,
  PRIMARY KEY (device, "index")
) STRICT, WITHOUT ROWID;

CREATE TABLE pool_poll (
  device INTEGER NOT NULL REFERENCES device,
  pool TEXT NOT NULL,
  first TEXT NOT NULL,
  last TEXT NOT NULL,
  mask TEXT,
  free INTEGER NOT NULL,
  held INTEGER NOT NULL,
  inUse INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (device, pool)
) STRICT, WITHOUT ROWID;

-- Addresses in use that no session has.
CREATE TABLE stray (
  device INTEGER NOT NULL REFERENCES device,
  address TEXT NOT NULL,
  pool TEXT NOT NULL,
  since INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (device, address)
) STRICT, WITHOUT ROWID;
