import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { Level } from '../../server/config.ts';
import { createLog, type Log } from '../../server/log.ts';

function written(level: Level, say: (log: Log) => void): readonly string[] {
  const lines: string[] = [];
  say(createLog(level, (line) => lines.push(line)));
  return lines;
}

describe('the log', () => {
  it('is one JSON object a line, with time, level, fields and words', () => {
    const [line = ''] = written('info', (log) => log.info({ port: 8080 }, 'listening'));
    const { time, ...rest } = JSON.parse(line) as Record<string, unknown>;
    assert.deepEqual(rest, { level: 'info', port: 8080, msg: 'listening' });
    assert.match(String(time), /^\d{4}-\d\d-\d\dT/);
  });

  it('says no more than its level', () => {
    const all = (log: Log): void => {
      log.debug({}, 'a');
      log.info({}, 'b');
      log.warn({}, 'c');
      log.error({}, 'd');
    };
    assert.equal(written('warn', all).length, 2);
    assert.equal(written('silent', all).length, 0);
  });

  it('lets nothing through that steers a terminal, and loses nothing of it', () => {
    const nasty = '\u001b[2J\u009b31m\u0000\u0007\u007f\r\n\u2028\u202e\u200b\u2066\ufeff marty';
    for (const line of written('info', (log) => log.info({ user: nasty, [nasty]: 1 }, nasty))) {
      assert.doesNotMatch(line.slice(0, -1), /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u200b\u2066\ufeff]/);
      const read = JSON.parse(line) as Record<string, unknown>;
      assert.deepEqual([read['user'], read[nasty], read['msg']], [nasty, 1, nasty]);
    }
  });

  it("tells an error's words and its causes', and nothing that hangs on it", () => {
    const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED', info: { authKey: 'canary' } });
    const [line = ''] = written('info', (log) => log.error({ err: new Error('no answer', { cause }) }, 'poll failed'));
    assert.ok(!line.includes('canary'));
    const { err } = JSON.parse(line) as {
      readonly err: { readonly message: string; readonly cause: { readonly code: string } };
    };
    assert.equal(err.message, 'no answer');
    assert.equal(err.cause.code, 'ECONNREFUSED');
  });
});
