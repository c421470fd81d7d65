import type { Protocol, Session } from './session.ts';

/** What may be said of a session's cryptography: what in it is weak, what nobody has told, or that all that was told is strong. */
export const cryptoMarks = [
  ...(['3DES', 'single DES', 'RC4', 'SHA-1', 'MD5', 'group 1', 'group 2', 'group 5'] as const),
  ...(['encryption unknown', 'hash unknown', 'group unknown', 'strong'] as const),
] as const;
export type CryptoMark = (typeof cryptoMarks)[number];

/** Of how many sessions each mark is true; a session may have several. */
export type Census = Readonly<Record<CryptoMark, number>>;

/** What the census looks at. */
export type Negotiated = Pick<Session, 'protocol' | 'encryption' | 'hashing' | 'dhGroup'>;

type Told = readonly (readonly [pattern: RegExp, mark: CryptoMark])[];

const ciphers: Told = [
  [/^3des/i, '3DES'],
  [/^des/i, 'single DES'],
  [/^rc4/i, 'RC4'],
];
const hashes: Told = [
  [/^sha-?1?$/i, 'SHA-1'],
  [/^md5/i, 'MD5'],
];
/** Those that RFC 8247 says must not, or should not, be used. */
const groups: Told = [
  [/^1$/, 'group 1'],
  [/^2$/, 'group 2'],
  [/^5$/, 'group 5'],
];
/** Such a cipher proves by itself that nothing was changed: beside it stands no hash. */
const SEALING = /gcm|poly1305/i;
/** TLS agrees on its keys without an IKE group, and the ASA does not tell by which. */
const withoutGroup: ReadonlySet<Protocol> = new Set(['anyconnect', 'clientless']);

/** The marks of a session, by what its tunnels have negotiated, as a listing or an SA has told it. */
export function cryptoOf({ protocol, encryption, hashing, dhGroup }: Negotiated): readonly CryptoMark[] {
  const [cipher, hash] = [words(encryption), words(hashing)];
  const weak = [...weakIn(cipher, ciphers), ...weakIn(hash, hashes), ...weakIn(words(dhGroup), groups)];
  const unknown: readonly CryptoMark[] = [
    ...(cipher.length === 0 ? (['encryption unknown'] as const) : []),
    ...(hash.length === 0 && !(cipher.length > 0 && cipher.every((word) => SEALING.test(word)))
      ? (['hash unknown'] as const)
      : []),
    ...(dhGroup === undefined && !withoutGroup.has(protocol) ? (['group unknown'] as const) : []),
  ];
  const all = [...new Set([...weak, ...unknown])];
  return all.length === 0 ? ['strong'] : all;
}

/** Counts the marks of sessions; of one that stands for several, so many. */
export function censusOf(sessions: Iterable<Negotiated & { readonly n?: number }>): Census {
  // The border: Object.fromEntries knows strings only.
  const counted = Object.fromEntries(cryptoMarks.map((mark) => [mark, 0])) as Record<CryptoMark, number>;
  for (const session of sessions) for (const mark of cryptoOf(session)) counted[mark] += session.n ?? 1;
  return counted;
}

/** `IKEv1: (1)3DES  IPsecOverNatT: (1)AES128` is `3DES` and `AES128`; `none` is of a tunnel that carries nothing. */
function words(told = ''): readonly string[] {
  return told
    .replace(/\S+:(?=\s)|\(\d+\)/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '' && !/^none$/i.test(word));
}

function weakIn(told: readonly string[], table: Told): readonly CryptoMark[] {
  return told.flatMap((word) => table.find(([pattern]) => pattern.test(word))?.[1] ?? []);
}
