-- Where messages of alerts go. Secrets are in `secret`, sealed, with the owner `channel:ID`. A row stays when the channel is removed: what was sent
-- there is history.
CREATE TABLE channel (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  -- JSON, by kind.
  settings TEXT NOT NULL,
  -- A severity.
  "from" TEXT NOT NULL,
  onlyEscalated INTEGER NOT NULL,
  -- JSON lists: beginnings of the ids of rules, and sites.
  rules TEXT NOT NULL,
  sites TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  removedAt INTEGER
) STRICT;

CREATE UNIQUE INDEX channel_name ON channel (name) WHERE removedAt IS NULL;

-- What people were told. Those of tests have ids below 0.
CREATE TABLE notification (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  "group" TEXT NOT NULL,
  severity TEXT NOT NULL,
  title TEXT NOT NULL,
  -- JSON: the alerts as they stood then.
  alerts TEXT NOT NULL,
  alertsInAll INTEGER NOT NULL,
  events INTEGER NOT NULL,
  open INTEGER NOT NULL
) STRICT;

-- Which of them tell of an alert.
CREATE TABLE told (
  alert INTEGER NOT NULL,
  notification INTEGER NOT NULL REFERENCES notification,
  PRIMARY KEY (alert, notification)
) STRICT, WITHOUT ROWID;

-- The outbox: ids count up in the order of the commits.
CREATE TABLE delivery (
  id INTEGER PRIMARY KEY,
  notification INTEGER NOT NULL REFERENCES notification,
  channel INTEGER NOT NULL REFERENCES channel,
  -- The group of the notification: within it nothing overtakes.
  "group" TEXT NOT NULL,
  key TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  tries INTEGER NOT NULL,
  since INTEGER NOT NULL,
  dueAt INTEGER NOT NULL,
  doneAt INTEGER,
  result TEXT
) STRICT;

-- What is tried next on a channel, whether something stands before it, what is too old, what is dead, and what became of a notification.
CREATE INDEX delivery_due ON delivery (channel, dueAt, id) WHERE state = 'due';
CREATE INDEX delivery_order ON delivery (channel, "group", id) WHERE state = 'due';
CREATE INDEX delivery_since ON delivery (since) WHERE state = 'due';
CREATE INDEX delivery_dead ON delivery (id) WHERE state = 'dead';
CREATE INDEX delivery_of ON delivery (notification);
CREATE INDEX delivery_by_channel ON delivery (channel, id);
