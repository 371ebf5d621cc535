import { signal } from '@preact/signals';
import { readPreference, writePreference } from './preferences.ts';

const smallest = 10;
const largest = 28;
const usual = 13;

/** How large code is on this page, in CSS pixels. */
export const codeSize = signal(usual);

/** The height of a line of code, in CSS pixels. */
export function lineHeight(size: number): number {
  return Math.round(size * 1.6);
}

function apply(size: number): void {
  codeSize.value = Math.min(largest, Math.max(smallest, size));
  const { style } = document.documentElement;
  style.setProperty('--code-size', `${codeSize.value}px`);
  style.setProperty('--code-line', `${lineHeight(codeSize.value)}px`);
}

/** Takes up the size that was chosen on an earlier visit. */
export function restoreCodeSize(): void {
  const chosen = Number(readPreference('code-size'));
  if (chosen > 0) apply(chosen);
}

/** Makes code larger or smaller by so many pixels. */
export function growCode(by: number): void {
  apply(codeSize.peek() + by);
  writePreference('code-size', String(codeSize.peek()));
}
