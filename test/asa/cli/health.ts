import { hostname as labName, insideIp, outsideIp } from '../model.ts';
import type { SimulatedAsa } from '../model.ts';
import { timeText, upText } from './clock.ts';
import { generation, versions } from './device.ts';
import type { Device } from './device.ts';

/** `show version` (domain facts, D8). */
export function version(device: Device): readonly string[] {
  const { asa, hostname, zone } = device;
  const { serial, bootAt } = device.chassis();
  const now = asa.options.now();
  const shape = generation(device);
  const [own, asdm] = versions[asa.dialect.release];
  const file = `asa${own.replace(/[^0-9]/g, '')}-k8.bin`;
  const peers = {
    7: ['VPN Peers                   : 750', 'WebVPN Peers                : 2'],
    8: ['SSL VPN Peers                  : 25', 'Total VPN Peers                : 750'],
    8.4: premium,
    9: premium,
  }[shape];
  return [
    '',
    `Cisco Adaptive Security Appliance Software Version ${own} `,
    `Device Manager Version ${asdm}`,
    '',
    'Compiled on Thu 05-Mar-26 16:41 by builders',
    `System image file is "disk0:/${file}"`,
    'Config file at boot was "startup-config"',
    '',
    `${hostname} up ${upText(Math.floor((now - bootAt) / 1000))}`,
    ...(device.mate === undefined ? [] : [`failover cluster up ${upText(Math.floor((now - bootAt) / 1000) + 86_400)}`]),
    '',
    'Hardware:   ASA5520, 512 MB RAM, CPU Pentium 4 Celeron 2000 MHz',
    'Internal ATA Compact Flash, 256MB',
    'BIOS Flash M50FW080 @ 0xffe00000, 1024KB',
    '',
    ' 0: Ext: Ethernet0/0         : address is 0019.e8d9.62ae, irq 9',
    ' 1: Ext: Ethernet0/1         : address is 0019.e8d9.62af, irq 9',
    '',
    'Licensed features for this platform:',
    'Maximum Physical Interfaces    : Unlimited',
    'Maximum VLANs                  : 150',
    'Inside Hosts                   : Unlimited',
    'Failover                       : Active/Active',
    shape === 9 ? 'Encryption-DES                 : Enabled' : 'VPN-DES                        : Enabled',
    shape === 9 ? 'Encryption-3DES-AES            : Enabled' : 'VPN-3DES-AES                   : Enabled',
    'Security Contexts              : 2',
    ...peers,
    '',
    'This platform has an ASA 5520 VPN Plus license.',
    '',
    `Serial Number: ${serial}`,
    'Running Permanent Activation Key: 0x00000000 0x00000000 0x00000000 0x00000000 0x00000000',
    'Configuration register is 0x1',
    `Configuration last modified by enable_15 at ${timeText(Math.min(now, bootAt + 3_600_000), zone, true)}`,
    '',
  ];
}

const premium = [
  'AnyConnect Premium Peers       : 750',
  'AnyConnect Essentials          : Disabled',
  'Other VPN Peers                : 750',
  'Total VPN Peers                : 750',
];

/** `show cpu usage`. */
export function cpuUsage(device: Device): readonly string[] {
  const [five, minute, minutes] = cpuPercents(device);
  return [`CPU utilization for 5 seconds = ${five}%; 1 minute: ${minute}%; 5 minutes: ${minutes}%`];
}

/** Of five seconds, a minute and five minutes. */
export function cpuPercents(device: Device): readonly [number, number, number] {
  const cpu = Math.round(device.cpu());
  return [cpu, cpu, Math.max(1, cpu - 1)];
}

/** `show memory`. */
export function memory({ asa }: Device): readonly string[] {
  const { total, used } = memoryBytes(asa);
  const line = (label: string, bytes: number) =>
    `${label.padEnd(15)}${String(bytes).padStart(13)} bytes (${Math.round((100 * bytes) / total)}%)`;
  return [
    line('Free memory:', total - used),
    line('Used memory:', used),
    '-------------     ----------------',
    line('Total memory:', total),
  ];
}

/** What there is and what is in use: a session takes some. */
export const memoryBytes = (asa: SimulatedAsa) => ({
  total: 536_870_912,
  used: 124_525_234 + asa.sessions.size * 8192,
});

/** `show conn count`. */
export function connCount({ asa }: Device): readonly string[] {
  const { inUse, most } = connections(asa);
  return [`${inUse} in use, ${most} most used`];
}

/** What goes through the device: a session has some of it. */
export function connections(asa: SimulatedAsa) {
  const inUse = 12 + asa.sessions.size * 7;
  const most = 12 + asa.census.of('ikev1', 'anyconnect', 'ikev2', 'generic', 'clientless', 'l2tp').peak * 7;
  return { inUse, most: Math.max(inUse, most) };
}

