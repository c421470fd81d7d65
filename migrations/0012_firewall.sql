-- The personal firewall that a client reports, and how it is not the one that the policy expects.
ALTER TABLE session ADD COLUMN firewall TEXT;
ALTER TABLE session ADD COLUMN firewallMismatch TEXT;
ALTER TABLE attempt ADD COLUMN firewall TEXT;
ALTER TABLE attempt ADD COLUMN firewallMismatch TEXT;
