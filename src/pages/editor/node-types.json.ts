import { nodeTypes } from '../../course/node-types.ts';

export async function GET(): Promise<Response> {
  return Response.json(await nodeTypes());
}
