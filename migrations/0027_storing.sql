-- Which messages of a device are stored: vpn, all, or a list. What was stored so far of the devices that are there goes on being stored.
ALTER TABLE device ADD COLUMN storing TEXT NOT NULL DEFAULT 'vpn';
UPDATE device SET storing = 'all';
-- How many messages were counted instead, by the minute of their arrival (epoch milliseconds) and by ID; -1 is for all that there was no room for.
CREATE TABLE unstored (
  device INTEGER NOT NULL REFERENCES device,
  minute INTEGER NOT NULL,
  messageId INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (device, minute, messageId)
) STRICT, WITHOUT ROWID;
