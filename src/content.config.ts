import { defineCollection } from 'astro:content';
import { glob } from 'astro/loaders';
import { z } from 'astro/zod';

const lessons = defineCollection({
  loader: glob({
    base: './content/lessons',
    pattern: '*/lesson.mdx',
    generateId: ({ entry }) => entry.slice(0, entry.indexOf('/')),
  }),
  schema: z.object({
    title: z.string(),
    /** One sentence for search engines and the course map. */
    description: z.string(),
    order: z.number().int().positive(),
    minutes: z.number().int().positive(),
    prerequisites: z.array(z.string()).default([]),
    /** The opening lines under the title. */
    summary: z.string(),
  }),
});

export const collections = { lessons };
