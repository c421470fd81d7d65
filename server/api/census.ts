import { Type } from 'typebox';
import { censusOf, cryptoMarks, type Census } from '../domain/census.ts';
import type { CommittedView } from './committed.ts';
import { failures } from './errors.ts';
import { placeOptions, standing } from './place.ts';
import type { Resource } from './resource.ts';
import { counts, query, time } from './schema.ts';

const { Object: Row, Integer } = Type;

/** On what cryptography the sessions are that go on. */
export function censusResource(book: CommittedView): Resource {
  return (app, _options, done) => {
    const { site, tag } = placeOptions;
    const schema = {
      summary: 'How many running sessions are on weak cryptography, on strong one, and of how many it is not known',
      querystring: query({ site, tag }),
      response: {
        200: Row({
          at: time,
          sessions: Integer({ description: 'That go on.' }),
          census: Type.Unsafe<Census>({
            ...counts,
            description: `By mark; a session may have several: ${cryptoMarks.join(', ')}. As \`crypto\` in \`where\` of the export.`,
          }),
        }),
        ...failures('invalid'),
      },
    };
    app.get('/api/census', { schema }, ({ query: asked }) => {
      const names = new Set(standing(book.devices(), asked).map(({ name }) => name));
      const running = [...book.sessions()].filter(({ state, device }) => state === 'active' && names.has(device));
      return { at: book.summary().at, sessions: running.length, census: censusOf(running) };
    });
    done();
  };
}
