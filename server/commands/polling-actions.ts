import type { Key } from '../access/key.ts';
import { sealLogin } from '../access/device-login.ts';
import type { Polling, PollFailure } from '../domain/polling.ts';
import type { Store } from '../store/store.ts';
import { field, text } from './body.ts';
import { findDevice } from './device-actions.ts';
import { UsageFault } from './fault.ts';
import { readPollUrl, type PollUrl } from './poll-url.ts';

/** How a device is asked, and what came of it. */
export interface PollState {
  readonly name: string;
  readonly polling: Polling | undefined;
  /** Beginning and end of the last poll, epoch milliseconds. */
  readonly startedAt: number | undefined;
  readonly at: number | undefined;
  readonly failures: readonly PollFailure[];
}

/** What is asked of each action. */
export interface PollingBodies {
  readonly 'polling.set': {
    readonly device: string;
    readonly url: string;
    readonly password: string;
    readonly enable?: string;
    readonly everySeconds?: number;
    readonly legacy?: boolean;
    /** Of its key, where it is known before the device is asked. */
    readonly fingerprint?: string;
  };
  readonly 'polling.accept': { readonly device: string; readonly fingerprint: string };
  readonly 'polling.stop': { readonly device: string };
  readonly 'polling.show': { readonly device: string };
}

/** The actions by their names; each answers the state afterwards. */
export type PollingActions = { readonly [K in keyof PollingBodies]: (body: unknown) => Promise<PollState> };

const DEFAULT_SECONDS = 60;
/** A poll takes its time, and each costs the ASA some. */
const SHORTEST_SECONDS = 30;
const LONGEST_SECONDS = 3600;
const LONGEST_PASSWORD = 127;

/** What was changed: its login, the key that is accepted, or that it is asked at all. */
export type PollingChange = 'login' | 'key' | 'stopped';

/** What may be done about asking devices. `onChange` is awaited after each change, before the answer. */
export function pollingActions(
  store: Pick<Store, 'devices' | 'pollings' | 'putPolling' | 'dropPolling' | 'lastPolls' | 'putSecret'>,
  key: Key,
  onChange: (device: number, change: PollingChange) => Promise<void> | void,
): PollingActions {
  const find = async (
    body: unknown,
  ): Promise<{ readonly id: number; readonly name: string; readonly known?: Polling }> => {
    const { id, name } = await findDevice(store, field(body, 'device'));
    const known = (await store.pollings()).find(({ device }) => device === id);
    return { id, name, ...(known !== undefined && { known }) };
  };
  const state = async (id: number, name: string): Promise<PollState> => {
    const last = (await store.lastPolls()).find(({ device }) => device === id);
    const polling = (await store.pollings()).find(({ device }) => device === id);
    return { name, polling, startedAt: last?.startedAt, at: last?.at, failures: last?.failures ?? [] };
  };
  const changed = async (id: number, name: string, change: PollingChange): Promise<PollState> => {
    await onChange(id, change);
    return state(id, name);
  };
  return {
    'polling.set': async (body) => {
      const { id, name, known } = await find(body);
      const url = readPollUrl(text(field(body, 'url'), 'url'));
      const enable = field(body, 'enable');
      const login = {
        password: password(field(body, 'password')),
        ...(enable !== undefined && { enable: password(enable) }),
      };
      const everySeconds = seconds(field(body, 'everySeconds'));
      const told = field(body, 'fingerprint');
      const accepted =
        told === undefined ? acceptedBefore(known, url) : { fingerprint: readFingerprint(told, url.transport) };
      for (const secret of sealLogin(key, id, login)) await store.putSecret(secret);
      const polling = { device: id, ...url, legacy: field(body, 'legacy') === true, everySeconds };
      await store.putPolling({ ...polling, ...accepted });
      return changed(id, name, 'login');
    },
    'polling.accept': async (body) => {
      const { id, name, known } = await find(body);
      if (known === undefined) throw new Error(`${name} is not polled: tunnelwatch device poll ${name} URL`);
      await store.putPolling({ ...known, fingerprint: readFingerprint(field(body, 'fingerprint'), known.transport) });
      return changed(id, name, 'key');
    },
    'polling.stop': async (body) => {
      const { id, name } = await find(body);
      await store.dropPolling(id);
      return changed(id, name, 'stopped');
    },
    'polling.show': async (body) => {
      const { id, name } = await find(body);
      return state(id, name);
    },
  };
}

/** The SHA-256 of a key, checked: of a host key `SHA256:` and base64 without padding, of a certificate 32 bytes in hexadecimal. Throws `UsageFault`. */
export function readFingerprint(value: unknown, transport: Polling['transport']): string {
  const told = text(value, 'fingerprint');
  const [form, words] = forms[transport];
  if (form.test(told)) return told;
  throw new UsageFault(
    `${JSON.stringify(told)}: not a fingerprint (${words}, as the device or its last poll tells it)`,
  );
}

const forms: Readonly<Record<Polling['transport'], readonly [form: RegExp, words: string]>> = {
  ssh: [/^SHA256:[A-Za-z0-9+/]{43}$/, 'SHA256: and 43 letters'],
  https: [/^[0-9A-Fa-f]{2}(?::?[0-9A-Fa-f]{2}){31}$/, '32 bytes in hexadecimal'],
};

/** What a person accepted belongs to one place: another one is another device until somebody says otherwise. */
function acceptedBefore(known: Polling | undefined, url: PollUrl): { readonly fingerprint?: string } {
  const same = known?.host === url.host && known.port === url.port && known.transport === url.transport;
  return same && known.fingerprint !== undefined ? { fingerprint: known.fingerprint } : {};
}

function password(value: unknown): string {
  const told = text(value, 'password');
  // A control character in a password would be typed at the prompt of an ASA.
  if (told.length > 0 && told.length <= LONGEST_PASSWORD && !/\p{Cc}/u.test(told)) return told;
  throw new UsageFault(`password: 1 to ${LONGEST_PASSWORD} characters without control characters are wanted`);
}

function seconds(value: unknown): number {
  if (value === undefined) return DEFAULT_SECONDS;
  if (typeof value === 'number' && Number.isInteger(value) && value >= SHORTEST_SECONDS && value <= LONGEST_SECONDS)
    return value;
  throw new UsageFault(`every: whole seconds from ${SHORTEST_SECONDS} to ${LONGEST_SECONDS} are wanted`);
}
