import type { Service } from '../../server/domain/verdict.ts';

/** What a rejection by AAA was about, as far as other messages tell. */
export const abouts = {
  unattributed: {
    name: 'Not attributed',
    title: 'Not attributed',
    hint: 'AAA said no, and no other message tells for which service: a VPN login, SSH, ASDM or enable',
  },
  management: {
    name: 'Management',
    title: 'Rejected at management logins',
    hint: 'AAA said no, and 605004, 611102 or 113021 tell that it was SSH, ASDM, Telnet or the console',
  },
  vpn: {
    name: 'VPN',
    title: 'Rejected at VPN logins',
    hint: 'AAA said no, and that is evidence of a login in the list above',
  },
  unknown: {
    name: 'Waiting',
    title: 'Rejected a moment ago',
    hint: 'AAA said no; within a minute another message may still tell for which service',
  },
} as const satisfies Readonly<Record<Service, unknown>>;

/** What the address asks for. */
export function readAbout(about: string | undefined): Service {
  // The border: it is one of them.
  return about !== undefined && Object.hasOwn(abouts, about) ? (about as Service) : 'unattributed';
}
