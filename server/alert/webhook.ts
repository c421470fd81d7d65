import { createHmac } from 'node:crypto';

import { failed, sent, Undeliverable, wordsOf, type Letter, type Send } from './deliver.ts';
import { post } from './post.ts';
import type { Resolve } from './resolve.ts';
import { templates, type Template } from './templates.ts';
import { guarded, readAllowed } from './webhook-guard.ts';
import type { Pages } from './words.ts';

/** What a webhook's sender takes. */
export interface WebhookParts {
  readonly resolve: Resolve;
  readonly pages: Pages;
  readonly now: () => number;
}

/**
 * Posts a message as the channel's template wants it. Settings: `template`, `allow` (networks), `http` (`on`), `ca` (PEM); secrets: `url`, `hmacKey` and
 * `routingKey` of PagerDuty.
 */
export function webhook({ resolve, pages, now }: WebhookParts): Send {
  return async (letter, signal) => {
    const { notification, channel, secrets, circumstances, key } = letter;
    const template = templateOf(channel.settings['template']);
    const body = JSON.stringify(
      templates[template]({ notification, circumstances, key, pages, routingKey: secrets['routingKey'] }),
    );
    return postSigned(letter, body, { resolve, now }, signal);
  };
}

/** Posts a body where the channel's URL leads, signed if it has a key. */
export async function postSigned(
  { channel: { settings }, secrets, key }: Pick<Letter, 'channel' | 'secrets' | 'key'>,
  body: string,
  { resolve, now }: Omit<WebhookParts, 'pages'>,
  signal: AbortSignal,
): ReturnType<Send> {
  try {
    const url = secrets['url'];
    if (url === undefined) throw new Undeliverable('its URL is not known: it was sealed with another key');
    const allowance = { networks: readAllowed(settings['allow'] ?? ''), http: settings['http'] === 'on' };
    const target = await guarded(url, allowance, resolve, signal);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Tunnelwatch',
      'idempotency-key': key,
      ...signature(secrets['hmacKey'], body, now()),
    };
    const status = await post(target, { body, headers, ca: settings['ca'] }, signal);
    if (status >= 200 && status < 300) return sent(`HTTP ${status}`);
    return failed(
      status >= 300 && status < 400 ? `HTTP ${status}: a redirect, which is not followed` : `HTTP ${status}`,
    );
  } catch (fault) {
    return failed(wordsOf(fault));
  }
}

/** The header fields by which the receiver knows that it is from us, and when: HMAC-SHA-256 over `<seconds>.<body>`, in hexadecimal. */
export function signature(key: string | undefined, body: string, at: number): Readonly<Record<string, string>> {
  if (key === undefined || key === '') return {};
  const seconds = String(Math.floor(at / 1000));
  const digest = createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex');
  return { 'x-tunnelwatch-timestamp': seconds, 'x-tunnelwatch-signature': `v1=${digest}` };
}

function templateOf(name: string | undefined): Template {
  return name !== undefined && Object.hasOwn(templates, name) ? (name as Template) : 'own'; // a key of the table
}
