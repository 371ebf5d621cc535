/** What stands in for nginx's `mime.types` where it is missing. */
export const MIME_TYPES = `types {
    text/html                        html htm shtml;
    text/css                         css;
    text/xml                         xml;
    text/plain                       txt;
    image/gif                        gif;
    image/jpeg                       jpeg jpg;
    image/png                        png;
    image/svg+xml                    svg svgz;
    image/webp                       webp;
    image/avif                       avif;
    image/x-icon                     ico;
    application/javascript           js;
    application/json                 json;
    application/wasm                 wasm;
    application/pdf                  pdf;
    application/zip                  zip;
    application/octet-stream         bin exe dll;
    font/woff                        woff;
    font/woff2                       woff2;
    audio/mpeg                       mp3;
    video/mp4                        mp4;
    video/webm                       webm;
}
`;
