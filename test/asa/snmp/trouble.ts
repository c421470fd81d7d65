/** What is wrong with an agent just now; it counts from the next request on. OIDs stand for all that lies below them. */
export interface SnmpTrouble {
  /** It does not answer at all. */
  readonly silent?: true;
  /** It answers so many milliseconds late. */
  readonly slow?: number;
  /** It does not answer a GETBULK with more repetitions than this. */
  readonly mostRepetitions?: number;
  /** Past an object below it, the next one is always the same again. */
  readonly stuck?: string;
  /** Past the last object below it, the first one comes again. */
  readonly loop?: string;
  /** Past the last object below it, more and more of them come, without end. */
  readonly endless?: string;
  /** Objects that are of no type that they should be. */
  readonly wrongType?: readonly string[];
  /** Objects that it does not have. */
  readonly absent?: readonly string[];
  /** What is added to the counters below an OID, so that they wrap or jump. */
  readonly add?: Readonly<Record<string, bigint>>;
}

/** What has been seen at an agent. */
export interface SnmpCounts {
  /** Datagrams that came; those longer than 512 bytes, which it drops (212005); those it did not let in. */
  datagrams: number;
  tooLong: number;
  refused: number;
  /** Requests by kind. */
  get: number;
  next: number;
  bulk: number;
  set: number;
  answered: number;
  /** The most that was asked for at once. */
  mostVarbinds: number;
  mostRepetitions: number;
}

export const noSnmpCounts = (): SnmpCounts => ({
  ...{ datagrams: 0, tooLong: 0, refused: 0, get: 0, next: 0, bulk: 0, set: 0 },
  ...{ answered: 0, mostVarbinds: 0, mostRepetitions: 0 },
});
