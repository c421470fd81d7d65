/** The personal firewall of a VPN Client, as its record names it: each name with its number. */
export interface Firewall {
  readonly vendor: string;
  readonly product: string;
  readonly version: string;
}

/** What the lab's group policy expects of a client, which comes in without it too: `client-firewall opt zonelabs-zonealarm policy AYT`. */
export const expected = { vendor: 'Zone Labs(2)', product: 'ZoneAlarm(1)' } as const;

/** The firewall of the so manieth person: only clients on Windows have one, most of them the client's own. */
export function firewallOf(number: number, clientType: string, clientVersion: string): Firewall | undefined {
  if (clientType !== 'WinNT') return undefined;
  if (number % 4 === 0) return { ...expected, version: '6.5.737.000' };
  return { vendor: 'Cisco Systems(1)', product: 'CIC(1)', version: clientVersion };
}

/** Whether it is what the policy expects. */
export function fits({ vendor, product }: Firewall): boolean {
  return vendor === expected.vendor && product === expected.product;
}
