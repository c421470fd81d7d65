-- Series of what changes all the time, in five tiers (server/domain/series.ts): made in the transaction of what told it, never from rows
-- later. Made from messages and polls together, so they are no projection: a rebuild leaves them as they are.
CREATE TABLE series (
  id INTEGER PRIMARY KEY,
  -- 0: the sessions of all head-ends together.
  device INTEGER NOT NULL,
  metric TEXT NOT NULL,
  -- Which of several: an interface, a pool; empty where there is but one.
  instance TEXT NOT NULL,
  UNIQUE (device, metric, instance)
) STRICT;

-- A row for each step of a tier in which something was told.
CREATE TABLE series_10s (
  -- Steps are numbered from 1970 on; a block is twelve of them. So what is told of many series at one time lies together: few pages are
  -- written, and what is old stands in front.
  block INTEGER NOT NULL,
  series INTEGER NOT NULL,
  -- Within its block, from 0.
  step INTEGER NOT NULL,
  -- How many samples, and their sum: of a counter by how much it grew, and over how many milliseconds it did.
  n INTEGER NOT NULL,
  total INTEGER NOT NULL,
  span INTEGER,
  -- Of a gauge: the least, the most, the last, and how many milliseconds after the beginning of its step that was.
  low INTEGER,
  high INTEGER,
  last INTEGER,
  lastAfter INTEGER,
  PRIMARY KEY (block, series, step)
) STRICT, WITHOUT ROWID;
CREATE TABLE series_1m (
  block INTEGER NOT NULL,
  series INTEGER NOT NULL,
  step INTEGER NOT NULL,
  n INTEGER NOT NULL,
  total INTEGER NOT NULL,
  span INTEGER,
  low INTEGER,
  high INTEGER,
  last INTEGER,
  lastAfter INTEGER,
  PRIMARY KEY (block, series, step)
) STRICT, WITHOUT ROWID;
CREATE TABLE series_10m (
  block INTEGER NOT NULL,
  series INTEGER NOT NULL,
  step INTEGER NOT NULL,
  n INTEGER NOT NULL,
  total INTEGER NOT NULL,
  span INTEGER,
  low INTEGER,
  high INTEGER,
  last INTEGER,
  lastAfter INTEGER,
  PRIMARY KEY (block, series, step)
) STRICT, WITHOUT ROWID;
CREATE TABLE series_1h (
  block INTEGER NOT NULL,
  series INTEGER NOT NULL,
  step INTEGER NOT NULL,
  n INTEGER NOT NULL,
  total INTEGER NOT NULL,
  span INTEGER,
  low INTEGER,
  high INTEGER,
  last INTEGER,
  lastAfter INTEGER,
  PRIMARY KEY (block, series, step)
) STRICT, WITHOUT ROWID;
CREATE TABLE series_1d (
  block INTEGER NOT NULL,
  series INTEGER NOT NULL,
  step INTEGER NOT NULL,
  n INTEGER NOT NULL,
  total INTEGER NOT NULL,
  span INTEGER,
  low INTEGER,
  high INTEGER,
  last INTEGER,
  lastAfter INTEGER,
  PRIMARY KEY (block, series, step)
) STRICT, WITHOUT ROWID;
