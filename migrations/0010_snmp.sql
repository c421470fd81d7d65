-- How a device's SNMP is spoken with. Its community and passphrases are in `secret`, sealed, with the owner `snmp:ID`.
CREATE TABLE snmp (
  device INTEGER PRIMARY KEY REFERENCES device,
  version TEXT NOT NULL,
  user TEXT,
  auth TEXT,
  priv TEXT,
  host TEXT NOT NULL,
  port INTEGER NOT NULL,
  -- 0: never polled.
  everySeconds INTEGER NOT NULL
) STRICT;

-- The SNMP engines that a device has shown: whose messages are believed, and how far each had come (RFC 3414, 2.2).
CREATE TABLE snmp_engine (
  device INTEGER NOT NULL REFERENCES device,
  -- Hexadecimal.
  engineId TEXT NOT NULL,
  accepted INTEGER NOT NULL,
  boots INTEGER NOT NULL,
  -- Seconds since its last boot, at `at`.
  time INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (device, engineId)
) STRICT, WITHOUT ROWID;

-- What the last poll over SNMP gave, as `poll` holds it of commands.
CREATE TABLE snmp_poll (
  device INTEGER PRIMARY KEY REFERENCES device,
  startedAt INTEGER NOT NULL,
  at INTEGER NOT NULL,
  facts TEXT NOT NULL,
  failures TEXT NOT NULL
) STRICT;

-- The last two readings of each metric of a device: a rate is derived from them. Values are decimal digits: counters of 64 bits fit no integer here.
CREATE TABLE sample (
  device INTEGER NOT NULL REFERENCES device,
  metric TEXT NOT NULL,
  instance TEXT NOT NULL,
  kind TEXT NOT NULL,
  bits INTEGER,
  value TEXT NOT NULL,
  at INTEGER NOT NULL,
  -- Seconds that the device was up, by which a wrapped counter is told from one that began anew.
  uptime INTEGER,
  previousValue TEXT,
  previousAt INTEGER,
  previousUptime INTEGER,
  PRIMARY KEY (device, metric, instance)
) STRICT, WITHOUT ROWID;
