// CROSS JOIN and INDEXED BY: SQLite, left alone, reads all sessions, attempts and events there are.
const ofAttempts = `kind IN ('attempt.advanced', 'attempt.ended', 'verdict.attributed')`;
const toldSession = (index: string, which: string): string =>
  `SELECT DISTINCT 'session' AS of, s.id AS id, e.body->>'messageId' AS messageId
  FROM session s INDEXED BY ${index} CROSS JOIN event e INDEXED BY event_by_session ON e.session = s.id
  WHERE ${which} AND e.${ofAttempts.replace('kind IN', 'kind NOT IN')}`;
const toldAttempt = (index: string, which: string): string => `SELECT DISTINCT 'attempt', a.id, e.body->>'messageId'
  FROM attempt a INDEXED BY ${index} CROSS JOIN event e INDEXED BY event_by_attempt
  ON e.body->>'attempt' = +a.id AND e.${ofAttempts} WHERE ${which}`;
/** Which messages have told of sessions and attempts that are not over, or were not at a moment (epoch milliseconds, given twice). */
export const told = `SELECT * FROM (${[
  toldSession('session_active', `s.state = 'active'`),
  toldSession('session_by_end', `s.state = 'ended' AND s."end" >= ?`),
  toldAttempt('attempt_open', `a.outcome = 'open'`),
  toldAttempt('attempt_by_start', `a.outcome <> 'open' AND a.start >= ?`),
].join(' UNION ALL ')}) WHERE messageId IS NOT NULL`;
