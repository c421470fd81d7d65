import { basename } from 'node:path';

import { isCode, type Fault, type Source } from './fault.ts';

const LONGEST_FILE = 300;
const LONGEST_README = 60;

const atTheTop = new Set([
  'server',
  'web',
  'collectors',
  'migrations',
  'test',
  'package.json',
  'README.md',
  // Tool configuration, and what every project has beside it.
  '.ci',
  '.gitattributes',
  '.gitignore',
  '.npmrc',
  '.prettierignore',
  '.prettierrc.json',
  'CHANGELOG.md',
  'LICENSE',
  'SECURITY.md',
  'eslint.config.js',
  'package-lock.json',
  'tsconfig.json',
]);

const withReadme = ['server', 'web', 'collectors', 'migrations', 'test'];
const forbidden = new Set([
  'utils',
  'helpers',
  'common',
  'misc',
  'types',
  'constants',
  'manager',
  'service',
  'base',
  'index',
]);

/** At most 300 lines a file of code; tables and golden files are exempt. */
export function lineBudget({ path, text }: Source): readonly Fault[] {
  const exempt = /^collectors\/(?:.*\/)?messages\//.test(path) || path.startsWith('test/golden/');
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  return !isCode(path) || exempt || lines <= LONGEST_FILE
    ? []
    : [`${path}:${lines}: ${lines} lines, at most ${LONGEST_FILE}`];
}

/** No file is named for being a drawer of odds and ends. */
export function fileName({ path }: Source): readonly Fault[] {
  const [stem = ''] = basename(path).split('.');
  return forbidden.has(stem.toLowerCase()) && path !== 'web/index.html'
    ? [`${path}:1: a file may not be named ${stem}`]
    : [];
}

/** The top level is fixed. */
export function topLevel({ path }: Source): readonly Fault[] {
  const [top = ''] = path.split('/');
  return atTheTop.has(top) ? [] : [`${path}:1: ${top} has no place at the top level`];
}

/** The README of a top folder, and of a folder of the server where it has one, is a screen at most. */
export function readmeLength({ path, text }: Source): readonly Fault[] {
  if (!/^(?:[^/]+|server\/[^/]+)\/README\.md$/.test(path)) return [];
  const lines = text.trimEnd().split('\n').length;
  return lines <= LONGEST_README ? [] : [`${path}:${lines}: ${lines} lines, at most ${LONGEST_README}`];
}

/** Every top folder has a README. */
export function readmes(paths: readonly string[]): readonly Fault[] {
  return withReadme
    .filter((folder) => !paths.includes(`${folder}/README.md`))
    .map((folder) => `${folder}/README.md:1: missing`);
}
