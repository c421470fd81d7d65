-- Alerts: an episode of a rule about one subject each. Raised and cleared in the transaction of what did it; they are no projections, for
-- polls, time and what people set raise them, too. Times are of the alert clock: epoch milliseconds that no step of ours changes.
CREATE TABLE alert (
  id INTEGER PRIMARY KEY,
  rule TEXT NOT NULL,
  subject TEXT NOT NULL,
  -- Of a head-end; not a reference: what was stays when the head-end goes.
  device INTEGER,
  severity TEXT NOT NULL,
  raisedAt INTEGER NOT NULL,
  clearedAt INTEGER,
  -- JSON: the alert whole.
  body TEXT NOT NULL
) STRICT;
CREATE INDEX alert_by_raised ON alert (raisedAt);
CREATE INDEX alert_open ON alert (id) WHERE clearedAt IS NULL;

-- What happened to each: raised, worse, acknowledged, muted, escalated, cleared.
CREATE TABLE alert_event (
  seq INTEGER PRIMARY KEY,
  alert INTEGER NOT NULL REFERENCES alert,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  detail TEXT NOT NULL,
  "by" TEXT
) STRICT;
CREATE INDEX alert_event_by_alert ON alert_event (alert, seq);

-- What is remembered between two turns, so that a restart changes nothing: conditions that have not held long enough, what observers have
-- counted (in the order of the row ids: the one set last comes last), and which groups wait to be told. JSON bodies.
CREATE TABLE alert_episode (key TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE alert_memory (
  observer TEXT NOT NULL,
  key TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (observer, key)
) STRICT;
CREATE TABLE alert_group (key TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- How far the alert clock is ahead of the system's, in milliseconds, and when it last stood.
CREATE TABLE alert_clock (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  ahead INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT;

-- What people set. JSON bodies.
CREATE TABLE alert_setting (key TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE silence (id INTEGER PRIMARY KEY, until INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
CREATE TABLE maintenance (id INTEGER PRIMARY KEY, until INTEGER, body TEXT NOT NULL) STRICT;
