/** `npm run screenshots`: draws every screen of the course, wide and narrow, light and dark, into tests/screenshots. */
import { mkdir, rm } from 'node:fs/promises';
import { launchChromium } from '../../playground/cli/browsers.ts';
import { build } from '../../playground/cli/build.ts';
import { SCHEMES, SIZES, screens, wear } from './screens.ts';
import { serveCourse } from './served-course.ts';

const folder = 'tests/screenshots';

await build();
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const course = await serveCourse();
try {
  for (const size of SIZES) {
    // A new browser, which remembers nothing of the walk before.
    const { context, close } = await launchChromium();
    const page = await context.newPage();
    await page.setViewportSize(size);
    for await (const screen of screens(page, course.site)) {
      for (const scheme of SCHEMES) {
        await wear(page, scheme);
        const name = `${screen.replaceAll(/[^\w]+/g, '-')}-${size.width}-${scheme}.png`;
        await page.screenshot({ path: `${folder}/${name}` });
        console.log(`${folder}/${name}`);
      }
    }
    await close();
  }
} finally {
  course.close();
}
