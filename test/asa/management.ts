import { aaa } from './aaa-wordings.ts';
import type { Life } from './engine.ts';
import type { ManagementService } from './ledger.ts';
import type { Message } from './message.ts';
import { insideIp } from './model.ts';
import type { SimulatedAsa } from './model.ts';

/** Who comes, from where and how. */
export type Visitor = Pick<Administrator, 'user' | 'fromIp' | 'service'>;

/** An administrator, and how often the password is wrong before it is right or given up. */
export interface Administrator {
  readonly user: string;
  readonly fromIp: string;
  readonly service: ManagementService;
  readonly wrong: number;
  /** It is right in the end. */
  readonly right: boolean;
  /** Milliseconds between two tries, from and to. */
  readonly pause?: readonly [number, number];
}

/**
 * Somebody logs in to the ASA itself, checked by its local database: 113012 and 113015 as of a VPN user. 605004 tells of SSH only
 * after the third failure (domain facts, H); the console and `enable` have no address.
 */
export function* manage(asa: SimulatedAsa, admin: Administrator): Life {
  const { random, dialect } = asa;
  const { user, fromIp, service, wrong, right, pause = [800, 3000] } = admin;
  const at = asa.options.now();
  const port = random.int(1025, 65_535);
  if (service === 'asdm') asa.say(...tls(fromIp, port));
  yield random.int(100, 900);
  for (let tries = 1; tries <= wrong; tries += 1) {
    asa.say(aaa.rejected(dialect, user, null, 'Invalid password', addressOf(admin) ?? 'None'));
    if (dialect.managementAddress && service !== 'asdm') asa.say(shell('failed', user, addressOf(admin)));
    if (service === 'asdm' || (service === 'ssh' && tries === 3)) asa.say(login('denied', admin, port));
    if (tries < wrong || right) yield random.int(...pause);
  }
  if (right) {
    asa.say(aaa.accepted(dialect, user, null));
    if (service !== 'asdm') asa.say(shell('succeeded', user, dialect.managementAddress ? addressOf(admin) : undefined));
    if (service === 'ssh' || service === 'asdm') asa.say(login('permitted', admin, port));
  }
  const outcome = right ? 'permitted' : 'denied';
  const until = asa.options.now();
  asa.ledger.management.push({
    ...{ at, until, user, service, outcome, failures: wrong },
    fromIp: addressOf(admin) ?? null,
  });
}

const services: Readonly<Partial<Record<ManagementService, string>>> = { ssh: 'ssh', asdm: 'https' };

const addressOf = ({ service, fromIp }: Administrator) => (services[service] === undefined ? undefined : fromIp);

/** 605004 and 605005: of SSH and ASDM. */
export function login(outcome: 'permitted' | 'denied', { user, fromIp, service }: Visitor, port: number): Message {
  const to = `inside:${insideIp}/${services[service] ?? service}`;
  return [
    6,
    outcome === 'permitted' ? 605005 : 605004,
    `Login ${outcome} from ${fromIp}/${port} to ${to} for user "${user}"`,
  ];
}

/** 611101 and 611102. */
export function shell(outcome: 'succeeded' | 'failed', user: string, fromIp: string | undefined): Message {
  const from = fromIp === undefined ? '' : `IP address: ${fromIp}, `;
  return [6, outcome === 'succeeded' ? 611101 : 611102, `User authentication ${outcome}: ${from}Uname: ${user}`];
}

function tls(fromIp: string, port: number): readonly Message[] {
  const client = `client inside:${fromIp}/${port} to ${insideIp}/443 for TLSv1 session`;
  return [
    [6, 725001, `Starting SSL handshake with ${client}`],
    [6, 725002, `Device completed SSL handshake with ${client}`],
  ];
}
