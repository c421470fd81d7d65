/** Syslog lines of the lab for tests that send them by hand; the simulator is the witness for everything larger. */

const prefix = (user: string) => `Group = hillvalleyvpn, Username = ${user}, IP = 198.51.100.23`;

/** The lines of an IKEv1 login, as an ASA 8.2 sends them. */
export function login(user: string, assignedIp = '172.16.1.100'): readonly string[] {
  return [
    `<166>Jan 05 2026 12:00:00: %ASA-6-113012: AAA user authentication Successful : local database : user = ${user}`,
    `<166>Jan 05 2026 12:00:00: %ASA-6-713184: ${prefix(user)}, Client Type: WinNT  Client Application Version: 5.0.07.0440`,
    `<166>Jan 05 2026 12:00:00: %ASA-6-737026: IPAA: Client assigned ${assignedIp} from local pool`,
    `<166>Jan 05 2026 12:00:00: %ASA-6-713228: ${prefix(user)}, Assigned private IP address ${assignedIp} to remote user`,
    `<163>Jan 05 2026 12:00:00: %ASA-3-713119: ${prefix(user)}, PHASE 1 COMPLETED`,
  ];
}

/** What the ASA says at level 7 of the firewall that the client reports, with that version. */
export function firewallRecord(user: string, version: string): string {
  return `<167>Jan 05 2026 12:00:00: %ASA-7-713143: ${prefix(user)}, Processing firewall record. Vendor: Cisco Systems(1), Product: CIC(1), Caps: 3, Version Number: 1, Version String: ${version}`;
}

/** The lines of its end: 4000 bytes to the client, 900 from it. */
export function logout(user: string, assignedIp = '172.16.1.100'): readonly string[] {
  return [
    `<166>Jan 05 2026 12:00:01: %ASA-6-737016: IPAA: Freeing local pool address ${assignedIp}`,
    `<164>Jan 05 2026 12:00:01: %ASA-4-113019: ${prefix(user)}, Session disconnected. Session Type: IPsec, Duration: 0h:00m:01s, Bytes xmt: 4000, Bytes rcv: 900, Reason: User Requested`,
  ];
}
