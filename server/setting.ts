import { isIP } from 'node:net';

/** What a reader makes of a setting's text: the value, or what was wanted in its place. */
export type Reading<T> = { readonly value: T } | { readonly wanted: string };
/** Reads the text of a setting. */
export type Reader<T> = (text: string) => Reading<T>;

/** A port. */
export function port(text: string): Reading<number> {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65535
    ? { value: Number(text) }
    : { wanted: 'not a port (0 to 65535)' };
}

/** A port, or none. */
export function portOrOff(text: string): Reading<number | undefined> {
  return text === 'off'
    ? { value: undefined }
    : 'value' in port(text)
      ? port(text)
      : { wanted: 'not a port (0 to 65535) or off' };
}

/** Whole days, or none: for ever. */
export function daysOrOff(text: string): Reading<number | undefined> {
  if (text === 'off') return { value: undefined };
  return /^[1-9]\d{0,3}$/.test(text) ? { value: Number(text) } : { wanted: 'not a number of days (1 to 9999) or off' };
}

/** How many backups are kept: no more than a month of them. */
export function backups(text: string): Reading<number> {
  const isCount = /^[1-9]\d?$/.test(text) && Number(text) <= 30;
  return isCount ? { value: Number(text) } : { wanted: 'not a number of backups (1 to 30)' };
}

/** Megabytes (10^6 bytes) as bytes, or none. */
export function megabytesOrOff(text: string): Reading<number | undefined> {
  if (text === 'off') return { value: undefined };
  return /^[1-9]\d{0,6}$/.test(text) ? { value: Number(text) * 1_000_000 } : { wanted: 'not a number of MB or off' };
}

/** Where people find our pages, without a slash at its end, or nowhere. */
export function pagesOrOff(text: string): Reading<string | undefined> {
  if (text === 'off') return { value: undefined };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain =
    url !== undefined && /^https?:$/.test(url.protocol) && `${url.username}${url.search}${url.hash}` === '';
  return isPlain
    ? { value: url.href.replace(/\/$/, '') }
    : { wanted: 'not the address of a page (https://HOST) or off' };
}

/** Whether nobody on the way can read along: over TLS, or on this machine. */
export function httpsOrHere({ protocol, hostname }: URL): boolean {
  const here = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
  return protocol === 'https:' || (protocol === 'http:' && here);
}

/** An OpenID Connect provider by the address that it calls itself, or none. */
export function issuerOrOff(text: string): Reading<URL | undefined> {
  if (text === 'off') return { value: undefined };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url !== undefined && `${url.username}${url.password}` === '' && !/[?#]|\/\.well-known\//.test(text);
  return isPlain && httpsOrHere(url)
    ? { value: url }
    : {
        wanted:
          'not the address of a provider (https://HOST/..., without /.well-known/; http on this machine only) or off',
      };
}

/** The name of a claim of a token. */
export function claimName(text: string): Reading<string> {
  return /^[\w.:/-]{1,200}$/.test(text) ? { value: text } : { wanted: 'not the name of a claim (preferred_username)' };
}

/** What is asked of an OpenID Connect provider. */
export function scopes(text: string): Reading<string> {
  const all = text.split(' ');
  return all.every((one) => /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/.test(one)) && all.includes('openid')
    ? { value: text }
    : { wanted: 'not a list of scopes with openid in it (openid profile)' };
}

/** Some words that can be printed. */
export function words(text: string): Reading<string> {
  return /^[^\p{C}]{1,200}$/u.test(text) ? { value: text } : { wanted: 'not 1 to 200 characters that can be printed' };
}

/** The same, or nothing. */
export function wordsOrOff(text: string): Reading<string | undefined> {
  return text === 'off' ? { value: undefined } : words(text);
}

/** Addresses and networks, or none. */
export function networksOrOff(text: string): Reading<readonly string[]> {
  if (text === 'off') return { value: [] };
  const networks = text.split(',').map((one) => one.trim());
  return networks.every(isNetwork)
    ? { value: networks }
    : { wanted: 'not a list of addresses and networks (127.0.0.1, 10.1.0.0/24) or off' };
}

/** Not one of all addresses, either. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const most = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  const isCount = bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= most);
  return most > 0 && !address.includes('%') && more.length === 0 && isCount;
}

/** The path of a file, or none. */
export function file(text: string): Reading<string | undefined> {
  return { value: text === 'off' ? undefined : text };
}

/** An address or the name of a host. */
export function host(text: string): Reading<string> {
  const named = /^(?=.{1,253}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text) && !/^[\d.]+$/.test(text);
  return isIP(text) !== 0 || named ? { value: text } : { wanted: 'not an IPv4 or IPv6 address or a host name' };
}

/** The name of a header in small letters, or none. */
export function headerOrOff(text: string): Reading<string | undefined> {
  if (text === 'off') return { value: undefined };
  const isOurs = /^(?:cookie|authorization|host|origin)$/i.test(text);
  return /^[A-Za-z][A-Za-z0-9-]{1,60}$/.test(text) && !isOurs
    ? { value: text.toLowerCase() }
    : { wanted: 'not the name of a header or off' };
}

/** Yes or no. */
export function onOff(text: string): Reading<boolean> {
  return text === 'on' || text === 'off' ? { value: text === 'on' } : { wanted: 'not on or off' };
}

/** One of these words. */
export function oneOf<const T extends string>(words: readonly T[]): Reader<T> {
  return (text) => {
    const word = words.find((one) => one === text);
    return word === undefined ? { wanted: `not one of ${words.join(', ')}` } : { value: word };
  };
}
