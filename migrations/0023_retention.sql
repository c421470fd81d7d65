-- Events are neither changed nor deleted but in two cases: they leave with what they tell of when its time is over, and a person's name is taken
-- out of them. Whoever does that says so here within the same transaction: outside of one this table is always empty.
CREATE TABLE event_release (why TEXT NOT NULL) STRICT;
DROP TRIGGER event_is_not_changed;
DROP TRIGGER event_is_not_deleted;
CREATE TRIGGER event_is_not_changed BEFORE UPDATE ON event WHEN NOT EXISTS (SELECT 1 FROM event_release) BEGIN
  SELECT RAISE(ABORT, 'events are never changed');
END;
CREATE TRIGGER event_is_not_deleted BEFORE DELETE ON event WHEN NOT EXISTS (SELECT 1 FROM event_release) BEGIN
  SELECT RAISE(ABORT, 'events are never deleted');
END;

-- The events of a verdict, of an address and of a user: they leave together, and no name stays that nothing refers to.
CREATE INDEX event_by_verdict ON event (body->>'verdict') WHERE kind IN ('login.rejected', 'verdict.given', 'verdict.attributed');
CREATE INDEX event_freed ON event (device, body->>'address', seq) WHERE kind = 'address.freed';
CREATE INDEX event_by_user ON event (user) WHERE user IS NOT NULL;
CREATE INDEX verdict_by_user ON verdict (user) WHERE user IS NOT NULL;
CREATE INDEX told_by_notification ON told (notification);

-- Up to when something has been deleted (epoch milliseconds), and the lowest id of a session that was: no id is given twice. Of minutes before then
-- a rebuild leaves what there is, for the events of not all of their sessions are there any more.
CREATE TABLE purge (
  what TEXT PRIMARY KEY,
  before INTEGER NOT NULL,
  lowestSession INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Who was erased: never by name. What people wrote as the reason has the name taken out of it, too.
CREATE TABLE erasure (
  id INTEGER PRIMARY KEY,
  pseudonym TEXT NOT NULL,
  at INTEGER NOT NULL,
  "by" TEXT NOT NULL,
  reason TEXT NOT NULL,
  -- NULL: it was cut off, and is to be asked for again.
  doneAt INTEGER,
  -- JSON: how much of what was rewritten.
  counts TEXT NOT NULL
) STRICT;
