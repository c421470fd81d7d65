/** Gives the viewer a text as a file. */
export function save(name: string, type: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  link.download = name;
  link.click();
  // The browser takes it up after the click has returned.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
