/** Takes a datagram: its text, and its sender's address. */
export type OnDatagram = (text: string, from: string) => void;

/** Reads the datagrams that wait in a socket, as many as are good for one turn. */
export type ReadWaiting = (onDatagram: OnDatagram) => void;

/** What reads where nothing more than Node can. */
export const readNothing: ReadWaiting = () => undefined;

/** So many datagrams are read by one call, each of any length that there is. */
const SLOTS = 64;
const SLOT = 64 * 1024;
/** So many are read before others have their turn: some 8 ms of work. */
const TURN = 1024;
/** Where datagrams come one by one, so long (milliseconds) is waited until some are there: to wake up for each takes more work than they do. */
const PAUSE = 1;
const NEVER = new Int32Array(new SharedArrayBuffer(4));
/** Senders whose address is remembered as text. */
const SENDERS = 4096;

// As Linux lays them out where a pointer has 64 bits, each `SLOTS` times and one kind behind the other: struct mmsghdr { struct msghdr { name,
// namelen, iov, iovlen, control, controllen, flags }, len }, struct iovec { base, len }, struct sockaddr_in { family, port, address, nothing }.
const [MMSGHDR, IOVEC, SOCKADDR] = [64, 16, 16];
const [NAME, NAME_LENGTH, IOV, IOV_LENGTH, LENGTH] = [0, 8, 16, 24, 56];
const [BASE, BASE_LENGTH] = [0, 8];
const ADDRESS = 4;
const VECTORS = SLOTS * MMSGHDR;
const NAMES = VECTORS + SLOTS * IOVEC;
const MSG_DONTWAIT = 0x40;

/**
 * What reads many datagrams of an IPv4 socket by one call of the system, where Node asks once for each, which takes four times as long. It is
 * `readNothing` where that is not to be had: on other systems than Linux of 64 bits, or where `koffi`, which makes the call, is not or cannot be loaded.
 */
export async function readerOfMany(file: number | undefined): Promise<ReadWaiting> {
  const isKnown = process.platform === 'linux' && ['x64', 'arm64', 'riscv64'].includes(process.arch);
  if (file === undefined || !isKnown) return readNothing;
  try {
    const { default: koffi } = await import('koffi');
    const call = koffi.load(null).func('int recvmmsg(int, void *, unsigned int, int, void *)');
    return readerBy((headers) => call(file, headers, SLOTS, MSG_DONTWAIT, null) as number, koffi.address);
  } catch {
    return readNothing; // it is optional: not installed, or not made for this C library
  }
}

/** Fills the memory of a call; returns how many datagrams there were, or less than 0. */
type Receive = (headers: ArrayBuffer) => number;

/** Reads by that call; `addressOf` tells where memory is. */
export function readerBy(receive: Receive, addressOf: (memory: ArrayBuffer) => bigint): ReadWaiting {
  const texts = Buffer.from(new ArrayBuffer(SLOTS * SLOT));
  const headers = headersFor(addressOf(texts.buffer), addressOf);
  const senderOf = senders(headers);
  let left = TURN;
  let emptiedAt = 0;
  return (onDatagram) => {
    if (left <= 0) return;
    if (performance.now() - emptiedAt < PAUSE) Atomics.wait(NEVER, 0, 0, PAUSE);
    let count = SLOTS;
    while (count > 0 && left > 0) {
      count = receive(headers.buffer);
      for (let slot = 0; slot < count; slot += 1) {
        const end = slot * SLOT + headers.getUint32(slot * MMSGHDR + LENGTH, true);
        onDatagram(texts.toString('utf8', slot * SLOT, end), senderOf(slot));
      }
      left -= Math.max(count, 0);
    }
    if (left <= 0) setImmediate(() => (left = TURN));
    else emptiedAt = performance.now();
  };
}

/** The address of the sender of each datagram of a call. */
function senders(headers: DataView): (slot: number) => string {
  const known = new Map<number, string>();
  return (slot) => {
    const address = headers.getUint32(NAMES + slot * SOCKADDR + ADDRESS);
    let text = known.get(address);
    if (text === undefined) {
      text = [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
      if (known.size >= SENDERS) known.clear();
      known.set(address, text);
    }
    return text;
  };
}

/** What a call fills, for texts that are at `texts`. Such memory stays where it is for as long as somebody has it. */
function headersFor(texts: bigint, addressOf: (memory: ArrayBuffer) => bigint): DataView<ArrayBuffer> {
  const headers = new DataView(new ArrayBuffer(NAMES + SLOTS * SOCKADDR));
  const here = addressOf(headers.buffer);
  for (let slot = 0; slot < SLOTS; slot += 1) {
    const [header, vector, name] = [slot * MMSGHDR, VECTORS + slot * IOVEC, NAMES + slot * SOCKADDR];
    headers.setBigUint64(header + NAME, here + BigInt(name), true);
    headers.setUint32(header + NAME_LENGTH, SOCKADDR, true);
    headers.setBigUint64(header + IOV, here + BigInt(vector), true);
    headers.setBigUint64(header + IOV_LENGTH, 1n, true);
    headers.setBigUint64(vector + BASE, texts + BigInt(slot * SLOT), true);
    headers.setBigUint64(vector + BASE_LENGTH, BigInt(SLOT), true);
  }
  return headers;
}
