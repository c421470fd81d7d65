/** What became of the messages of one sender since the start of the collector: each that was received is in one of the others. */
export interface SenderCounts {
  /** As transports handed them over. */
  readonly received: number;
  readonly stored: number;
  /** Counted by message ID instead of stored. */
  readonly counted: number;
  /** Empty, or of a sender that was not let in. */
  readonly refused: number;
  /** They could not be stored fast enough. */
  readonly lost: number;
  /** They wait to be stored. */
  readonly queued: number;
}

/** The same with whose they are: `null` stands for all others together, those who were not let in among them. */
export interface SenderRow extends SenderCounts {
  readonly from: string | null;
}
