import type { PollFailure } from '../../server/domain/polling.ts';

/** What a fault is at that any step may meet. */
export const ANY_STEP = 'poll';

interface Circumstances {
  /** Who answered: the SHA-256 of a host key or certificate that is not the pinned one. */
  readonly fingerprint?: string | undefined;
  /** The device said no to a password: counted, for AAA servers lock accounts. */
  readonly countsAsLogin?: boolean;
  /** Question and answer came apart: what was read before in the same conversation is worth nothing either. */
  readonly spoils?: boolean;
  readonly cause?: unknown;
}

/** Why a device could not be asked. Its message is for a person and holds no secret. */
export class PollFault extends Error {
  readonly at: string;
  readonly why: PollFailure['why'];
  readonly fingerprint: string | undefined;
  readonly countsAsLogin: boolean;
  readonly spoils: boolean;

  constructor(at: string, why: PollFailure['why'], detail: string, circumstances: Circumstances = {}) {
    super(detail, { cause: circumstances.cause });
    this.at = at;
    this.why = why;
    this.fingerprint = circumstances.fingerprint;
    this.countsAsLogin = circumstances.countsAsLogin ?? false;
    this.spoils = circumstances.spoils ?? false;
  }

  /** The same at a certain step. */
  during(at: string): PollFault {
    const { fingerprint, countsAsLogin, spoils } = this;
    return new PollFault(at, this.why, this.message, { fingerprint, countsAsLogin, spoils, cause: this });
  }
}
