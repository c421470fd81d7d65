import type { Census, CryptoMark } from '../../server/domain/census.ts';
import { writeWhere } from '../../server/domain/session-where.ts';
import { withQuery } from '../place.ts';
import { count } from './bytes.ts';
import { changeWords } from './trend.ts';

/** What strong means here. */
export const STRONG = 'Encryption, hash and DH group are told, and none is weak; TLS tells no group.';

/** A line of the census. */
export interface CensusLine {
  readonly mark: CryptoMark;
  readonly name: string;
  /** `?` where of no session it is known. */
  readonly value: string;
  readonly of: string;
  /** Against 15 minutes ago. */
  readonly change: string;
  readonly kind: 'weak' | 'strong' | 'unknown';
}

type Row = readonly [mark: CryptoMark, name: string, unknown: CryptoMark, always?: true];

/** What is weak, and what tells that it is not known. */
const weak: readonly Row[] = [
  ['single DES', 'DES', 'encryption unknown'],
  ['3DES', '3DES', 'encryption unknown', true],
  ['RC4', 'RC4', 'encryption unknown'],
  ['MD5', 'MD5', 'hash unknown'],
  ['SHA-1', 'SHA-1', 'hash unknown', true],
  ['group 1', 'DH group 1', 'group unknown'],
  ['group 2', 'DH group 2', 'group unknown', true],
  ['group 5', 'DH group 5', 'group unknown'],
];

const unknown: readonly (readonly [mark: CryptoMark, name: string])[] = [
  ['encryption unknown', 'Encryption not told'],
  ['hash unknown', 'Hash not told'],
  ['group unknown', 'DH group not told'],
];

/** The lines of the census: the weak, as far as anybody is on it or often is, the strong, and what is not known. */
export function censusLines(census: Census, sessions: number, before: Census | undefined): readonly CensusLine[] {
  const change = (mark: CryptoMark): string => changeWords(census[mark], before?.[mark]);
  const found = weak
    .filter(([mark, , , always]) => always === true || census[mark] > 0)
    .map(([mark, name, blind]): CensusLine => {
      const told = sessions - census[blind];
      const value = told === 0 ? '?' : count(census[mark]);
      return {
        mark,
        name,
        value,
        change: told === 0 ? '' : change(mark),
        of: told === sessions ? `of ${count(sessions)}` : `of ${count(told)} told`,
        kind: 'weak',
      };
    });
  const strong: CensusLine = {
    ...{ mark: 'strong', name: 'Strong in all', value: count(census.strong) },
    ...{ of: `of ${count(sessions)}`, change: change('strong'), kind: 'strong' },
  };
  const blind = unknown
    .filter(([mark]) => census[mark] > 0)
    .map(([mark, name]): CensusLine => ({ mark, name, value: count(census[mark]), of: `of ${count(sessions)}`, change: change(mark), kind: 'unknown' })); // prettier-ignore
  return [...found, strong, ...blind];
}

/** Columns that show why a session is in the census. */
const COLUMNS = 'user,tunnelGroup,publicIp,protocol,client,encryption,hashing,dhGroup,crypto,device';

/** The sessions of which a mark is true. */
export function censusPath(mark: CryptoMark, along: Readonly<Record<string, string>>): string {
  return withQuery('/sessions', along, { where: writeWhere({ crypto: mark }), columns: COLUMNS });
}
