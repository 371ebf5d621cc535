import { useEffect, useRef, useState } from 'preact/hooks';
import { announce } from './announce.ts';
import { grouped } from './grouped.ts';
import { Sheet } from './Sheet.tsx';
import { saveDownload } from './save-download.ts';
import { encodeFragment, ShareError } from './share-link.ts';
import type { WorkbenchState } from './workbench-state.ts';

interface Props {
  readonly state: WorkbenchState;
  readonly onClose: () => void;
}

type Link = { readonly url: string } | { readonly problem: string } | null;

async function makeLink(state: WorkbenchState): Promise<Link> {
  try {
    const url = new URL(location.pathname, location.origin);
    return { url: url.href + (await encodeFragment(state.documents.texts.peek())) };
  } catch (error) {
    return { problem: error instanceof ShareError ? error.message : 'This browser cannot make such a link.' };
  }
}

/** Chat programs and mail cut what is longer. In characters. */
const LONG = 8_000;

/** A link that carries the code itself. */
export default function ShareDialog({ state, onClose }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const [link, setLink] = useState<Link>(null);
  const [copied, setCopied] = useState<string | null>(null);
  useEffect(() => {
    void makeLink(state).then(setLink);
  }, [state]);

  async function copy(url: string) {
    try {
      await navigator.clipboard.writeText(url);
      setCopied('Copied.');
    } catch {
      field.current?.select();
      setCopied('The browser does not let this page copy. The link is selected: copy it with the keyboard.');
    }
  }
  return (
    <Sheet title="Share your code" onClose={onClose}>
      <div class="sheet-body">
        {link === null && <p>Making the link…</p>}
        {link && 'problem' in link && (
          <>
            <p role="alert">{link.problem}</p>
            <button
              type="button"
              class="button"
              onClick={() => void saveDownload(state).then(() => announce('Downloaded'))}
            >
              Download it instead
            </button>
          </>
        )}
        {link && 'url' in link && (
          <>
            <p>
              The link holds the code itself; nothing is uploaded. Whoever opens it gets a copy, which runs when they
              say so.
            </p>
            <div class="share-row">
              <input
                ref={field}
                class="share-link"
                type="text"
                readOnly
                value={link.url}
                aria-label="Link to your code"
              />
              <button type="button" class="button button-go" onClick={() => void copy(link.url)}>
                Copy link
              </button>
            </div>
            <p class="share-note" role="status">
              {copied}
            </p>
            {link.url.length > LONG && (
              <p class="share-note">
                It has {grouped(link.url.length)} characters. Some programs cut links that long: try it where you send
                it.
              </p>
            )}
          </>
        )}
      </div>
    </Sheet>
  );
}
