import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { zip } from '../../../src/workbench/zip.ts';

test('another program unpacks an archive, and its checksums and dates are right', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'steady-stream-zip-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const files = {
    'project/server.ts': 'const greeting = "héllo 🌊";\n'.repeat(500),
    'project/empty.txt': '',
    'project/lib/żurek.txt': 'soup\n',
  };
  const archive = path.join(folder, 'project.zip');
  await writeFile(archive, await (await zip(files, new Date(2026, 10, 30, 15, 4, 6))).bytes());
  // Python's reads the central directory, and checks each CRC.
  const facts = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    bad = archive.testzip()
    archive.extractall(sys.argv[2])
    print(json.dumps({"bad": bad, "dates": [entry.date_time for entry in archive.infolist()]}))
`;
  const printed = execFileSync('python3', ['-c', facts, archive, folder], { encoding: 'utf8' });
  expect(JSON.parse(printed)).toEqual({ bad: null, dates: Array(3).fill([2026, 11, 30, 15, 4, 6]) });
  for (const [name, text] of Object.entries(files)) expect(await readFile(path.join(folder, name), 'utf8')).toBe(text);
});
