/** Milliseconds as `console.timeEnd` shows them: from seconds on with their unit spelled out. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Number(milliseconds.toFixed(3))}ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(3)}s`;
  const two = (value: number) => String(value).padStart(2, '0');
  const rest = (seconds % 60).toFixed(3).padStart(6, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${rest} (m:ss.mmm)`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${rest.slice(0, 2)} (h:mm:ss)`;
}
