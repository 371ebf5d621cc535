/** Who wants to hear of something. One that throws keeps nobody else from hearing it. */
export class Listeners<Message> {
  readonly #listeners = new Set<(message: Message) => void>();

  /** Returns how to stop listening. */
  add(listener: (message: Message) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(message: Message): void {
    for (const listener of this.#listeners) {
      try {
        listener(message);
      } catch (error) {
        reportError(error);
      }
    }
  }
}
