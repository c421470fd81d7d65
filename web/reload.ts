const KEY = 'tunnelwatch.reloaded-for';

/** Loads the page anew because the server is of another build; once for each build, so that two servers behind one name cannot make it loop. */
export function reloadOnce(build: string): void {
  if (remembered() === build) return;
  if (remember(build)) location.reload();
}

function remembered(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch (error) {
    console.warn('No session storage: the page cannot reload itself after an upgrade.', error);
    return null;
  }
}

function remember(build: string): boolean {
  try {
    sessionStorage.setItem(KEY, build);
    return true;
  } catch (error) {
    console.warn('No session storage: the page cannot reload itself after an upgrade.', error);
    return false;
  }
}
