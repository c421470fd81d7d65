-- Where a device stands, whose it is, and by which words it is found; tags are a JSON array.
ALTER TABLE device ADD COLUMN site TEXT;
ALTER TABLE device ADD COLUMN owner TEXT;
ALTER TABLE device ADD COLUMN phone TEXT;
ALTER TABLE device ADD COLUMN circuit TEXT;
ALTER TABLE device ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
