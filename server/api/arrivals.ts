import { Type } from 'typebox';
import type { Arrivals, FirstArrival } from '../domain/arrivals.ts';
import { sourceRow } from '../domain/sources.ts';
import type { FirstQuery } from '../store/message-reads.ts';
import type { Reads } from '../store/reads.ts';
import type { CommittedView, Health } from './committed.ts';
import { failures } from './errors.ts';
import type { Resource } from './resource.ts';
import { addressOption, listOf, nameOption, query, schemaOf, time } from './schema.ts';
import { askedSource, knownOf } from './sources.ts';

const { Object: Row, Optional, Enum, String: Text } = Type;

/** How far back is looked, in milliseconds: who adds a device does it within minutes. */
const BACK = 3_600_000;

const first = schemaOf<FirstArrival>()(Row({ at: time, from: Text(), text: Text() }));

const answer = schemaOf<Arrivals>()(
  Row({
    at: time,
    since: time,
    device: Optional(
      Row({
        name: Text(),
        state: Enum(['adopted', 'pending']),
        addresses: listOf(Text()),
        hostname: Optional(Text({ description: 'What it calls itself, as a poll told.' })),
      }),
    ),
    line: Optional(first),
    understood: Optional(first),
    trap: Optional(first),
    show: Optional(askedSource),
    snmp: Optional(askedSource),
  }),
);

/** What has come of a device that somebody is adding: its first line, trap and polls. */
export function arrivalsResource(reads: Reads, book: CommittedView, health: () => Health): Resource {
  return (app, _options, done) => {
    const schema = {
      summary: 'What has come within the last hour of a device that is being added: its first line, trap and polls',
      querystring: query({
        name: nameOption('The name of the device.'),
        address: addressOption('The address that it sends from.'),
      }),
      response: { 200: answer, ...failures('invalid', 'busy') },
    };
    app.get('/api/arrivals', { schema }, async ({ query: { name, address } }) => {
      const { at } = health();
      const since = at - BACK;
      const devices = book.devices();
      const device =
        devices.find((one) => one.name === name) ??
        devices.find(({ addresses }) => address !== undefined && addresses.includes(address));
      const from = [...new Set([...(device?.addresses ?? []), ...(address === undefined ? [] : [address])])];
      const firstOf = async (which: Omit<FirstQuery, 'from' | 'since'>): Promise<FirstArrival | undefined> => {
        if (from.length === 0) return undefined;
        const message = await reads.first({ ...which, from, since });
        return message && { at: message[1], from: message[2], text: message[6] };
      };
      const line = await firstOf({ lines: true });
      const understood = line && (await firstOf({ outcome: 'claim' }));
      const trap = await firstOf({ trap: 'any' });
      const known = device && knownOf(device, await reads.sources(since));
      const row = device && known && sourceRow(device.name, known, undefined);
      const hostname = known?.show?.facts.hostname ?? known?.snmp?.facts.hostname;
      return {
        at,
        since,
        ...(device && { device: { name: device.name, state: device.state, addresses: device.addresses, ...(hostname !== undefined && { hostname }) } }), // prettier-ignore
        ...(line && { line }),
        ...(understood && { understood }),
        ...(trap && { trap }),
        ...(row?.show && { show: row.show }),
        ...(row?.snmp && { snmp: row.snmp }),
      };
    });
    done();
  };
}
