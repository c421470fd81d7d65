import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import { fileName, lineBudget, readmeLength, readmes, topLevel } from './architecture/files.ts';
import type { Fault, Rule, Source } from './architecture/fault.ts';
import { declared, imports } from './architecture/imports.ts';
import { forbiddenWords, machineNames } from './architecture/words.ts';

const sources = read('.').map((path): Source => ({ path, text: readFileSync(path, 'utf8') }));

/** All files but those that git does not keep: what `.gitignore` names, by folder or by ending. */
function read(folder: string): readonly string[] {
  const ignored = readFileSync('.gitignore', 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
    if (path === '.git' || ignored.some((line) => line === `${entry.name}/` || line === `/${path}/`)) return [];
    if (ignored.some((line) => line.startsWith('*.') && entry.name.endsWith(line.slice(1)))) return [];
    return entry.isDirectory() ? read(path) : entry.isFile() ? [path] : [];
  });
}

interface Law {
  readonly law: string;
  readonly rule: Rule;
  /** Broken on purpose: path, text, and the line the fault must be told at. */
  readonly broken: readonly (readonly [path: string, text: string, line: number])[];
  readonly kept: readonly (readonly [path: string, text: string])[];
}

const laws: readonly Law[] = [
  {
    law: 'a folder imports only what the design lets it, and a package is known to one file',
    rule: imports,
    broken: [
      ['server/domain/pool.ts', "import { isIP } from 'node:net';", 1],
      ['server/domain/pool.ts', "\nimport type { Book } from '../state/book.ts';", 2],
      ['server/state/book.ts', "type Store = import('../store/store.ts').Store;", 1],
      ['server/store/open.ts', "export { read } from '../../collectors/show/redact.ts';", 1],
      ['server/record/recorder.ts', "\n\nconst feed = await import('../feed/feed.ts');", 3],
      ['server/feed/socket.ts', "import { settings } from '../config.ts';", 1],
      ['server/api/server.ts', "import { serve } from '../commands/serve.ts';", 1],
      ['server/commands/serve.ts', "import '../main.ts';", 1],
      ['server/commands/serve.ts', "import { board } from '../../web/board.ts';", 1],
      ['collectors/syslog/udp.ts', "import { openStore } from '../../server/store/open.ts';", 1],
      ['web/board.tsx', "import { Book } from '../server/state/book.ts';", 1],
      ['web/board.tsx', "import { readFileSync } from 'node:fs';", 1],
      ['test/asa/model.ts', "import type { Pool } from '../../server/domain/pool.ts';", 1],
      ['test/asa/model.test.ts', "import type { Pool } from '../../server/domain/pool.ts';", 1],
      ['server/store/days.ts', "import sqlite from 'sqlite3';", 1],
      ['server/feed/feed.ts', "import type { Server } from 'socket.io';", 1],
      ['server/commands/serve.ts', "import { pino } from 'pino';", 1],
      ['web/views/home.tsx', "import { Chart } from 'chart.js/auto';", 1],
      ['server/api/server.ts', "const left = require('left-pad');", 1],
    ],
    kept: [
      ['server/domain/pool.ts', "import { decide } from './decide/decide.ts';"],
      ['server/store/sqlite.ts', "import sqlite from 'sqlite3';\nimport { join } from 'node:path';"],
      [
        'collectors/syslog/parse.ts',
        "import { lines } from '../show/redact.ts';\nimport type { Claim } from '../../server/domain/claim.ts';",
      ],
      [
        'server/commands/demo.ts',
        "import { startLab } from '../../test/asa/lab.ts';\nimport { readConfig } from '../config.ts';",
      ],
      ['server/main.ts', "const demo = await import('./commands/demo.ts');"],
      ['server/api/server.ts', "import cors from '@fastify/helmet';\nimport { Type } from 'typebox';"],
      ['web/parts/chart.tsx', "import { Chart } from 'chart.js/auto';\n// import 'node:fs' in a comment is none"],
      ['test/server/store/open.test.ts', "import sqlite from 'sqlite3';"],
      ['test/asa/model.test.ts', "import fc from 'fast-check';"],
    ],
  },
  {
    law: 'what runs imports only what is a dependency',
    rule: declared(JSON.parse(readFileSync('package.json', 'utf8')) as Parameters<typeof declared>[0]), // our own file
    broken: [['server/api/server.ts', "\nimport { test } from 'fast-check';", 2]],
    kept: [
      ['server/feed/socket.ts', "import { Server } from 'socket.io';"],
      ['web/live.ts', "import { io } from 'socket.io-client';"],
      ['test/asa/model.test.ts', "import fc from 'fast-check';"],
    ],
  },
  {
    law: 'a file of code has at most 300 lines',
    rule: lineBudget,
    broken: [['server/api/server.ts', 'a;\n'.repeat(301), 301]],
    kept: [
      ['server/api/server.ts', 'a;\n'.repeat(300)],
      ['collectors/syslog/messages/aaa.ts', 'a;\n'.repeat(999)],
    ],
  },
  {
    law: 'no file is named for being a drawer of odds and ends',
    rule: fileName,
    broken: [
      ['server/store/utils.ts', '', 1],
      ['web/parts/index.tsx', '', 1],
      ['collectors/types.d.ts', '', 1],
      ['test/helpers.test.ts', '', 1],
    ],
    kept: [
      ['web/index.html', ''],
      ['server/store/user.ts', ''],
    ],
  },
  {
    law: 'the top level is fixed',
    rule: topLevel,
    broken: [
      ['src/main.ts', '', 1],
      ['Makefile', '', 1],
    ],
    kept: [['server/main.ts', '']],
  },
  {
    law: 'the README of a folder is a screen at most',
    rule: readmeLength,
    broken: [
      ['server/README.md', 'a\n'.repeat(61), 61],
      ['server/store/README.md', 'a\n'.repeat(61), 61],
    ],
    kept: [
      ['README.md', 'a\n'.repeat(400)],
      ['web/README.md', 'a\n'.repeat(60)],
    ],
  },
  {
    law: 'text from the network never becomes markup, and no error is swallowed',
    rule: forbiddenWords,
    broken: [
      ['web/parts/row.tsx', '\nnode.innerHTML = user;', 2],
      ['web/parts/row.tsx', '<td dangerouslySetInnerHTML={{ __html: user }} />', 1],
      ['web/parts/row.tsx', "node.insertAdjacentHTML('beforeend', user);", 1],
      ['web/parts/row.tsx', 'document.write(user);', 1],
      ['server/store/open.ts', 'try { open(); } catch {}', 1],
      ['test/server/store.test.ts', 'try {\n open();\n} catch (error) {\n}', 3],
      ['server/store/open.ts', 'void open().catch(() => {});', 1],
      ['web/board.ts', '// @ts-ignore', 1],
    ],
    kept: [
      ['test/web/hostile.test.ts', 'assert.equal(await row.innerHTML(), text);'],
      ['server/store/open.ts', 'try { open(); } catch (fault) { tell(fault); }'],
    ],
  },
  {
    law: 'no text names a path of one machine or a package registry',
    rule: (source) => machineNames(source, 'mirror.corp.example'),
    broken: [
      ['test/server/store.test.ts', `\nopenStore('${at('tmp')}/test.db');`, 2],
      ['README.md', `Clone it into ${at('home')}/marty/tunnelwatch.`, 1],
      ['server/README.md', `see ${at('work')}/shared`, 1],
      ['package-lock.json', '"resolved": "https://registry.packages.example/pino/-/pino-10.tgz"', 1],
      ['.npmrc', '\nregistry=https://mirror.corp.example/npm/', 2],
    ],
    kept: [
      [
        'web/views/home.tsx',
        "import { home } from '../home/work.ts'; route('/devices/home'); fetch(`${base}/home/1`);",
      ],
      ['README.md', '/opt/tunnelwatch and /var/lib/tunnelwatch'],
    ],
  },
];

