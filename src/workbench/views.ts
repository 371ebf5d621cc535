/** What the lower half of the workbench can show. */
export type Pane = 'output' | 'wire' | 'checks' | 'preview';

/** What a phone shows: one thing at a time. */
export type View = 'read' | 'code' | Pane;

export const panes: readonly { readonly id: Pane; readonly label: string }[] = [
  { id: 'preview', label: 'Preview' },
  { id: 'wire', label: 'Wire' },
  { id: 'output', label: 'Output' },
  { id: 'checks', label: 'Checks' },
];

export const views: readonly { readonly id: View; readonly label: string }[] = [
  { id: 'read', label: 'Read' },
  { id: 'code', label: 'Code' },
  ...panes,
];

/** Those that a playground has: there is nothing to read and nothing to check. */
export function hasView(kind: 'lesson' | 'playground', view: View): boolean {
  return kind === 'lesson' || (view !== 'read' && view !== 'checks');
}

export function isView(text: string): text is View {
  return views.some(({ id }) => id === text);
}

export function isPane(text: string): text is Pane {
  return panes.some(({ id }) => id === text);
}
