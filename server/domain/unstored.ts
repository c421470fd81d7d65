/** How many messages of one ID came within one minute that were counted instead of stored (`Storing`). */
export interface UnstoredCount {
  /** Start of the minute, epoch milliseconds. */
  readonly minute: number;
  /** The six digits; `null` for all those together that there was no room for. */
  readonly messageId: number | null;
  readonly count: number;
}

/** The count of one sender, by its address. */
export interface SenderUnstored extends UnstoredCount {
  readonly from: string;
}

/** The count of one device, by its id. */
export interface DeviceUnstored extends UnstoredCount {
  readonly device: number;
}

/** What was counted of one ID in a span of time. */
export interface UnstoredSum {
  readonly device: number;
  readonly messageId: number | null;
  readonly count: number;
  /** Starts of the first and the last minute of it, epoch milliseconds. */
  readonly first: number;
  readonly last: number;
}

/** How many message IDs are counted by themselves at once, of all senders together: a sender chooses them. */
export const MOST_IDS = 2000;

/** A minute in milliseconds. */
export const MINUTE = 60_000;
