import type { Account } from '../domain/access/account.ts';
import type { Admitted, Comer } from './admitted.ts';
import { credentialHash, newCredential } from './credential.ts';
import { OidcFault, type OidcWhy } from './oidc-fault.ts';
import type { Begun, Provider } from './oidc.ts';
import type { Throttle } from './throttle.ts';

/** How long somebody may be away at the provider, in milliseconds. */
export const AWAY = 10 * 60_000;
/** Logins that are under way; of more the oldest is forgotten. */
const MOST = 10_000;

/** What came of a login by the provider. */
export type OidcOutcome =
  | { readonly outcome: 'in'; readonly account: Account; readonly credential: string; readonly to: string }
  /** There is no account of this name, or it is disabled: nobody is told which. */
  | { readonly outcome: 'nobody'; readonly name?: string }
  /** It was begun too long ago, by another browser, or is over: nothing was looked at. Or it comes too often. */
  | { readonly outcome: 'late' | 'soon' | Exclude<OidcWhy, 'nobody'> };

/** Logins by an OpenID Connect provider, from the button to the way back. */
export interface OidcLogins {
  /** What the button calls the provider. */
  readonly label: string;
  /** Where people reach us: the provider sends them back there. */
  readonly pages: URL;
  /** Where the browser is to go, and what it is known by when it comes back. Rejects with an `OidcFault`. */
  begin(told: Pick<Flow, 'to' | 'visit'>): Promise<{ readonly url: string; readonly credential: string }>;
  /** Takes what a browser came back with, once. */
  finish(credential: string | undefined, answer: URLSearchParams, comer: Comer): Promise<OidcOutcome>;
}

interface Flow {
  readonly begun: Begun;
  /** The page that was asked for. */
  readonly to: string;
  /** The hash of the visit that the browser had: it ends with the next one. */
  readonly visit: string | undefined;
  readonly until: number;
}

/** What logins by a provider are made of. */
export interface OidcParts {
  readonly provider: Provider;
  readonly label: string;
  readonly pages: URL;
  readonly admitted: Admitted;
  readonly throttle: Throttle;
  readonly now: () => number;
  /** Told of each login that the provider's part was the end of. */
  readonly onFault: (fault: OidcFault) => void;
}

/** None are under way yet. They are held in memory only: after a restart they are begun anew. */
export function createOidcLogins(parts: OidcParts): OidcLogins {
  const { provider, label, pages, admitted, throttle, now, onFault } = parts;
  const flows = new Map<string, Flow>();

  /** What the browser has begun, if the answer is to that: it can be taken once. */
  const take = (credential: string | undefined, answer: URLSearchParams): Flow | undefined => {
    const hash = credential === undefined ? '' : credentialHash(credential);
    const flow = flows.get(hash);
    if (flow === undefined || flow.until <= now() || answer.get('state') !== flow.begun.state) return undefined;
    flows.delete(hash);
    return flow;
  };

  return {
    label,
    pages,
    async begin({ to, visit }) {
      const { url, begun } = await provider.begin();
      const credential = newCredential();
      flows.set(credentialHash(credential), { begun, to, visit, until: now() + AWAY });
      // The map keeps the order of beginning.
      for (const [hash, { until }] of flows)
        if (flows.size > MOST || until <= now()) flows.delete(hash);
        else break;
      return { url, credential };
    },
    async finish(credential, answer, comer) {
      const flow = take(credential, answer);
      if (flow === undefined) return { outcome: 'late' };
      let name: string;
      try {
        name = await provider.finish(answer, flow.begun);
      } catch (fault) {
        if (!(fault instanceof OidcFault)) throw fault;
        onFault(fault);
        return { outcome: fault.why };
      }
      // Apart from passwords: whoever guesses one keeps nobody out who has none.
      const counted = `oidc ${name}`;
      if (throttle.ask(counted, comer.from).wait > 0) return { outcome: 'soon' };
      const account = admitted.named(name);
      if (account === undefined || account.disabledAt !== null) {
        throttle.failed(counted, comer.from);
        return { outcome: 'nobody', name };
      }
      throttle.succeeded(counted, comer.from);
      const next = await admitted.begin(account, comer);
      if (flow.visit !== undefined) await admitted.end([flow.visit]);
      return { outcome: 'in', account, credential: next, to: flow.to };
    },
  };
}
