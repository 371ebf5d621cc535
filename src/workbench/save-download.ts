import { announce } from './announce.ts';
import { offerFile } from './offer-file.ts';
import type { WorkbenchState } from './workbench-state.ts';

async function labProgram(name: string): Promise<string> {
  const response = await fetch(`/lab/${name}.js`);
  if (!response.ok) throw new Error(`/lab/${name}.js answered ${response.status}`);
  return response.text();
}

/** Saves the files as they are edited as a project for Node, with all that Run starts. Never rejects. */
export async function saveDownload({ lesson, documents }: WorkbenchState): Promise<void> {
  try {
    const [{ labPrograms, nodeProject }, { zip }] = await Promise.all([
      import('./node-project.ts'),
      import('./zip.ts'),
    ]);
    const name = `steady-stream-${lesson.slug.replaceAll('/', '-')}`;
    const project = {
      title: lesson.title,
      url: location.origin + location.pathname,
      name,
      files: documents.texts.peek(),
      entry: lesson.entry,
      plan: lesson.plan,
    };
    const programs = await Promise.all(
      labPrograms(project).map(async (program) => [program, await labProgram(program)] as const),
    );
    const files = Object.entries(nodeProject(project, Object.fromEntries(programs)));
    // In a folder of its own, wherever it is unpacked.
    const inFolder = Object.fromEntries(files.map(([path, text]) => [`${name}/${path}`, text]));
    offerFile(`${name}.zip`, await zip(inFolder, new Date()));
    announce('Downloaded');
  } catch (error) {
    alert(`The project could not be downloaded: ${error instanceof Error ? error.message : String(error)}`);
  }
}
