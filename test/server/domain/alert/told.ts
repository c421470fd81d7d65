import type { RuleId } from '../../../../server/domain/alert/rules.ts';
import type { Claim } from '../../../../server/domain/claim.ts';
import { NOON } from '../../lab.ts';
import { right, token, wrong, type Client } from './said.ts';
import { Watch } from './watch.ts';

export const HOME = '198.51.100.7';
export const AWAY = '203.0.113.9';

/** A watch that is told by the second after noon, each message in a turn of its own. */
export class Told {
  readonly watch = new Watch();
  #address = 0;

  wrong(
    second: number,
    user: string,
    publicIp = HOME,
    more: Partial<Client> & { readonly reason?: string } = {},
  ): this {
    for (const said of wrong({ user, publicIp, ...more }, more.reason)) this.watch.tell(NOON + second * 1000, said);
    return this.turn(second);
  }

  right(second: number, user: string, publicIp = HOME): this {
    this.#address += 1;
    const assignedIp = `172.16.1.${this.#address}`;
    for (const said of right({ user, publicIp }, assignedIp)) this.watch.tell(NOON + second * 1000, said);
    return this.turn(second);
  }

  say(second: number, messageId: number, claim: Claim): this {
    this.watch.tell(NOON + second * 1000, { messageId, claim });
    return this.turn(second);
  }

  turn(second: number): this {
    this.watch.turn(NOON + second * 1000);
    return this;
  }

  /** Names that nobody has, tried one after the other, 5 s apart. */
  spray(count: number, from: number, source = AWAY): this {
    for (let n = 0; n < count; n += 1) this.wrong(from + n * 5, token(n), source);
    return this;
  }

  texts(rule: RuleId): readonly string[] {
    return this.watch.of(rule).map(({ text }) => text);
  }

  rules(): readonly RuleId[] {
    return [...this.watch.alerts.values()].map(({ rule }) => rule);
  }
}
