import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { csvLine, type CsvValue } from '../domain/csv.ts';

/** A table that is written while it is read: its columns, and its rows as they come. */
export interface Written {
  readonly columns: readonly string[];
  readonly rows: AsyncGenerator<readonly (readonly CsvValue[])[]>;
}

/** Sends the table as a CSV file. */
export function asCsv(reply: FastifyReply, name: string, { columns, rows }: Written): FastifyReply {
  async function* text(): AsyncGenerator<string> {
    yield csvLine(columns);
    for await (const some of rows) yield some.map(csvLine).join('');
  }
  return asFile(reply, 'text/csv; charset=utf-8', `${name}.csv`, text());
}

/** Sends the table as a JSON file: an array of objects. */
export function asJson(reply: FastifyReply, name: string, { columns, rows }: Written): FastifyReply {
  async function* text(): AsyncGenerator<string> {
    let before = '[\n';
    for await (const some of rows)
      for (const values of some) {
        yield `${before}${JSON.stringify(Object.fromEntries(columns.map((column, place) => [column, values[place]])))}`;
        before = ',\n';
      }
    yield before === ',\n' ? '\n]\n' : '[]\n';
  }
  return asFile(reply, 'application/json; charset=utf-8', `${name}.json`, text());
}

function asFile(reply: FastifyReply, type: string, name: string, text: AsyncGenerator<string>): FastifyReply {
  return reply
    .header('content-type', type)
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(Readable.from(text, { objectMode: false }));
}
