-- Marks the file as Tunnelwatch's ("Twch").
PRAGMA application_id = 0x54776368;

-- Configuration: what a person says. Times are epoch milliseconds, here and everywhere.

CREATE TABLE device (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('adopted', 'pending')),
  addedAt INTEGER NOT NULL,
  -- From its running configuration, once one was read.
  hostname TEXT,
  version TEXT,
  configuredAt INTEGER
) STRICT;

CREATE TABLE device_address (
  address TEXT PRIMARY KEY,
  device INTEGER NOT NULL REFERENCES device,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE pool (
  device INTEGER NOT NULL REFERENCES device,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  first TEXT NOT NULL,
  last TEXT NOT NULL,
  mask TEXT,
  PRIMARY KEY (device, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE chain (
  device INTEGER NOT NULL REFERENCES device,
  position INTEGER NOT NULL,
  tunnelGroup TEXT NOT NULL,
  groupPolicy TEXT,
  -- JSON array of the pools' names.
  pools TEXT NOT NULL,
  PRIMARY KEY (device, position)
) STRICT, WITHOUT ROWID;

-- Names stand here only, so that one can be erased; everything else refers to them.
CREATE TABLE user (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  -- The name in one case, for search.
  folded TEXT NOT NULL
) STRICT;
CREATE INDEX user_by_folded ON user (folded);

-- What happened; never changed.
CREATE TABLE event (
  seq INTEGER PRIMARY KEY,
  device INTEGER NOT NULL REFERENCES device,
  at INTEGER NOT NULL,
  source TEXT NOT NULL,
  kind TEXT NOT NULL,
  version INTEGER NOT NULL,
  user INTEGER REFERENCES user,
  session INTEGER,
  -- JSON object of what is left, and JSON array of message ids.
  body TEXT NOT NULL,
  evidence TEXT NOT NULL
) STRICT;
CREATE INDEX event_by_session ON event (session) WHERE session IS NOT NULL;
CREATE INDEX event_refused ON event (at) WHERE kind IN ('login.rejected', 'address.refused');
CREATE INDEX event_by_attempt ON event (body->>'attempt')
  WHERE kind IN ('attempt.advanced', 'attempt.ended', 'verdict.attributed');

CREATE TRIGGER event_is_not_changed BEFORE UPDATE ON event BEGIN
  SELECT RAISE(ABORT, 'events are never changed');
END;
CREATE TRIGGER event_is_not_deleted BEFORE DELETE ON event BEGIN
  SELECT RAISE(ABORT, 'events are never deleted');
END;

-- Projections: made anew from the events by rebuild. Columns are named as the fields they hold.

CREATE TABLE session (
  id INTEGER PRIMARY KEY,
  device INTEGER NOT NULL REFERENCES device,
  user INTEGER NOT NULL REFERENCES user,
  publicIp TEXT NOT NULL,
  protocol TEXT NOT NULL,
  state TEXT NOT NULL,
  start INTEGER NOT NULL,
  startIs TEXT NOT NULL,
  "end" INTEGER,
  endReason TEXT,
  endIs TEXT,
  seconds INTEGER,
  bytesTx INTEGER,
  bytesRx INTEGER,
  closingAt INTEGER,
  closingReason TEXT,
  suspendedAt INTEGER,
  continues INTEGER,
  seenAt INTEGER NOT NULL,
  tunnelGroup TEXT,
  groupPolicy TEXT,
  assignedIp TEXT,
  clientType TEXT,
  clientVersion TEXT,
  sessionType TEXT,
  -- JSON: an array of tunnels, and where each fact is from.
  tunnels TEXT NOT NULL,
  "from" TEXT NOT NULL
) STRICT;
CREATE INDEX session_by_start ON session (start);
CREATE INDEX session_by_user ON session (user, start);
CREATE INDEX session_by_public_ip ON session (publicIp, start);
CREATE INDEX session_by_assigned_ip ON session (assignedIp, start) WHERE assignedIp IS NOT NULL;
CREATE INDEX session_by_end ON session ("end") WHERE "end" IS NOT NULL;
CREATE INDEX session_active ON session (start) WHERE state = 'active';

CREATE TABLE attempt (
  id INTEGER PRIMARY KEY,
  device INTEGER NOT NULL REFERENCES device,
  publicIp TEXT NOT NULL,
  start INTEGER NOT NULL,
  seenAt INTEGER NOT NULL,
  stage TEXT NOT NULL,
  outcome TEXT NOT NULL,
  cause TEXT,
  sure TEXT,
  hint TEXT,
  refused TEXT,
  session INTEGER,
  user INTEGER REFERENCES user,
  tunnelGroup TEXT,
  groupPolicy TEXT,
  aaaServer TEXT,
  detail TEXT,
  clientType TEXT,
  clientVersion TEXT
) STRICT;
CREATE INDEX attempt_by_start ON attempt (start);
CREATE INDEX attempt_by_user ON attempt (user, start) WHERE user IS NOT NULL;
CREATE INDEX attempt_by_public_ip ON attempt (publicIp, start);
CREATE INDEX attempt_open ON attempt (id) WHERE outcome = 'open';

CREATE TABLE verdict (
  id INTEGER PRIMARY KEY,
  device INTEGER NOT NULL REFERENCES device,
  at INTEGER NOT NULL,
  cause TEXT NOT NULL,
  reason TEXT NOT NULL,
  user INTEGER REFERENCES user,
  aaaServer TEXT,
  publicIp TEXT,
  tunnelGroup TEXT,
  service TEXT NOT NULL,
  attempt INTEGER
) STRICT;
CREATE INDEX verdict_by_attempt ON verdict (attempt) WHERE attempt IS NOT NULL;
CREATE INDEX verdict_open ON verdict (id) WHERE service = 'unknown';
CREATE INDEX verdict_apart ON verdict (id) WHERE service = 'unattributed';

CREATE TABLE lease (
  device INTEGER NOT NULL REFERENCES device,
  address TEXT NOT NULL,
  at INTEGER NOT NULL,
  pool TEXT,
  session INTEGER,
  PRIMARY KEY (device, address)
) STRICT, WITHOUT ROWID;

CREATE TABLE minute (
  minute INTEGER PRIMARY KEY,
  active INTEGER NOT NULL,
  opened INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  bytesTx INTEGER NOT NULL,
  bytesRx INTEGER NOT NULL
) STRICT;

-- What we know of our own collecting.

CREATE TABLE device_seen (
  device INTEGER PRIMARY KEY REFERENCES device,
  lastMessageAt INTEGER NOT NULL,
  messages INTEGER NOT NULL
) STRICT;

CREATE TABLE collector (
  name TEXT PRIMARY KEY,
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  lastMessage INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE heartbeat (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE gap (
  "from" INTEGER PRIMARY KEY,
  "to" INTEGER NOT NULL
) STRICT;
