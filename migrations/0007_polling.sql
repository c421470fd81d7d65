-- How a device is asked what it knows. Its passwords are in `secret`, sealed, with the owner `device:ID`.
CREATE TABLE polling (
  device INTEGER PRIMARY KEY REFERENCES device,
  transport TEXT NOT NULL,
  host TEXT NOT NULL,
  port INTEGER NOT NULL,
  user TEXT NOT NULL,
  legacy INTEGER NOT NULL,
  everySeconds INTEGER NOT NULL,
  -- SHA-256 of the host key or certificate that a person has accepted.
  fingerprint TEXT
) STRICT;

-- What the last poll of a device gave: `domain/polling` as JSON. What was told before it is gone.
CREATE TABLE poll (
  device INTEGER PRIMARY KEY REFERENCES device,
  startedAt INTEGER NOT NULL,
  at INTEGER NOT NULL,
  facts TEXT NOT NULL,
  failures TEXT NOT NULL
) STRICT;

-- When a device refused our own login: at most two in an hour, or it locks the account.
CREATE TABLE refused_login (
  device INTEGER NOT NULL REFERENCES device,
  at INTEGER NOT NULL,
  PRIMARY KEY (device, at)
) STRICT, WITHOUT ROWID;
