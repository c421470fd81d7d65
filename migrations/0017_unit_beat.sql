-- How often a device is heard of by its polls (JSON): what silence means after a start.
ALTER TABLE unit ADD COLUMN beat TEXT;
