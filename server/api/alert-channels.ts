import { Type } from 'typebox';
import { toldSettings, type ChannelRow, type ToldDelivery, type ToldSettings } from '../domain/alert/channel-row.ts';
import { channelKinds, type Channel, type Tried } from '../domain/alert/notification.ts';
import type { DeliveryRow } from '../store/outbox.ts';
import type { Reads } from '../store/reads.ts';
import type { AlertDesk, Sending } from './alert-desk.ts';
import { deliveryState, dismissal, note, severity } from './alert-rows.ts';
import { alertId } from './alerts.ts';
import { ApiError, failures } from './errors.ts';
import { nameOf } from './gate.ts';
import type { Resource } from './resource.ts';
import { listOf, nameOption, query, schemaOf, time } from './schema.ts';

const { Object: Row, Optional, Enum, Integer, String: Text, Boolean } = Type;

/** How many deliveries are told: the newest. */
const MOST = 100;

const told = schemaOf<ToldDelivery>()(
  Row({
    id: Integer(),
    channel: Integer(),
    channelName: Text(),
    title: Text(),
    isTest: Boolean(),
    state: deliveryState,
    tries: Integer(),
    since: time,
    dueAt: time,
    doneAt: Optional(time),
    result: Optional(Text({ description: 'What the last try came to, without secrets.' })),
    dismissed: Optional(dismissal),
  }),
);
const settings = schemaOf<ToldSettings>()(
  Row({
    template: Optional(Text()),
    to: Optional(Text()),
    host: Optional(Text()),
    port: Optional(Text()),
    engineId: Optional(Text()),
  }),
);
const channelRow = schemaOf<ChannelRow>()(
  Row({
    id: Integer(),
    name: Text(),
    kind: Enum([...channelKinds]),
    settings,
    from: severity,
    onlyEscalated: Boolean(),
    rules: listOf(Text({ description: 'Rules by the beginning of their ids; none: all.' })),
    sites: listOf(Text({ description: 'None: all.' })),
    enabled: Boolean(),
    last: Optional(told),
    due: Integer({ description: 'On their way.' }),
    dead: Integer({ description: 'Given up; failed tests are not counted.' }),
    dueSince: Optional(time),
  }),
);
const tried = schemaOf<Tried>()(Row({ sent: Boolean(), result: Text() }));

const nothing = Row({}, { additionalProperties: false });

/** Where messages of alerts go, what became of them, a test of a channel, and what was given up once more, or not. */
export function alertChannelsResource(reads: Reads, desk: AlertDesk): Resource {
  const find = async (name: string): Promise<Channel> => {
    const found = (await desk.channels()).find((one) => one.name === name);
    if (found === undefined) throw new ApiError('noChannel');
    return found;
  };
  const sending = (): Sending => {
    const found = desk.sending();
    if (found === undefined) throw new ApiError('notNow');
    return found;
  };
  const testing = new Set<number>();
  return (app, _options, done) => {
    const list = {
      summary: 'Where messages of alerts go: without secrets, with what became of the last one',
      querystring: query({}),
      response: { 200: Row({ channels: listOf(channelRow) }), ...failures('busy') },
    };
    app.get('/api/alerts/channels', { schema: list }, async () => {
      const channels: ChannelRow[] = [];
      // One after another: other questions have their turn in between.
      for (const channel of await desk.channels()) channels.push(await rowOf(channel, reads));
      return { channels };
    });

    const deliveries = {
      summary: 'Messages to people and what became of them: the newest 100',
      querystring: query({ state: Optional(deliveryState), channel: nameOption('The name of a channel.') }),
      response: { 200: Row({ deliveries: listOf(told) }), ...failures('invalid', 'noChannel', 'busy') },
    };
    app.get('/api/alerts/deliveries', { schema: deliveries }, async ({ query: asked }) => {
      const channel = asked.channel === undefined ? undefined : (await find(asked.channel)).id;
      const found = await reads.deliveries({
        limit: MOST,
        ...(asked.state !== undefined && { state: asked.state }),
        // A test that failed is told at once, and is nothing to send again.
        ...(asked.state === 'dead' && { noTests: true }),
        ...(channel !== undefined && { channel }),
      });
      return { deliveries: found.map(toldOf) };
    });

    const test = {
      summary: 'Sends a test over a channel, once, and tells what it came to; that may take 10 s',
      querystring: query({}),
      params: Row({ name: Text({ minLength: 1, maxLength: 256 }) }),
      body: nothing,
      response: { 200: tried, ...failures('invalid', 'elsewhere', 'noChannel', 'busy', 'notNow') },
    };
    app.post('/api/alerts/channels/:name/test', { schema: test }, async ({ params: { name } }) => {
      const sender = sending();
      const channel = await find(name);
      // Whoever presses again and again sends no more than one after another.
      if (testing.has(channel.id)) throw new ApiError('busy', 'A test of this channel is on its way.');
      testing.add(channel.id);
      try {
        return await sender.test(channel);
      } finally {
        testing.delete(channel.id);
      }
    });

    const resend = {
      summary: 'Sends what was given up again, with the same key, for another 72 hours',
      querystring: query({}),
      params: alertId,
      body: nothing,
      response: {
        200: Row({ done: Boolean() }),
        ...failures('invalid', 'elsewhere', 'noDelivery', 'notNow'),
      },
    };
    app.post('/api/alerts/deliveries/:id/resend', { schema: resend }, async ({ params: { id } }) => {
      if (!(await sending().resend(id))) throw new ApiError('noDelivery');
      return { done: true };
    });

    const dismiss = {
      summary:
        'Settles that what was given up need not be sent: it stays in the history of its alert, and is counted no more',
      querystring: query({}),
      params: alertId,
      body: Row({ note: Optional(note) }, { additionalProperties: false }),
      response: {
        200: Row({ done: Boolean() }),
        ...failures('invalid', 'elsewhere', 'noDelivery', 'notNow'),
      },
    };
    app.post('/api/alerts/deliveries/:id/dismiss', { schema: dismiss }, async ({ params: { id }, body, caller }) => {
      if (!(await sending().dismiss(id, { by: nameOf(caller), note: body.note ?? '' })))
        throw new ApiError('noDelivery');
      return { done: true };
    });
    done();
  };
}

async function rowOf({ settings: all, ...channel }: Channel, reads: Reads): Promise<ChannelRow> {
  const [last] = await reads.deliveries({ channel: channel.id, limit: 1 });
  return {
    ...channel,
    settings: Object.fromEntries(toldSettings.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]]))),
    ...(await reads.outbox(channel.id)),
    ...(last !== undefined && { last: toldOf(last) }),
  };
}

function toldOf({ notification, key: _key, ...row }: DeliveryRow): ToldDelivery {
  return { ...row, isTest: notification < 0 };
}
