import type { ShowCommand } from '../command.ts';

/** Every command that may be sent to a device: the allow-list is this list, and nothing else. */
export const showCommands: readonly ShowCommand[] = [];
