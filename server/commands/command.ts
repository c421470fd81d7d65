import { readConfig, type Config } from '../config.ts';

/** An option of a command. */
export interface Option {
  readonly flags: string;
  readonly help: string;
  readonly required?: true;
  /** Makes it a number above 0. */
  readonly default?: number;
  /** A number above 0 without a fraction. */
  readonly whole?: true;
  /** A positive whole number, or `off`, which is 0. */
  readonly orOff?: true;
}

/** What was typed; commander has seen to it that arguments and required options are there. */
export interface Typed {
  readonly args: readonly string[];
  readonly options: {
    readonly users?: number;
    readonly speed?: number;
    readonly name?: string;
    readonly runningConfig?: string;
    readonly zone?: string;
    readonly json?: true;
    /** Seconds; 0: never. */
    readonly every?: number;
    readonly legacy?: true;
    readonly key?: string;
    readonly enable?: true;
    readonly version?: string;
    readonly user?: string;
    readonly auth?: string;
    readonly priv?: string;
    readonly host?: string;
    readonly port?: number;
    readonly off?: true;
    readonly acceptEngine?: string;
    readonly seconds?: number;
    readonly at?: string;
    readonly command?: string;
    readonly security?: string;
    readonly sender?: string;
    readonly to?: string;
    readonly template?: string;
    readonly allow?: string;
    readonly http?: true;
    readonly ca?: string;
    readonly transport?: string;
    readonly oid?: string;
    readonly from?: string;
    readonly since?: string;
    readonly rules?: string;
    readonly sites?: string;
    readonly escalated?: true;
    readonly reason?: string;
    readonly role?: string;
    readonly days?: number;
    readonly password?: false;
    readonly device?: string;
    readonly year?: string;
    readonly leave?: true;
  };
}

/** A command: a row of the table that the command line is made of. */
export interface Row {
  /** The words, then the arguments. */
  readonly usage: string;
  readonly help: string;
  readonly options?: readonly Option[];
  readonly run: (typed: Typed) => Promise<void>;
}

/** The process settings; throws `ConfigFault` with all that is wrong in them. */
export const config = (): Config => readConfig(process.env);

/** Writes one line for the user. */
export const print = (line: string): void => void process.stdout.write(`${line}\n`);
