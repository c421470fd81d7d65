-- What is sealed with the key of this installation: nonce and ciphertext in base64. The first row tells which key that is.
CREATE TABLE secret (
  owner TEXT NOT NULL,
  field TEXT NOT NULL,
  keyId TEXT NOT NULL,
  nonce TEXT NOT NULL,
  ciphertext TEXT NOT NULL,
  PRIMARY KEY (owner, field)
) STRICT, WITHOUT ROWID;

-- Names that a device's running configuration has, so that they are no passwords.
CREATE TABLE device_user (
  device INTEGER NOT NULL REFERENCES device,
  name TEXT NOT NULL,
  PRIMARY KEY (device, name)
) STRICT, WITHOUT ROWID;
