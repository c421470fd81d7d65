import { entry, stated, type Draft, type Place, type Table } from './row.ts';

/** The device itself, and its interfaces: sections, or a line for each fact on a PIX 6. */
export const interfacesTable: Table = {
  family: 'interfaces',
  rows: [
    { command: 'hostname _', typed: true, take: (draft, [name = ''], place) => void (draft.hostname = stated(name, place)) }, // prettier-ignore
    {
      command: '<ASA|PIX> Version ...',
      take: (draft, [product = '', ...words], place) =>
        void (draft.version = stated(`${product} Version ${words.join(' ')}`, place)),
    },
    { command: 'interface _', opens: 'interface', take: (draft, [name = ''], place) => void named(draft, name, place) },
    { command: 'nameif _', within: 'interface', take: (draft, [name = ''], place) => void (below(draft, place).nameif = stated(name, place)) }, // prettier-ignore
    { command: 'security-level _', within: 'interface', take: (draft, [level = ''], place) => void (below(draft, place).securityLevel = Number(level)) }, // prettier-ignore
    { command: 'shutdown', within: 'interface', take: (draft, _, place) => void (below(draft, place).shutdown = true) },
    {
      command: 'ip address _ _ ...',
      within: 'interface',
      take: (draft, [address = '', mask = '', ...rest], place) =>
        void (below(draft, place).address = stated({ address, mask, ...standby(rest) }, place)),
    },
    // A PIX 6 names an interface by what the others call it: `nameif ethernet1 inside security100`, `ip address inside A M`.
    {
      command: 'nameif _ _ security_',
      take: (draft, [, name = '', level = ''], place) => {
        const one = named(draft, name, place);
        one.nameif = stated(name, place);
        one.securityLevel = Number(level.replace('security', ''));
        return undefined;
      },
    },
    {
      command: 'ip address _ _ _',
      take: (draft, [name = '', address = '', mask = ''], place) =>
        void (named(draft, name, place).address = stated({ address, mask }, place)),
    },
    { command: 'failover', take: (draft, _, place) => void (draft.failover = stated(true, place)) },
    { command: 'no failover', take: (draft, _, place) => void (draft.failover = stated(false, place)) },
  ],
};

type Building = NonNullable<ReturnType<Draft['interfaces']['get']>>;

function named({ interfaces }: Draft, name: string, { evidence }: Place): Building {
  return entry(interfaces, name, () => ({ name, shutdown: false, evidence }));
}

function below(draft: Draft, place: Place): Building {
  return named(draft, place.section[0] ?? '', place);
}

function standby(words: readonly string[]): { readonly standby?: string } {
  return words[0] === 'standby' && words[1] !== undefined ? { standby: words[1] } : {};
}
