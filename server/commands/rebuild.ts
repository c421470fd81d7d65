import type { Config } from '../config.ts';
export async function rebuild(_config: Config): Promise<void> {}
