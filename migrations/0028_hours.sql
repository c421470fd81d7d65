-- What each hour changed, summed up from its minutes: a chart of years reads no minutes.
CREATE TABLE hour (
  hour INTEGER PRIMARY KEY,
  active INTEGER NOT NULL,
  opened INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  bytesTx INTEGER NOT NULL,
  bytesRx INTEGER NOT NULL
) STRICT;
INSERT INTO hour SELECT hour, active, opened, ended, bytesTx, bytesRx FROM (
  SELECT minute / 3600000 * 3600000 AS hour, max(minute), active, sum(opened) AS opened, sum(ended) AS ended, sum(bytesTx) AS bytesTx, sum(bytesRx) AS bytesRx
  FROM minute GROUP BY 1
);
