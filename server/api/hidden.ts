import { Type } from 'typebox';
import type { Reads } from '../store/reads.ts';
import type { CommittedView } from './committed.ts';
import { ApiError, failures } from './errors.ts';
import type { Resource } from './resource.ts';
import { hiddenRow } from './rows.ts';
import { listOf, nameOption, paging, query } from './schema.ts';

/** The names that devices hid, counted by address. */
export function hiddenResource(reads: Reads, book: CommittedView): Resource {
  return (app, _options, done) => {
    const schema = {
      summary:
        'Messages whose user the device hid as *****, counted by device and public address over the last 24 h, the most frequent first',
      querystring: query({ device: nameOption("The device's name."), limit: paging.limit }),
      response: { 200: Type.Object({ hidden: listOf(hiddenRow) }), ...failures('invalid', 'noDevice', 'busy') },
    };
    app.get('/api/hidden', { schema }, async ({ query: { device: name, limit } }) => {
      const device = name === undefined ? undefined : book.deviceByName(name)?.id;
      if (name !== undefined && device === undefined) throw new ApiError('noDevice');
      const { at } = book.summary();
      const sums = await reads.hidden({ at, limit, ...(device !== undefined && { device }) });
      return { hidden: sums.map((one) => ({ ...one, device: book.deviceName(one.device) ?? `${one.device}` })) };
    });
    done();
  };
}
