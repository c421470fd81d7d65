import { posix } from 'node:path';

import ts from 'typescript';

import { faultAt, isCode, type Fault, type Rule, type Source } from './fault.ts';

/** What a folder (or file) may import besides itself; the longest path that fits a file rules it. Tests are free, but for `test/asa`. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  'server/domain/': [],
  'collectors/': ['server/domain/'],
  'server/state/': ['server/domain/'],
  'server/store/': ['server/domain/'],
  'server/feed/': ['server/domain/'],
  'server/alert/': ['server/domain/'],
  'web/': ['server/domain/'],
  'server/record/': ['server/domain/', 'server/state/', 'server/store/'],
  'server/access/': ['server/domain/', 'server/store/'],
  'server/api/': ['server/domain/', 'server/state/', 'server/store/', 'server/access/'],
  'server/config.ts': ['server/domain/', 'server/setting.ts', 'server/oidc-settings.ts'],
  'server/oidc-settings.ts': ['server/setting.ts'],
  'server/setting.ts': [],
  'server/log.ts': ['server/config.ts'],
  'server/commands/': ['server/', 'collectors/', 'test/asa/'],
  'server/main.ts': ['server/', 'collectors/', 'test/asa/'],
  'test/asa/': [],
};

/** Which file or folder knows a package; a name that ends in `/` is a scope. Node's own modules are known to all but the domain and the web. */
const knownTo: Readonly<Record<string, string>> = {
  '@fastify/': 'server/api/',
  '@preact/preset-vite': 'web/vite.config.ts',
  '@zxcvbn-ts/language-common': 'server/access/commonest.ts',
  'chart.js': 'web/parts/chart.tsx',
  commander: 'server/main.ts',
  'csv-parse': 'server/commands/inventory.ts',
  fastify: 'server/api/',
  'net-snmp': 'collectors/snmp/net-snmp.ts',
  nodemailer: 'server/alert/email.ts',
  'openid-client': 'server/access/oidc.ts',
  otpauth: 'server/access/totp.ts',
  pino: 'server/log.ts',
  preact: 'web/',
  'preact-iso': 'web/',
  'prom-client': 'server/api/metrics.ts',
  'socket.io': 'server/feed/socket.ts',
  'socket.io-client': 'web/live.ts',
  'socket.io-parser': 'server/feed/encode.ts',
  ssh2: 'collectors/show/ssh.ts',
  sqlite3: 'server/store/sqlite.ts',
  koffi: 'collectors/syslog/recvmmsg.ts',
  'syslog-server': 'collectors/syslog/udp.ts',
  typebox: 'server/api/',
  vite: 'web/vite.config.ts',
};

/** What of `test/asa` knows a package besides, to be the other side of it. */
const witnesses: Readonly<Record<string, readonly string[]>> = {
  ssh2: ['test/asa/cli/ssh-server.ts', 'test/asa/cli/client.ts'],
  'net-snmp': ['test/asa/snmp/net-snmp.ts'],
};

interface Import {
  readonly specifier: string;
  readonly offset: number;
}

/** The import rule and "each package is known to one file"; types and dynamic imports count like any other. */
export function imports(source: Source): readonly Fault[] {
  const { path } = source;
  const isTest = path.startsWith('test/') && !path.startsWith('test/asa/');
  if (!isCode(path) || isTest || !path.includes('/')) return [];
  const home = homeOf(path);
  return importsOf(source).flatMap(({ specifier, offset }) => {
    const wrong = specifier.startsWith('.') ? wrongFile(path, home, specifier) : wrongPackage(path, home, specifier);
    return wrong === undefined ? [] : [faultAt(source, offset, wrong)];
  });
}

function homeOf(path: string): string | undefined {
  const fitting = Object.keys(mayImport).filter((key) => path.startsWith(key));
  return fitting.sort((a, b) => b.length - a.length)[0];
}

function wrongFile(path: string, home: string | undefined, specifier: string): string | undefined {
  const target = posix.join(posix.dirname(path), specifier);
  if (home === undefined) return `imports ${target}, but no rule says what this folder may import`;
  if (target.startsWith('server/main.ts') || (target.startsWith('server/commands/') && !path.startsWith('server/'))) {
    return `imports ${target}: nothing imports the commands`;
  }
  const allowed = [home, ...(mayImport[home] ?? [])];
  return allowed.some((one) => target.startsWith(one))
    ? undefined
    : `imports ${target}: ${home} may import ${allowed.join(', ')} only`;
}

function wrongPackage(path: string, home: string | undefined, specifier: string): string | undefined {
  if (path.endsWith('.test.ts')) return undefined;
  if (specifier.startsWith('node:')) {
    const bare = home === 'server/domain/' || (home === 'web/' && path !== 'web/vite.config.ts');
    return bare ? `imports ${specifier}: ${home} has nothing of Node` : undefined;
  }
  const name = packageOf(specifier);
  if (witnesses[name]?.includes(path) === true) return undefined;
  const place = knownTo[name] ?? knownTo[`${name.split('/')[0] ?? ''}/`];
  if (place === undefined) return `imports ${name}, which no row of knownTo names`;
  return path === place || (place.endsWith('/') && path.startsWith(place))
    ? undefined
    : `imports ${name}: only ${place} knows it`;
}

/** What runs imports only packages that `npm ci --omit=dev` installs: those under `dependencies` of the package.json given, and what it can do without. */
export function declared(manifest: Readonly<Record<'dependencies' | 'optionalDependencies', object>>): Rule {
  return (source) => {
    const runs = /^(?:server|collectors|test\/asa)\/.*(?<!\.test)\.ts$/.test(source.path);
    const bare = runs ? importsOf(source).filter(({ specifier }) => !/^(?:\.|node:)/.test(specifier)) : [];
    return bare.flatMap(({ specifier, offset }) => {
      const name = packageOf(specifier);
      return [manifest.dependencies, manifest.optionalDependencies].some((named) => Object.hasOwn(named, name))
        ? []
        : [faultAt(source, offset, `imports ${name}, which is no dependency`)];
    });
  };
}

function packageOf(specifier: string): string {
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

/** Every import, export from, import() and import type of a file. */
function importsOf({ path, text }: Source): readonly Import[] {
  const file = ts.createSourceFile(
    path,
    text,
    ts.ScriptTarget.Latest,
    false,
    path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  const found: Import[] = [];
  const take = (node: ts.Node | undefined): void => {
    if (node !== undefined && ts.isStringLiteralLike(node))
      found.push({ specifier: node.text, offset: node.getStart(file) });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) take(node.moduleSpecifier);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) take(node.argument.literal);
    else if (ts.isCallExpression(node) && isImporting(node.expression)) take(node.arguments[0]);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isImporting(called: ts.Expression): boolean {
  return called.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(called) && called.text === 'require');
}
