import { answer } from './answer.ts';
import type { Device } from './device.ts';

/** What a terminal program saves of a session in which these commands were typed: without a pager, with the prompt behind the last. */
export function screen(device: Device, commands: readonly string[], prompt = `${device.hostname}# `): string {
  const typed = commands.map((command) =>
    [`${prompt}${command}`, ...answer(device, command)].map((line) => `${line}\r\n`).join(''),
  );
  return [...typed, prompt].join('');
}
