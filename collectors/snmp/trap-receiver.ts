import type { HealthRow } from '../../server/domain/feed.ts';
import type { Intake } from '../syslog/intake.ts';
import { senderAddress } from '../syslog/sender.ts';
import { Engines, type EnginesOptions } from './engines.ts';
import { judge, type Shape } from './guard.ts';
import { decoder, type Decode } from './net-snmp.ts';
import { refusals, type Refusal } from './refusals.ts';
import { SourceRate } from './source-rate.ts';
import type { TrapAccess } from './trap-access.ts';
import { TrapDevice } from './trap-device.ts';
import type { Proof } from './trap.ts';
import { takeTrap } from './take-trap.ts';

/** Where a datagram ends: it has passed on to the intake, or was refused. */
export type TrapBucket = 'passed' | Refusal;

/** The part of a health row that the receiver of traps knows. */
export type TrapCounts = Required<Pick<HealthRow, 'outcomes' | 'notes'>> & {
  readonly buckets: Readonly<Record<TrapBucket, number>>;
};

/** How long after the last one a refusal is worth a warning, in milliseconds: a stray datagram is none for ever. It stays counted. */
const RECENT = 60 * 60_000;

export interface TrapReceiverOptions extends EnginesOptions {
  readonly intake: Pick<Intake, 'receiveTrap' | 'knows' | 'isKnown' | 'queuedBytes'>;
  /** The most that may wait to be stored, in bytes. */
  readonly queueBytes: number;
  readonly accesses: readonly TrapAccess[];
  /** Whether informs are taken, and answered where they are believed. */
  readonly informs: boolean;
}

/** A device's traps that nobody has given an access for prove nothing, not even a community. */
const UNPROVED = { known: false } as const;

/** Takes datagrams that may be traps: each is refused, or becomes a line of the intake. It knows no socket. */
export class TrapReceiver {
  readonly engines: Engines;
  readonly #options: TrapReceiverOptions;
  readonly #anyCommunity: Decode;
  readonly #rate: SourceRate;
  #devices: ReadonlyMap<string, TrapDevice> = new Map();
  readonly #buckets: Record<TrapBucket, number> = {
    ...{ passed: 0, tooLong: 0, malformed: 0, notATrap: 0, tooManyVarbinds: 0, unknownSource: 0, wrongCommunity: 0 },
    ...{ unknownUser: 0, belowLevel: 0, aboveLevel: 0, wrongDigest: 0, undecryptable: 0, undecodable: 0 },
    ...{ engineUnknown: 0, engineLimited: 0, replayed: 0, limited: 0 },
  };
  /** `datagrams` are counted as they come, before anything is made of them. */
  readonly #notes: Record<Shape['version'] | 'datagrams', number> = { datagrams: 0, v1: 0, v2c: 0, v3: 0 };
  readonly #outcomes = { claim: 0, noted: 0, unlisted: 0, misfit: 0, foreign: 0 };
  /** Whose datagram was the last one refused for each reason, and when, in ticks. */
  readonly #last = new Map<Refusal, { readonly from: string; readonly at: number }>();

  constructor(options: TrapReceiverOptions) {
    this.#options = options;
    this.engines = new Engines(options);
    this.#anyCommunity = decoder(undefined, options);
    this.#rate = new SourceRate(options);
    this.believe(options.accesses);
  }

  /** By what traps are believed from now on. */
  believe(accesses: readonly TrapAccess[]): void {
    const before = [...this.#devices.values()];
    const devices = new Map<string, TrapDevice>();
    for (const access of accesses) {
      const device = before.find((one) => one.suits(access)) ?? new TrapDevice(access, this.#options.informs);
      for (const address of access.addresses) devices.set(senderAddress(address), device);
    }
    this.#devices = devices;
    this.engines.know(
      accesses.flatMap(({ engines }) => engines),
      new Set(accesses.map(({ device }) => device)),
    );
  }

  /** Takes a datagram. Returns what its sender is to be answered, which is nothing but for an inform that is believed. */
  receive(datagram: Buffer, sender: string): Buffer | undefined {
    this.#notes.datagrams += 1;
    const from = senderAddress(sender);
    const { bucket, reply } = this.#judge(datagram, from);
    this.#buckets[bucket] += 1;
    if (bucket !== 'passed') this.#last.set(bucket, { from, at: this.#options.ticks() });
    return reply;
  }

  counts(): TrapCounts {
    const { ...buckets } = this.#buckets;
    return { buckets, outcomes: { ...this.#outcomes }, notes: { ...this.#notes } };
  }

  /** What a person should know of those that were refused of late. */
  get warnings(): readonly string[] {
    const since = this.#options.ticks() - RECENT;
    return [...this.#last].flatMap(([refusal, { from, at }]) =>
      at < since ? [] : `${this.#buckets[refusal]} traps were refused, the last from ${from}: ${refusals[refusal]}`,
    );
  }

  #judge(datagram: Buffer, from: string): { readonly bucket: TrapBucket; readonly reply?: Buffer } {
    const { intake, informs, queueBytes } = this.#options;
    const shape = judge(datagram, informs);
    if (typeof shape === 'string') return { bucket: shape };
    if (!intake.knows(from)) return { bucket: 'unknownSource' };
    const device = this.#devices.get(from);
    const proof = device?.judge(datagram, shape, this.engines) ?? this.#unproved(shape, from);
    if (typeof proof === 'string') return { bucket: proof };
    if (intake.queuedBytes > queueBytes / 2 && !this.#rate.take(from)) return { bucket: 'limited' };
    const decoded = (device?.decode ?? this.#anyCommunity)(datagram);
    if (typeof decoded === 'string') return { bucket: decoded };
    const { notification, reply } = decoded;
    const outcome = intake.receiveTrap(takeTrap({ ...notification, proof }), from);
    this.#notes[shape.version] += 1;
    if (outcome !== undefined) this.#outcomes[outcome] += 1;
    return { bucket: 'passed', ...(device !== undefined && reply !== undefined && { reply }) };
  }

  #unproved({ version }: Shape, from: string): Proof | Refusal {
    if (version !== 'v3') return { version, ...UNPROVED };
    return this.#options.intake.isKnown(from) ? 'unknownUser' : 'unknownSource';
  }
}
