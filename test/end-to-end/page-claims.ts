import type { Page } from 'playwright';

/** What has to be true of a page. */
export interface Claim {
  readonly at: string;
  readonly is: 'each' | 'never' | 'none';
  readonly pattern: string;
}

/** There are such elements, and the text of each is like that. What is drawn counts by what a screen reader says of it. */
export const each = (at: string, pattern: RegExp): Claim => ({ at, is: 'each', pattern: pattern.source });

/** There are such elements, and the text of none is like that. */
export const never = (at: string, pattern: RegExp): Claim => ({ at, is: 'never', pattern: pattern.source });

/** There is no such element. */
export const none = (at: string): Claim => ({ at, is: 'none', pattern: '' });

/** Which of the claims are not true of the page as it stands, each with what it shows instead. */
export async function untrue(page: Page, claims: readonly Claim[]): Promise<readonly string[]> {
  return page.evaluate<string[]>(`(${JSON.stringify(claims)}).flatMap(({ at, is, pattern }) => {
    const texts = [...document.querySelectorAll(at)].map((one) => (one.getAttribute('aria-label') ?? one.innerText).replace(/\\s+/g, ' '));
    if (is === 'none') return texts.map((text) => 'there is ' + at + ': ' + text.slice(0, 200));
    if (texts.length === 0) return document.querySelector('h1') === null ? ['nothing is there yet'] : ['no ' + at];
    const bad = texts.filter((text) => new RegExp(pattern).test(text) === (is === 'never'));
    return bad.map((text) => at + (is === 'never' ? ' has ' : ' has not ') + pattern + ': ' + text.slice(0, 300));
  })`);
}
