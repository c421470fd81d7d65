-- How often each device sent what is not understood. No projection of the events: a rebuild leaves it as it is.
CREATE TABLE unknown (
  device INTEGER NOT NULL REFERENCES device,
  -- NULL for `foreign` and `others`.
  messageId INTEGER,
  outcome TEXT NOT NULL CHECK (outcome IN ('unlisted', 'misfit', 'foreign', 'others')),
  count INTEGER NOT NULL,
  sample TEXT NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL
) STRICT;
-- NULLs are all different to an index; no message ID is negative.
CREATE UNIQUE INDEX unknown_by_what ON unknown (device, ifnull(messageId, -1), outcome);
