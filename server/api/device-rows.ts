import { Type } from 'typebox';
import type { Clock } from '../domain/clock.ts';
import type { Place } from '../domain/device.ts';
import type { DeviceRow } from '../domain/feed.ts';
import type { Heartbeat } from '../domain/heartbeat.ts';
import { listOf, orNull, schemaOf, time } from './schema.ts';

const { Object: Row, Optional, Enum, Integer, Number: Real, String: Text } = Type;

const clock = schemaOf<Clock>()(
  Row(
    {
      says: Enum(['time', 'unset', 'unreadable', 'nothing', 'several'], {
        description:
          'What most of its latest messages carry; `unset`: the time of a clock that nobody has set; `several`: they are of several devices whose clocks differ, through a relay.',
      }),
      stamp: Optional(Text({ description: 'The latest such stamp, as printed.' })),
      at: time,
      offset: Optional(Integer({ description: 'Minutes that its time is taken to be east of UTC.' })),
      offsetIs: Optional(
        Enum(['told', 'configured', 'estimated'], { description: 'By the stamp, by a person, or from arrivals.' }),
      ),
      skew: Optional(Integer({ description: 'Milliseconds that it is ahead of arrival; below zero: behind.' })),
    },
    { description: 'Its own clock, as its latest messages show it. Nothing is decided by it.' },
  ),
);

const place = schemaOf<Place>()(
  Row(
    {
      site: Optional(Text()),
      owner: Optional(Text()),
      phone: Optional(Text()),
      circuit: Optional(Text({ description: 'Of its line, as the carrier names it.' })),
      tags: listOf(Text()),
    },
    { description: 'Where it stands and whose it is, as a person told it.' },
  ),
);

const heartbeat = schemaOf<Heartbeat>()(
  Row(
    {
      by: Enum(['poll', 'sent', 'learned'], {
        description:
          '`poll`: our login writes a line at each poll; `sent`: polls tell how many messages it has sent; `learned`: by its longest silences.',
      }),
      interval: Real({ description: 'Milliseconds.' }),
      at: orNull(time),
      polled: Optional(
        Row(
          { at: time, interval: Real({ description: 'Milliseconds.' }) },
          { description: 'Of the polls that list its sessions: they tell of these, and of pools, as messages do.' },
        ),
      ),
      loss: Optional(
        Row(
          { sent: Integer(), received: Integer(), since: time, at: time },
          { description: 'Messages that it says it has sent, and those that have come.' },
        ),
      ),
    },
    { description: 'By what its silence is judged: stale after three intervals without a sign, unknown after ten.' },
  ),
);

export const deviceRow = schemaOf<DeviceRow>()(
  Row({
    id: Integer(),
    name: Text(),
    state: Enum(['adopted', 'pending']),
    addresses: listOf(Text()),
    sessions: Integer({ description: 'Active ones.' }),
    lastMessageAt: orNull(time),
    messages: Integer(),
    heartbeat,
    zone: Optional(Text({ description: 'Of its own clock, where somebody told it: an IANA name or an offset.' })),
    storing: Text({ description: 'Which of its messages are stored: `vpn`, `all`, or a list.' }),
    place: Optional(place),
    clock: Optional(clock),
    hiddenNames: Integer({ description: 'Messages of the last 24 h whose user it hid (`*****`).' }),
  }),
);
