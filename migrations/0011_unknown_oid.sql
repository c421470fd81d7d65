-- Of traps that are not understood: their snmpTrapOID. Their messageId is NULL.
ALTER TABLE unknown ADD COLUMN oid TEXT;
DROP INDEX unknown_by_what;
CREATE UNIQUE INDEX unknown_by_what ON unknown (device, ifnull(messageId, -1), ifnull(oid, ''), outcome);
