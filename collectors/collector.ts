import type { Sink } from '../server/domain/batch.ts';

// The contract stands in the vocabulary, because the recorder must know it too and may not know collectors.
export type { Batch, Sink, StoredMessage } from '../server/domain/batch.ts';

/** Stops a collector; resolves when nothing of it is left. */
export type Stop = () => Promise<void>;

/** Starts collecting into the sink. Resolves once it listens or polls. */
export type Collector = (sink: Sink) => Promise<Stop>;
