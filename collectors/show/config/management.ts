import { stated, type Draft, type Place, type Row, type Table } from './row.ts';

/** From where and how the device may be managed. */
export const managementTable: Table = {
  family: 'management',
  rows: [
    { command: 'http server enable ...', take: ({ management }, [port], place) => void (management.http = stated(Number(port ?? 443), place)) }, // prettier-ignore
    { command: 'ssh version ...', take: ({ management }, [version = ''], place) => void (management.sshVersion = stated(version, place)) }, // prettier-ignore
    ...(['http', 'ssh', 'telnet'] as const).map((by): Row => ({
      command: `${by} _ _ _`,
      take: ({ management }, [address = '', mask = '', name = ''], place) => {
        // `ssh key-exchange group dh-group14-sha1` and such have as many words.
        if (!/^[\d.]+$/.test(mask)) return undefined;
        management.allowed.push(stated({ by, address, mask, interface: name }, place));
        return undefined;
      },
    })),
    { command: 'asdm image _', take: ({ management }, [path = ''], place) => void (management.asdmImage = stated(path, place)) }, // prettier-ignore
    { command: 'aaa authentication|authorization|accounting|local ...', take: takeAaa },
    {
      command: 'aaa-server _ protocol _ ...',
      opens: 'aaa-server',
      take: ({ management }, [group = '', protocol = ''], place) =>
        void management.aaaServers.push(stated({ group, protocol }, place)),
    },
    { command: 'aaa-server _ (_ host _ ...', opens: 'aaa-server', take: takeAaaHost },
  ],
};

/** SNMP: who is told what. */
export const snmpTable: Table = {
  family: 'snmp',
  rows: [
    { command: 'snmp-server host _ _ ...', take: takeSnmpHost },
    { command: 'snmp-server enable traps ...', take: ({ snmp }, words, place) => void snmp.traps.push(stated(words, place)) }, // prettier-ignore
    { command: 'snmp-server enable', take: ({ snmp }, _, place) => void (snmp.enabled = stated(true, place)) },
    { command: 'no snmp-server enable', take: ({ snmp }, _, place) => void (snmp.enabled = stated(false, place)) },
    { command: 'snmp-server community ...', take: ({ snmp }, _, place) => void (snmp.community = stated(true, place)) },
    { command: 'snmp-server location ...', take: ({ snmp }, words, place) => void (snmp.location = stated(words.join(' '), place)) }, // prettier-ignore
    { command: 'snmp-server contact ...', take: ({ snmp }, words, place) => void (snmp.contact = stated(words.join(' '), place)) }, // prettier-ignore
  ],
};

/** `sysopt`: `all` prints those that are on by default, too. */
export const sysoptTable: Table = {
  family: 'sysopt',
  rows: [
    {
      command: '<no>? sysopt ...',
      take: ({ sysopt }, words, place) => {
        const on = words[0] !== 'no';
        sysopt.push(stated({ option: (on ? words : words.slice(1)).join(' '), on }, place));
        return undefined;
      },
    },
  ],
};

function takeAaa({ management }: Draft, _: readonly string[], place: Place): undefined {
  management.aaa.push(stated(place.evidence.text, place));
}

function takeAaaHost({ management }: Draft, [name = '', group, address]: readonly string[], place: Place): undefined {
  // The holes stand in the order of the line: the group, the interface, the address.
  management.aaaHosts.push(
    stated({ group: name, interface: (group ?? '').replace(/[()]/g, ''), address: address ?? '' }, place),
  );
}

function takeSnmpHost({ snmp }: Draft, [name = '', address = '', ...rest]: readonly string[], place: Place): undefined {
  // `poll` is for one that only asks.
  snmp.hosts.push(stated({ interface: name, address, traps: rest[0] !== 'poll' }, place));
}
