/** `npm run screenshots`: draws every screen of the course, wide and narrow, light and dark, into tests/screenshots. */
import { mkdir, rm } from 'node:fs/promises';
import { launchChromium } from '../../playground/cli/browsers.ts';
import { build } from '../../playground/cli/build.ts';
import { SCHEMES, SIZES, screens } from './screens.ts';
import { serveCourse } from './served-course.ts';

const folder = 'tests/screenshots';

await build();
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const course = await serveCourse();
const { context, close } = await launchChromium();
try {
  for (const size of SIZES) {
    const page = await context.newPage();
    await page.setViewportSize(size);
    for await (const screen of screens(page, course.site)) {
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme });
        const name = `${screen.replaceAll(/[^\w]+/g, '-')}-${size.width}-${colorScheme}.png`;
        await page.screenshot({ path: `${folder}/${name}` });
        console.log(`${folder}/${name}`);
      }
    }
    await page.evaluate(async () => {
      for (const { name } of await indexedDB.databases()) if (name) indexedDB.deleteDatabase(name);
    });
    await page.close();
  }
} finally {
  await close();
  course.close();
}
