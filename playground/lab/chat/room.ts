import type { ServerMessage } from './protocol.ts';

export interface Listener {
  readonly name: string;
  hear(message: ServerMessage): void;
}

/** Who is in a room hears what is said there. Nothing is kept for those who come later. */
export class Room {
  readonly name: string;
  readonly #listeners = new Set<Listener>();
  #said = 0;

  constructor(name: string) {
    this.name = name;
  }

  get isEmpty(): boolean {
    return this.#listeners.size === 0;
  }

  enter(listener: Listener): void {
    const members = [...this.#listeners].map(({ name }) => name);
    this.#tell({ type: 'joined', name: listener.name });
    this.#listeners.add(listener);
    listener.hear({ type: 'welcome', room: this.name, members: [...members, listener.name] });
  }

  leave(listener: Listener): void {
    if (this.#listeners.delete(listener)) this.#tell({ type: 'left', name: listener.name });
  }

  /** The speaker hears it too: that is its acknowledgement. */
  say({ name }: Listener, text: string): void {
    this.#tell({ type: 'said', id: ++this.#said, name, text, sentAt: Date.now() });
  }

  #tell(message: ServerMessage): void {
    for (const listener of this.#listeners) listener.hear(message);
  }
}
