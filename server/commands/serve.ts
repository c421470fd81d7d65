import type { Config } from '../config.ts';
export async function serve(_config: Config, _options: { open: boolean }): Promise<void> {}
