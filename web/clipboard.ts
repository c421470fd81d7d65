/** Puts a text on the clipboard. False where that is not allowed: it is only there on https and localhost. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    console.info('Copying is not allowed here.', error);
    return false;
  }
}
