/** What everybody has to know who logs over TCP. Commands stand between backticks. */
export const HOSTDOWN =
  'an ASA that logs over TCP or TLS refuses all new connections through it while this server does not answer, unless it has `logging permit-hostdown`';
