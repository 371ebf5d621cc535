import Checklist from './Checklist.astro';
import Exercise from './Exercise.astro';
import Experiment from './Experiment.astro';
import Figure from './Figure.astro';
import Pitfall from './Pitfall.astro';
import Question from './Question.astro';
import Source from './Source.astro';
import Wire from './Wire.astro';

/** What every lesson's MDX can use without importing it. */
export const proseComponents = { Checklist, Exercise, Experiment, Figure, Pitfall, Question, Source, Wire };
