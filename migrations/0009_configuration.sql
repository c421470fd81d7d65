-- What a device's configuration says, as its reader gave it: `domain/configuration` as JSON. Secrets are in none of it.
CREATE TABLE configuration (
  device INTEGER NOT NULL REFERENCES device,
  -- `whole`, or what tells the defaults besides: `all crypto`, `all sysopt`.
  part TEXT NOT NULL,
  at INTEGER NOT NULL,
  -- `poll`, or `file`: given by a person.
  source TEXT NOT NULL,
  -- Whether it came from its Version line to its end: of what an excerpt does not say nothing is known.
  complete INTEGER NOT NULL,
  told TEXT NOT NULL,
  PRIMARY KEY (device, part)
) STRICT, WITHOUT ROWID;

-- The last refusal or misreading of each command, until it is read: the last poll need not have asked it. `domain/polling` as JSON.
CREATE TABLE unread (
  device INTEGER NOT NULL REFERENCES device,
  command TEXT NOT NULL,
  at INTEGER NOT NULL,
  failure TEXT NOT NULL,
  PRIMARY KEY (device, command)
) STRICT, WITHOUT ROWID;
