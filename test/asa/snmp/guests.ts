import type { Release } from '../dialect.ts';
import type { Life } from '../engine.ts';
import { siteUp } from '../lan-to-lan.ts';
import { protocols } from '../ledger.ts';
import { ways } from '../protocols.ts';
import { stage } from '../stage.ts';

const users = ['marty', 'docbrown', 'einstein', 'jennifer'];

/** An ASA of this release with four sessions of each protocol that it has, and a LAN-to-LAN one, for ten minutes. */
export function withGuests(release: Release) {
  const played = stage({ release });
  const { asa, play } = played;
  for (const protocol of protocols.filter((one) => ways[one].exists(asa.dialect))) {
    for (const [place, user] of users.entries()) {
      const client = { clientType: 'WinNT', clientVersion: '5.0.07.0440', behindNat: false, known: true };
      play(ways[protocol].login(asa, { user, publicIp: `10.10.10.${50 + place}`, protocol, ...client }));
    }
  }
  play(siteUp(asa, '192.0.2.77'), minutes(10));
  return played;
}

/** That so many minutes pass. */
export function* minutes(count: number): Life {
  yield count * 60_000;
}
