-- A session's own part of what polls printed (server/domain/session-text.ts): of the first that listed it ('first') and of the latest
-- ('latest'), each with its command, secrets taken out, 4096 characters at most; while it lives and a day longer. No projection.
CREATE TABLE session_text (
  session INTEGER NOT NULL,
  which TEXT NOT NULL,
  at INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (session, which)
) STRICT, WITHOUT ROWID;
