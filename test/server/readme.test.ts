import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import { settingsTable } from '../../server/config.ts';

const readme = readFileSync('README.md', 'utf8');

describe('the README', () => {
  it('has every setting, as config.ts tells it', () => {
    const [, between = ''] =
      /<!-- settings:.*-->\n<!-- prettier-ignore-start -->\n([^]*?)<!-- prettier-ignore-end -->/.exec(readme) ?? [];
    assert.equal(
      between.trim(),
      settingsTable(),
      `these lines belong between the settings marks:\n${settingsTable()}\n`,
    );
  });

  it('tells the test command that .ci/run runs, and scripts that there are', () => {
    assert.match(readFileSync('.ci/run', 'utf8'), /^npm ci && npm test\b/m);
    assert.match(readme, /^npm ci && npm test$/m);
    assert.match(readme, /^npm ci && npm run demo$/m);
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    for (const [, name = ''] of readme.matchAll(/npm run ([\w:]+)/g)) assert.ok(Object.hasOwn(scripts, name), name);
  });

  it('has no link to a file that is not there', () => {
    for (const [, target = ''] of readme.matchAll(/\]\(((?!https?:)[^)#]+)[^)]*\)/g)) {
      assert.doesNotThrow(() => readFileSync(target), target);
    }
  });

  it('warns of what the lines for the ASA do to others', () => {
    for (const words of [
      'show running-config logging',
      'logging permit-hostdown',
      'udp/5514',
      'logging hide username',
    ]) {
      assert.ok(readme.includes(words), words);
    }
  });
});
