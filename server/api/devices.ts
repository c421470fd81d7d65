import { Type } from 'typebox';
import type { CommittedView } from './committed.ts';
import { failures } from './errors.ts';
import { placeOptions, standing } from './place.ts';
import type { Resource } from './resource.ts';
import { deviceRow } from './device-rows.ts';
import { listOf, query } from './schema.ts';

/** The head-ends that are watched, and those that wait to be adopted. */
export function devicesResource(book: CommittedView): Resource {
  return (app, _options, done) => {
    const { site, tag } = placeOptions;
    const response = { 200: Type.Object({ devices: listOf(deviceRow) }), ...failures('invalid') };
    const schema = { summary: 'Devices', querystring: query({ site, tag }), response };
    app.get('/api/devices', { schema }, ({ query: asked }) => ({ devices: standing(book.devices(), asked) }));
    done();
  };
}
