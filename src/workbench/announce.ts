/** Has a screen reader say `text` once it is idle; every page has one `#announcer` with `role="status"`. */
export function announce(text: string): void {
  const region = document.querySelector('#announcer');
  if (!region) return;
  // The same text twice in a row would not count as a change.
  region.textContent = region.textContent === text ? `${text}\u00a0` : text;
}
