-- The zone of the device's own clock: an IANA name, or an offset such as UTC+05:30; NULL while nobody has told it.
ALTER TABLE device ADD COLUMN zone TEXT;
