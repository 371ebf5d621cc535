import type { APIRoute } from 'astro';
import { PACKAGES } from '../../../../playground/checks/run-process.ts';
import { packageTypes, type TypedPackage } from '../../../course/package-types.ts';

export function getStaticPaths() {
  return PACKAGES.map((name) => ({ params: { package: name }, props: { name } }));
}

/** Fetched by the editor of an exercise that names the package in `packages`. */
export const GET: APIRoute<{ name: TypedPackage }> = async ({ props }) => Response.json(await packageTypes(props.name));
