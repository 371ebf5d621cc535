interface ImportMetaEnv {
  /** Where the runtime's static files are served: its own origin, apart from the site's. */
  readonly PUBLIC_RUNTIME_ORIGIN?: string;
  /** Set when the runtime is StackBlitz's WebContainer. */
  readonly PUBLIC_WEBCONTAINER_API_KEY?: string;
}

declare namespace App {
  interface Locals {
    /** The lesson whose page is being rendered: its prose components read their files from its folder. */
    lesson?: string;
  }
}
