import { Type } from 'typebox';
import type { Ports } from '../domain/feed.ts';
import type { Listening } from '../domain/listening.ts';
import type { Health } from './committed.ts';
import { failures } from './errors.ts';
import type { Resource } from './resource.ts';
import { listOf, query, schemaOf } from './schema.ts';

const { Object: Row, Optional, Integer, String: Text } = Type;

const ports = schemaOf<Ports>()(Row({ udp: Optional(Integer()), tcp: Optional(Integer()), tls: Optional(Integer()) }));

const answer = schemaOf<Listening>()(
  Row({
    addresses: listOf(Text({ description: 'Of this machine, as devices may reach it.' })),
    syslog: Optional(ports),
    traps: Optional(ports),
  }),
);

/** Where messages and traps are listened for: the addresses of this machine, and the ports by transport; one that is off has none. */
export function listeningResource(health: () => Health, addresses: () => readonly string[]): Resource {
  return (app, _options, done) => {
    const schema = {
      summary: 'Where messages and traps are listened for; what is switched off has no port',
      querystring: query({}),
      response: { 200: answer, ...failures() },
    };
    app.get('/api/listening', { schema }, () => {
      const of = (name: string): Ports | undefined =>
        health().collectors.find(({ collector }) => collector === name)?.ports;
      const [syslog, traps] = [of('syslog'), of('traps')];
      return { addresses: addresses(), ...(syslog && { syslog }), ...(traps && { traps }) };
    });
    done();
  };
}
