/** Minutes as people say them, rounded to a quarter of an hour from an hour on: “45 minutes”, “2¾ hours”. */
export function spokenTime(minutes: number): string {
  if (minutes < 60) return `${minutes} minutes`;
  const quarters = Math.round(minutes / 15);
  const hours = Math.floor(quarters / 4);
  const rest = ['', '¼', '½', '¾'][quarters % 4] ?? '';
  return `${hours}${rest} ${hours === 1 && rest === '' ? 'hour' : 'hours'}`;
}
