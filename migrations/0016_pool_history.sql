-- How full each pool was: a row for each minute in which that changed, and one an hour at least, so that an hour without any tells that
-- nobody knows. Made from messages and polls together, so it is no projection: a rebuild leaves it as it is.
CREATE TABLE pool_minute (
  device INTEGER NOT NULL REFERENCES device,
  pool TEXT NOT NULL,
  minute INTEGER NOT NULL,
  -- Addresses of the pool, and how many of them were not free: at the minute's end, and at most in it. NULL: not known.
  size INTEGER,
  used INTEGER,
  most INTEGER,
  PRIMARY KEY (device, pool, minute)
) STRICT, WITHOUT ROWID;

-- Which addresses the last listing held: a JSON array, while they are few.
ALTER TABLE pool_poll ADD COLUMN heldAddresses TEXT;
