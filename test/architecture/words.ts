import { faultAt, isCode, type Fault, type Source } from './fault.ts';

interface Word {
  readonly pattern: RegExp;
  readonly why: string;
  readonly where: (path: string) => boolean;
}

const inProduct = (path: string): boolean =>
  isCode(path) && (!path.startsWith('test/') || path.startsWith('test/asa/'));
// This folder and its test have to name what they forbid.
const isGuard = (path: string): boolean => path.startsWith('test/architecture');

const words: readonly Word[] = [
  ...['innerHTML', 'outerHTML', 'dangerouslySetInnerHTML', 'insertAdjacentHTML', 'document\\.write'].map((word) => ({
    pattern: new RegExp(`\\b${word}\\b`, 'g'),
    why: 'text from the network reaches the page as text',
    where: inProduct,
  })),
  { pattern: /\bcatch\s*(?:\([^)]*\)\s*)?\{\s*\}/g, why: 'an error is a value, a retry or a stop', where: isCode },
  { pattern: /\.catch\(\s*\(\s*\)\s*=>\s*\{\s*\}\s*\)/g, why: 'an error is a value, a retry or a stop', where: isCode },
  { pattern: /@ts-(?:ignore|nocheck)\b/g, why: 'the compiler guards the tables', where: isCode },
];

/** Words that may not stand in code. */
export function forbiddenWords(source: Source): readonly Fault[] {
  if (isGuard(source.path)) return [];
  return words
    .filter(({ where }) => where(source.path))
    .flatMap(({ pattern, why }) =>
      [...source.text.matchAll(pattern)].map((found) =>
        faultAt(source, found.index, `${found[0].replace(/\s+/g, ' ')}: ${why}`),
      ),
    );
}

const ownRegistry = registryHost(process.env['npm_config_registry']);

/** Paths of somebody's machine, and hosts of package registries (`ours` is the one this machine uses): they mean nothing elsewhere. */
export function machineNames(source: Source, ours: string | undefined = ownRegistry): readonly Fault[] {
  if (isGuard(source.path) || source.text.includes('\0')) return [];
  const patterns = [
    /(?<![\w.$*~}\])-])\/(?:work|home|root|Users|tmp)(?:\/[\w.]|\b(?![\w/-]))/g,
    /\b(?:registry\.[\w-]+(?:\.[\w-]+)+|(?:[\w-]+\.)*(?:npm\w+|yarnpkg)\.(?:org|com)|deb\.[\w-]+\.org)\b/g,
    ...(ours === undefined ? [] : [new RegExp(ours.replaceAll('.', '\\.'), 'g')]),
  ];
  return patterns.flatMap((pattern) =>
    [...source.text.matchAll(pattern)].map((found) =>
      faultAt(source, found.index, `${found[0]}: a name of one machine or registry`),
    ),
  );
}

/** The host of a registry's address, unless it is an address of this machine, which any text may name. */
function registryHost(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined;
  const { hostname } = new URL(address);
  return /[a-z]/i.test(hostname) && hostname.includes('.') ? hostname : undefined;
}
