#!/bin/sh
# Packages: lighttpd 1.4.69-1, lighttpd-mod-deflate 1.4.69-1, nginx 1.22.1-9+deb12u11, libnginx-mod-http-brotli-static 1.0.0~rc-3
# (Debian 12); sirv 3.0.2 (npm).
# Behaviour: a client that refuses brotli and gzip by `br;q=0, gzip;q=0` gets brotli from lighttpd and from sirv. nginx sends the
# plain file.
# Guess: the plain file everywhere. `q=0` means "not acceptable", is as old as the header, and is what proxies and tests write to
# switch an encoding off.
# Seen: as below. The two look for the name in the header and do not read what follows it.
# Matters: a health check, a scanner or an old proxy that says it cannot read brotli gets bytes that it cannot read, with status
# 200. `Accept-Encoding: identity`, which holds no name of an encoding, gets the plain file from all three.
set -eu
folder=$(mktemp -d)
servers=''
trap 'kill $servers 2>/dev/null || true; rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
cd "$folder"
chmod 755 .
apt-get download -qq lighttpd=1.4.69-1 lighttpd-mod-deflate=1.4.69-1 nginx=1.22.1-9+deb12u11 \
  libnginx-mod-http-brotli-static=1.0.0~rc-3 libbrotli1 2>/dev/null
for package in *.deb; do dpkg -x "$package" root; done
echo '{}' >package.json
npm install --silent --no-audit --no-fund sirv@3.0.2 >/dev/null
mkdir files
node -e 'console.log("console.log(1);\n".repeat(2000))' >files/app.js
node -e 'const zlib = require("zlib"), fs = require("fs"), plain = fs.readFileSync("files/app.js");
  fs.writeFileSync("files/app.js.br", zlib.brotliCompressSync(plain)); fs.writeFileSync("files/app.js.gz", zlib.gzipSync(plain))'
port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
lighttpd=$(port) nginx=$(port) sirv=$(port)
export LD_LIBRARY_PATH="$folder/root/usr/lib/x86_64-linux-gnu"

cat >lighttpd.conf <<END
server.document-root = "$folder/files"
server.bind = "127.0.0.1"
server.port = $lighttpd
server.modules = ("mod_deflate")
mimetype.assign = (".js" => "text/javascript")
deflate.mimetypes = ("text/javascript")
deflate.allowed-encodings = ("br", "gzip")
END
root/usr/sbin/lighttpd -D -m root/usr/lib/lighttpd -f lighttpd.conf 2>lighttpd.log &
servers="$servers $!"
cat >nginx.conf <<END
load_module $folder/root/usr/lib/nginx/modules/ngx_http_brotli_static_module.so;
daemon off; master_process off; pid $folder/pid; error_log $folder/nginx.log;
events {}
http {
  access_log off; client_body_temp_path $folder/1; proxy_temp_path $folder/2; fastcgi_temp_path $folder/3;
  uwsgi_temp_path $folder/4; scgi_temp_path $folder/5;
  server { listen 127.0.0.1:$nginx; root $folder/files; gzip_static on; brotli_static on; }
}
END
root/usr/sbin/nginx -p "$folder" -c "$folder/nginx.conf" 2>/dev/null &
servers="$servers $!"
node -e "require('http').createServer(require('sirv')('files', { brotli: true, gzip: true })).listen($sirv, '127.0.0.1')" &
servers="$servers $!"
sleep 5

cat >probe.py <<'END'
import sys, urllib.request
for name, port in (pair.split("=") for pair in sys.argv[1:]):
    for accepted in ("br, gzip", "gzip, br;q=0", "br;q=0, gzip;q=0", "identity"):
        request = urllib.request.Request(f"http://127.0.0.1:{port}/app.js", headers={"Accept-Encoding": accepted})
        print(f"{name}, {accepted}:", urllib.request.urlopen(request).headers.get("Content-Encoding", "plain"))
END
python3 probe.py lighttpd="$lighttpd" sirv="$sirv" nginx="$nginx" | tee seen

cat >recorded <<'END'
lighttpd, br, gzip: br
lighttpd, gzip, br;q=0: br
lighttpd, br;q=0, gzip;q=0: br
lighttpd, identity: plain
sirv, br, gzip: br
sirv, gzip, br;q=0: br
sirv, br;q=0, gzip;q=0: br
sirv, identity: plain
nginx, br, gzip: br
nginx, gzip, br;q=0: gzip
nginx, br;q=0, gzip;q=0: plain
nginx, identity: plain
END
diff recorded seen
