import type { SaPair } from '../ike-wordings.ts';
import type { Message } from '../message.ts';
import type { SimulatedAsa } from '../model.ts';

/** A pair of SAs as CISCO-IPSEC-FLOW-MONITOR numbers it. */
export interface NumberedTunnel {
  readonly number: number;
  /** Virtual milliseconds. */
  readonly since: number;
}

/** The numbers of the pairs of SAs of a model, by their outbound SPI: each gets a new one, also at a rekey; a restart begins anew. */
export class TunnelNumbers {
  readonly #tunnels = new Map<number, NumberedTunnel>();
  readonly #asa: SimulatedAsa;
  #last = 0;

  constructor(asa: SimulatedAsa) {
    this.#asa = asa;
    asa.hearers.add(({ 1: messageId }) => {
      if (messageId !== restarted) return;
      this.#tunnels.clear();
      this.#last = 0;
    });
  }

  /** That of a pair which has been up since then, if it has none yet. */
  of({ outbound }: Pick<SaPair, 'outbound'>, since = this.#asa.options.now()): NumberedTunnel {
    const tunnel = this.#tunnels.get(outbound) ?? { number: (this.#last += 1), since };
    this.#tunnels.set(outbound, tunnel);
    return tunnel;
  }

  /** A pair is gone. */
  forget({ outbound }: Pick<SaPair, 'outbound'>): void {
    this.#tunnels.delete(outbound);
  }
}

/** Startup completed. */
export const restarted = 199002;

const known = new WeakMap<SimulatedAsa, TunnelNumbers>();

/** The numbers of this model, the same ones for its traps and its MIBs. */
export function tunnelNumbers(asa: SimulatedAsa): TunnelNumbers {
  const numbers = known.get(asa) ?? new TunnelNumbers(asa);
  known.set(asa, numbers);
  return numbers;
}

/** The outbound SA that 602303 and 602304 tell of; they tell of each pair twice, of this one first. */
export function outboundOf([, , text]: Message): number | undefined {
  const spi = /^IPSEC: An outbound .*?\(SPI= 0x([0-9A-F]+)\)/.exec(text)?.[1];
  return spi === undefined ? undefined : parseInt(spi, 16);
}
