-- The longest silence that is usual for a device (JSON: milliseconds, and when it was last one, epoch milliseconds).
ALTER TABLE device_seen ADD COLUMN usualGap TEXT;