/** A folder of one machine; written so that the samples of what is forbidden are not themselves forbidden. */
function at(folder: string): string {
  return `/${folder}`;
}

const broken = (rule: Rule): readonly Fault[] => sources.flatMap((source) => rule(source));

describe('the architecture', () => {
  for (const { law, rule } of laws) {
    const own: Rule = rule === laws.at(-1)?.rule ? (source) => machineNames(source) : rule;
    it(law, () => assert.deepEqual(broken(own), []));
  }
  it('every top folder has a README', () => assert.deepEqual(readmes(sources.map(({ path }) => path)), []));
});

describe('the guard of the architecture', () => {
  for (const { law, rule, broken, kept } of laws) {
    for (const [path, text, line] of broken) {
      it(`sees that ${path} breaks "${law}": ${text.trim().slice(0, 60)}`, () => {
        const faults = rule({ path, text });
        assert.equal(faults.length, 1, faults.join('\n'));
        assert.ok(faults[0]?.startsWith(`${path}:${line}: `), faults[0]);
      });
    }
    for (const [path, text] of kept) {
      it(`lets ${path} be under "${law}": ${text.trim().slice(0, 60)}`, () =>
        assert.deepEqual(rule({ path, text }), []));
    }
  }
  it('misses a README that is not there', () => {
    assert.deepEqual(readmes(['server/README.md', 'web/README.md', 'collectors/README.md', 'test/README.md']), [
      'migrations/README.md:1: missing',
    ]);
  });
});
