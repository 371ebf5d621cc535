// Serves the page that tries to get out, and helps it where a server can.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost');
  const elsewhere = url.searchParams.get('elsewhere');
  if (url.pathname === '/redirect') return response.writeHead(302, { Location: elsewhere }).end();
  if (url.pathname === '/alive') return response.end('alive');
  response.writeHead(200, {
    'Content-Type': 'text/html',
    // A server's own headers reach out too.
    'Content-Security-Policy-Report-Only': `default-src 'none'; report-uri ${elsewhere}report-only`,
    'Reporting-Endpoints': `default="${elsewhere}reports"`,
    NEL: '{"report_to":"default","max_age":1000,"success_fraction":1}',
    Link: `<${elsewhere}link-header.png>; rel=preload; as=image`,
    ...(url.pathname === '/refresh' && { Refresh: `0; url=${elsewhere}refresh-header` }),
  });
  response.end(readFileSync('page.html'));
}).listen(Number(process.env.PORT));
