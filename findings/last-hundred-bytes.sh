#!/bin/sh
# Packages: sirv 3.0.2, express 5.3.0, http-server 14.1.1 (npm).
# Behaviour: asked for the last 100 bytes of a file (`Range: bytes=-100`), sirv sends its first 101 with status 206, and
# http-server says 416. Express sends the last 100.
# Guess: the last 100, or the whole file with 200: RFC 9110 has the form, and a server may ignore ranges, not reinterpret them.
# Seen: as below. `Content-Range` is honest about what was sent (`bytes 0-100`), so a client that trusts its request is wrong.
# Matters: sirv stands behind previews and adapters of well-known build tools. A reader that takes the directory at the end of an
# archive (zip, parquet) or the tail of a log gets the head. A static console must not be judged by such a preview.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
cd "$folder"
echo '{}' >package.json
npm install --silent --no-audit --no-fund sirv@3.0.2 express@5.3.0 http-server@14.1.1 >/dev/null
mkdir files
node -e 'console.log(Array.from({ length: 1000 }, (_, line) => String(line).padStart(7)).join("\n"))' >files/log.txt

cat >probe.cjs <<'END'
const http = require('http');
const servers = {
  sirv: http.createServer(require('sirv')('files')),
  express: http.createServer(require('express')().use(require('express').static('files'))),
  'http-server': require('http-server').createServer({ root: 'files' }).server,
};
(async () => {
  for (const [name, server] of Object.entries(servers)) {
    await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
    for (const range of ['bytes=100-199', 'bytes=-100']) {
      const answer = await fetch(`http://127.0.0.1:${server.address().port}/log.txt`, { headers: { range } });
      const lines = (await answer.text()).trim().split(/\s+/);
      console.log(name, range, answer.status, answer.headers.get('content-range'), 'last line', lines.at(-1) || 'none');
    }
  }
  process.exit();
})();
END
NODE_NO_WARNINGS=1 node probe.cjs | tee seen

cat >recorded <<'END'
sirv bytes=100-199 206 bytes 100-199/8000 last line 24
sirv bytes=-100 206 bytes 0-100/8000 last line 11
express bytes=100-199 206 bytes 100-199/8000 last line 24
express bytes=-100 206 bytes 7900-7999/8000 last line 999
http-server bytes=100-199 206 bytes 100-199/8000 last line 24
http-server bytes=-100 416 null last line none
END
diff recorded seen
