import type { Config } from '../config.ts';
export async function demo(_config: Config, _options: { open: boolean; users: number; speed: number }): Promise<void> {}
