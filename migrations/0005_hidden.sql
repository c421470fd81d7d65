-- How often each device hid the name of a user (`*****`), by the client's address and the hour. Old hours are deleted as new ones come.
-- No projection of the events: a rebuild leaves it as it is.
CREATE TABLE hidden (
  device INTEGER NOT NULL REFERENCES device,
  -- Its start.
  hour INTEGER NOT NULL,
  told TEXT NOT NULL CHECK (told IN ('address', 'untold', 'others')),
  -- NULL for `untold` and `others`.
  publicIp TEXT,
  count INTEGER NOT NULL,
  last INTEGER NOT NULL
) STRICT;
-- NULLs are all different to an index; no address is empty.
CREATE UNIQUE INDEX hidden_by_address ON hidden (device, hour, told, ifnull(publicIp, ''));
