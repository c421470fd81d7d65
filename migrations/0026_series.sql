-- Series of what changes all the time, in four tiers (server/domain/series.ts): made in the transaction of what told it, never from rows
-- later. Made from messages and polls together, so they are no projection: a rebuild leaves them as they are.
CREATE TABLE series (
  id INTEGER PRIMARY KEY,
  -- 0: all head-ends together.
  device INTEGER NOT NULL,
  metric TEXT NOT NULL,
  -- Which of several: an interface, a pool; empty where there is but one.
  instance TEXT NOT NULL,
  UNIQUE (device, metric, instance)
) STRICT;

-- A row for each step of a tier in which something was told.
CREATE TABLE series_10s (
  series INTEGER NOT NULL,
  -- The beginning of its step.
  at INTEGER NOT NULL,
  -- How many samples, and their sum: of a counter by how much it grew, and over how many milliseconds it did.
  n INTEGER NOT NULL,
  total INTEGER NOT NULL,
  span INTEGER,
  -- Of a gauge: the least, the most, the last, and how many milliseconds after `at` that was.
  low INTEGER,
  high INTEGER,
  last INTEGER,
  lastAfter INTEGER,
  PRIMARY KEY (series, at)
) STRICT, WITHOUT ROWID;
CREATE TABLE series_1m (
  series INTEGER NOT NULL,
  at INTEGER NOT NULL,
  n INTEGER NOT NULL,
  total INTEGER NOT NULL,
  span INTEGER,
  low INTEGER,
  high INTEGER,
  last INTEGER,
  lastAfter INTEGER,
  PRIMARY KEY (series, at)
) STRICT, WITHOUT ROWID;
CREATE TABLE series_1h (
  series INTEGER NOT NULL,
  at INTEGER NOT NULL,
  n INTEGER NOT NULL,
  total INTEGER NOT NULL,
  span INTEGER,
  low INTEGER,
  high INTEGER,
  last INTEGER,
  lastAfter INTEGER,
  PRIMARY KEY (series, at)
) STRICT, WITHOUT ROWID;
CREATE TABLE series_1d (
  series INTEGER NOT NULL,
  at INTEGER NOT NULL,
  n INTEGER NOT NULL,
  total INTEGER NOT NULL,
  span INTEGER,
  low INTEGER,
  high INTEGER,
  last INTEGER,
  lastAfter INTEGER,
  PRIMARY KEY (series, at)
) STRICT, WITHOUT ROWID;
