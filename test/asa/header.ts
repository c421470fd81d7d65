import type { Dialect } from './dialect.ts';
import { className, forms } from './header-forms.ts';
import type { HeaderForm } from './header-forms.ts';
import type { Message } from './message.ts';

export type { HeaderForm } from './header-forms.ts';
export const headerForms = Object.keys(forms) as readonly HeaderForm[]; // the table has exactly these keys

/** What a header may print of the device. */
export interface DeviceId {
  readonly hostname: string;
  readonly insideIp: string;
}

/** The forms that a release can send: its own clock's RFC 5424 stamps only from 9.10 on (what a relay writes is the relay's). */
export function headersOf({ rfc5424 }: Dialect): readonly HeaderForm[] {
  return headerForms.filter((name) => rfc5424 || forms[name].since !== '9.10');
}

/** Whether two lines of different seconds differ: not where the header tells no time. */
export function stamped(form: HeaderForm): boolean {
  return forms[form].timeless !== true;
}

/** Makes whole lines: PRI (facility local4), header of this form, tag, text. The device's clock is UTC. */
export function lineWriter(form: HeaderForm, device: DeviceId): (message: Message, at: number) => string {
  const { head, fine = false, priority = true, emblem = false, product = 'ASA', colon = ':' } = forms[form];
  // Only a fine one is made for each line, and only such a one may tell the severity.
  const whole = perSecond((at) => head(at, device, 6));
  const headOf = (at: number, severity: number) => (fine ? head(new Date(at), device, severity) : whole(at));
  return ([severity, messageId, text], at) => {
    const pri = priority ? `<${160 + severity}>` : '';
    const name = emblem ? className(messageId) : undefined;
    const level = name === undefined ? severity : `${name}-${severity}`;
    return `${pri}${headOf(at, severity)}%${product}-${level}-${messageId}${colon} ${text}`;
  };
}

/** A stamp has whole seconds, and thousands of lines share one. */
function perSecond(stamp: (at: Date) => string): (at: number) => string {
  let second = NaN;
  let text = '';
  return (at) => {
    const now = Math.floor(at / 1000);
    if (now !== second) {
      second = now;
      text = stamp(new Date(now * 1000));
    }
    return text;
  };
}
