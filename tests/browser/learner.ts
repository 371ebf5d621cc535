import type { BrowserFrame, BrowserPage } from '../../playground/cli/browser-page.ts';

/** Someone at a lesson's workbench, in either browser: what they press, type and see. */
export class Learner {
  readonly page: BrowserPage;

  constructor(page: BrowserPage) {
    this.page = page;
  }

  /** Opens a page of the site and waits until its workbench can be used. */
  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.sees('.code-foot', 'Edits are kept in this browser');
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.sees('.code-foot', 'Edits are kept in this browser');
  }

  /** Closes the page once edits must be kept, which the workbench promises within a second. */
  async leave(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await this.page.close();
  }

  /** Presses the button of the exercise's workbench, or of what else `within` selects, whose label begins with `label`. */
  async press(label: string, within = '#workbench'): Promise<void> {
    await this.until(`the button ${label} can be pressed`, () =>
      this.page.evaluate(
        ([wanted, place]) => {
          const buttons = document.querySelectorAll<HTMLElement>(
            `${place} :is(button:not(:disabled), [role="menuitem"], [role="tab"])`,
          );
          // Before its island is alive, a press is lost.
          const alive = [...buttons].filter((button) => !button.closest('astro-island[ssr]'));
          const button = alive.find(
            ({ innerText, ariaLabel, offsetParent }) =>
              offsetParent !== null && (innerText.trim().startsWith(wanted) || ariaLabel === wanted),
          );
          // Some buttons load the page anew, which would take the answer along.
          setTimeout(() => button?.click());
          return button !== undefined;
        },
        [label, within] as const,
      ),
    );
    // Timers keep their order: once this one is through, so is the press.
    await this.until(`the press of ${label} is through`, () =>
      this.page.evaluate(() => new Promise<boolean>((resolve) => setTimeout(() => resolve(true))), null),
    );
  }

  /** The first 10,000 characters of all that `selector` matches. */
  text(selector: string): Promise<string> {
    return this.page.evaluate(
      (wanted: string) =>
        [...document.querySelectorAll<HTMLElement>(wanted)]
          .map(({ innerText }) => innerText)
          .join('\n')
          .slice(0, 10_000),
      selector,
    );
  }

  async sees(selector: string, text: string, seconds = 20): Promise<void> {
    await this.until(`${selector} shows “${text}”`, async () => (await this.text(selector)).includes(text), seconds);
  }

  /** What the running page of the exercise, or of what else `within` selects, shows. */
  async previewText(within = '#workbench'): Promise<string> {
    const frame = await this.#preview(within);
    return (await frame?.evaluate(() => document.body.innerText, null).catch(() => '')) ?? '';
  }

  /** Presses the first button of the running page, if it has one. */
  async pressInPreview(within = '#workbench'): Promise<void> {
    const frame = await this.#preview(within);
    await frame?.evaluate(() => document.querySelector('button')?.click(), null);
  }

  async seesInPreview(text: string, seconds = 20): Promise<void> {
    await this.until(`the preview shows “${text}”`, async () => (await this.previewText()).includes(text), seconds);
  }

  /** Edits a file in the plain text field. */
  async edit(file: string, change: (text: string) => string): Promise<void> {
    await this.press(file);
    if ((await this.text('.plain-editor')) === '' && !(await this.#fieldText(file))) {
      await this.press('More actions');
      await this.press('Use a plain text field');
    }
    await this.until(`the text field shows ${file}`, async () => (await this.#fieldText(file)) !== null);
    const text = change((await this.#fieldText(file)) ?? '');
    await this.page.evaluate((value: string) => {
      const field = document.querySelector<HTMLTextAreaElement>('#workbench .plain-editor');
      if (!field) throw new Error('The text field is gone.');
      field.value = value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }, text);
  }

  /** A file as the editor shows it, whichever editor that is. */
  async code(file: string): Promise<string> {
    await this.press(file);
    return (await this.#fieldText(file)) ?? (await this.text('#workbench .bench-code'));
  }

  async until(what: string, holds: () => Promise<boolean>, seconds = 20): Promise<void> {
    const deadline = Date.now() + seconds * 1000;
    // While a page is loaded anew, there is nothing to ask.
    const leaving = (error: unknown) => {
      if (String(error).includes('context was destroyed')) return false;
      throw error;
    };
    while (!(await holds().catch(leaving))) {
      if (Date.now() > deadline) throw new Error(`Within ${seconds} s this never came true: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async #preview(within: string): Promise<BrowserFrame | undefined> {
    const address = await this.page.evaluate(
      (place: string) => document.querySelector<HTMLIFrameElement>(`${place} .preview iframe`)?.src ?? '',
      within,
    );
    const [preview] = /^.*\/m\/[^/]+\/\d+\//.exec(address) ?? [];
    return preview === undefined ? undefined : this.page.frames().find((frame) => frame.url().startsWith(preview));
  }

  #fieldText(file: string): Promise<string | null> {
    return this.page.evaluate(
      (name: string) =>
        document.querySelector<HTMLTextAreaElement>(`#workbench .plain-editor[aria-label="${name}"]`)?.value ?? null,
      file,
    );
  }
}
