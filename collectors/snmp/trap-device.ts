import { levelOf } from '../../server/domain/snmp.ts';
import { authentic, keyOf, localized } from './digest.ts';
import type { EngineRefusal, Engines } from './engines.ts';
import type { Shape, UsmShape } from './guard.ts';
import { decoder, type Decode } from './net-snmp.ts';
import type { TrapAccess } from './trap-access.ts';
import type { Proof } from './trap.ts';

/** Why a well-formed trap is not believed. */
export type Disbelief =
  'wrongCommunity' | 'belowLevel' | 'aboveLevel' | 'unknownUser' | 'engineLimited' | 'wrongDigest' | EngineRefusal;

const LEVELS = ['noAuthNoPriv', 'authNoPriv', 'authPriv'] as const;
/** Localized keys that are kept: of engines that are accepted. */
const MOST_KEYS = 16;

/** A device whose traps are believed by its access, and what was derived for that: keys, and a decoder of its own. */
export class TrapDevice {
  readonly access: TrapAccess;
  readonly #informs: boolean;
  #decode: Decode | undefined;
  #key: Buffer | undefined;
  readonly #localized = new Map<string, Buffer>();

  constructor(access: TrapAccess, informs: boolean) {
    this.access = access;
    this.#informs = informs;
  }

  /** Whether nothing of what was derived depends on what has changed. */
  suits(access: TrapAccess): boolean {
    return credentialsOf(this.access) === credentialsOf(access);
  }

  get decode(): Decode {
    return (this.#decode ??= decoder(this.access, { informs: this.#informs }));
  }

  /**
   * Judges who sent a datagram, before anybody decodes it: community; user, level, digest, and only of what is authentic engine and time.
   * The digest is tested here although the decoder does so too, because the decoder decrypts first, hashes 1 MiB for each engine that
   * somebody makes up, and never forgets the key.
   */
  judge(datagram: Buffer, shape: Shape, engines: Engines): Proof | Disbelief {
    const { version, user, community } = this.access;
    if (shape.version !== 'v3') {
      if (version === 'v3') return 'belowLevel';
      const known = community !== undefined && shape.community.equals(Buffer.from(community));
      return known ? { version: shape.version, known } : 'wrongCommunity';
    }
    if (version !== 'v3' || user === undefined || !shape.user.equals(Buffer.from(user))) return 'unknownUser';
    const [level, wanted] = [LEVELS.indexOf(shape.level), LEVELS.indexOf(levelOf(this.access))];
    if (level !== wanted) return level < wanted ? 'belowLevel' : 'aboveLevel';
    return this.#unproved(datagram, shape, engines) ?? { version: 'v3', level: shape.level, user };
  }

  /** What of its authentication is wrong. Without one, nothing that it tells of its engine counts. */
  #unproved(datagram: Buffer, { engineId, boots, time, digest }: UsmShape, engines: Engines): Disbelief | undefined {
    const { device, auth, authKey } = this.access;
    if (auth === undefined) return undefined;
    if (authKey === undefined || authKey === '') return 'wrongDigest';
    const id = engineId.toString('hex');
    const accepted = engines.accepts(device, id);
    if (!accepted && this.#key === undefined && !engines.mayDerive()) return 'engineLimited';
    const kept = this.#localized.get(id);
    const key = kept ?? localized(auth, (this.#key ??= keyOf(auth, authKey)), engineId);
    if (!authentic(datagram, digest, auth, key)) return 'wrongDigest';
    if (accepted && kept === undefined && this.#localized.size < MOST_KEYS) this.#localized.set(id, key);
    return engines.hear(device, id, boots, time);
  }
}

function credentialsOf(access: TrapAccess): string {
  const { device, version, user, auth, priv, community, authKey, privKey } = access;
  return JSON.stringify([device, version, user, auth, priv, community, authKey, privKey]);
}
