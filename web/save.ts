import { soon } from './soon.ts';

/** Gives the viewer a text as a file; between its pieces the page goes on. */
export async function save(name: string, type: string, text: Iterable<string>): Promise<void> {
  const parts: string[] = [];
  for (const part of text) {
    parts.push(part);
    await new Promise<void>((resolve) => {
      soon(resolve);
    });
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(parts, { type: `${type};charset=utf-8` }));
  link.download = name;
  link.click();
  // The browser takes it up after the click has returned.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
