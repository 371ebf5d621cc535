/** Small choices that last: pane sizes, the editor's kind. Kept when the browser allows it. */
export function readPreference(name: string): string | null {
  try {
    return localStorage.getItem(`steady-stream ${name}`);
  } catch {
    return null;
  }
}

export function writePreference(name: string, value: string): void {
  try {
    localStorage.setItem(`steady-stream ${name}`, value);
  } catch {
    // The choice holds for this page.
  }
}
