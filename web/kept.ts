/** What this browser has kept under a key; `null` if nothing, or if it refuses storage. */
export function kept(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch (error) {
    console.warn(`${key} cannot be read: this browser refuses storage.`, error);
    return null;
  }
}

/** Keeps a text for this browser, if it lets us. */
export function keep(key: string, text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch (error) {
    console.warn(`${key} cannot be kept: this browser refuses storage.`, error);
  }
}