/** `show clock`. */
export const clock = ({ asa, zone }: Device): readonly string[] => [timeText(asa.options.now(), zone, true)];

/** `show interface`: what goes to and comes from the clients, outside and inside. */
export function interfaces({ asa }: Device): readonly string[] {
  let [sent, received, out, back] = [0, 0, 0, 0];
  for (const { traffic, entry } of asa.sessions) {
    const seconds = (asa.options.now() - entry.start) / 1000;
    sent += Math.round(traffic.tx.base + traffic.tx.rate * seconds);
    received += Math.round(traffic.rx.base + traffic.rx.rate * seconds);
    out += Math.round(traffic.tx.rate);
    back += Math.round(traffic.rx.rate);
  }
  const one = (port: number, name: string, address: string, input: readonly number[], output: readonly number[]) => {
    const [inBytes = 0, inRate = 0] = input;
    const [outBytes = 0, outRate = 0] = output;
    const packets = (bytes: number) => Math.ceil(bytes / 500);
    return [
      `Interface Ethernet0/${port} "${name}", is up, line protocol is up`,
      '  Hardware is i82546GB rev03, BW 1000 Mbps, DLY 10 usec',
      '\tAuto-Duplex(Full-duplex), Auto-Speed(1000 Mbps)',
      `\tMAC address 0019.e8d9.62a${port}, MTU 1500`,
      `\tIP address ${address}, subnet mask 255.255.255.0`,
      `\t${packets(inBytes)} packets input, ${inBytes} bytes, 0 no buffer`,
      '\tReceived 0 broadcasts, 0 runts, 0 giants',
      '\t0 input errors, 0 CRC, 0 frame, 0 overrun, 0 ignored, 0 abort',
      '\t0 L2 decode drops',
      `\t${packets(outBytes)} packets output, ${outBytes} bytes, 0 underruns`,
      '\t0 output errors, 0 collisions, 2 interface resets',
      '\t0 late collisions, 0 deferred',
      '\tinput queue (curr/max packets): hardware (0/12) software (0/0)',
      '\toutput queue (curr/max packets): hardware (0/3) software (0/0)',
      `  Traffic Statistics for "${name}":`,
      `\t${packets(inBytes)} packets input, ${inBytes} bytes`,
      `\t${packets(outBytes)} packets output, ${outBytes} bytes`,
      '\t0 packets dropped',
      ...[1, 5].flatMap((minutes) => [
        `      ${minutes} minute input rate ${packets(inRate)} pkts/sec,  ${inRate} bytes/sec`,
        `      ${minutes} minute output rate ${packets(outRate)} pkts/sec,  ${outRate} bytes/sec`,
        `      ${minutes} minute drop rate, 0 pkts/sec`,
      ]),
    ];
  };
  return [
    ...one(0, 'outside', outsideIp, [received, back], [sent, out]),
    ...one(1, 'inside', insideIp, [sent, out], [received, back]),
  ];
}

/** `show logging`: what it says it has sent (A4). */
export function logging(device: Device): readonly string[] {
  const { asa, hostname } = device;
  const { level, hideUsername } = asa.options;
  const sent = device.logged();
  const nine = generation(device) === 9;
  const levels = [
    'emergencies',
    'alerts',
    'critical',
    'errors',
    'warnings',
    'notifications',
    'informational',
    'debugging',
  ];
  return [
    'Syslog logging: enabled',
    '    Facility: 20',
    '    Timestamp logging: enabled',
    ...(nine ? [`    Hide Username logging: ${hideUsername ? 'enabled' : 'disabled'}`] : []),
    '    Standby logging: disabled',
    '    Debug-trace logging: disabled',
    '    Console logging: disabled',
    '    Monitor logging: disabled',
    '    Buffer logging: level warnings, 0 messages logged',
    `    Trap logging: level ${levels[level] ?? 'informational'}, facility 20, ${sent} messages logged`,
    nine
      ? `        Logging to inside tunnelwatch, UDP TX:${sent} errors: 0  dropped: 0`
      : '        Logging to inside tunnelwatch',
    ...(nine
      ? [
          '    Global TCP syslog stats::',
          '        NOT_PUTABLE: 0, ALL_CHANNEL_DOWN: 0',
          '        CHANNEL_FLAP_CNT: 0, SYSLOG_PKT_LOSS: 0',
          '        PARTIAL_REWRITE_CNT: 0',
        ]
      : []),
    ...(nine ? ['    Permit-hostdown logging: disabled'] : []),
    '    History logging: disabled',
    hostname === labName ? '    Device ID: disabled' : `    Device ID: hostname "${hostname}"`,
    '    Mail logging: disabled',
    `    ASDM logging: level informational, ${sent} messages logged`,
  ];
}
