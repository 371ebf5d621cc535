import { STREAM_TAG_PARAMETER } from './last-event-id.ts';
import { forwardConsole } from './preview/console.ts';
import { describeError, reportErrors } from './preview/errors.ts';
import { tagEventSource } from './preview/event-source.ts';
import { inspect } from './preview/inspect.ts';
import { createPost, sendHeartbeat } from './preview/post.ts';

/** The edge's own paths: never passed on, and not on the tap. */
export const EDGE_PATH = '/__edge/';

export const PREVIEW_SCRIPT_PATH = `${EDGE_PATH}preview.js`;

/** Goes into each page before anything else of it runs. */
export const PREVIEW_MARKUP = `<script src="${PREVIEW_SCRIPT_PATH}"></script>`;

/**
 * The script of each preview page. Its parts are functions that stand alone, written and checked as the rest of the
 * program and sent as their own source, so that the edge stays one program with nothing to build or read beside it.
 */
export const PREVIEW_SCRIPT = `(() => {
'use strict';
const post = (${createPost})();
const describeError = ${describeError};
const inspect = (value) => (${inspect})(value, describeError);
(${tagEventSource})(${JSON.stringify(STREAM_TAG_PARAMETER)});
(${forwardConsole})(post, inspect);
(${reportErrors})(post, describeError);
(${sendHeartbeat})(post);
})();
`;
