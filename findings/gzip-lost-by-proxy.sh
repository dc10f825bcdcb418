#!/bin/sh
# Packages: nginx 1.22.1-9+deb12u11, libnginx-mod-http-brotli-static 1.0.0~rc-3 (Debian 12).
# Behaviour: `gzip_static on` sends the plain file to a client that asks for gzip by HTTP/1.0 or through a proxy that adds `Via`.
# `brotli_static on`, beside it and as it seems its twin, sends its file in both cases.
# Guess: both send their file. The two directives do one thing, take one value and have no other setting; the limits by version
# and proxy belong to compressing on the fly, where they spare the processor.
# Seen: as below. gzip_static obeys `gzip_http_version` (1.1) and `gzip_proxied` (off), though `gzip` itself is off.
# Matters: nginx talks HTTP/1.0 to what is behind it unless told otherwise, so a static console behind a second nginx arrives
# plain, at its full size, for readers on http (who do not ask for brotli), and a test on the inner server does not show it.
set -eu
folder=$(mktemp -d)
server=''
trap 'kill $server 2>/dev/null || true; rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
cd "$folder"
chmod 755 .
apt-get download -qq nginx=1.22.1-9+deb12u11 libnginx-mod-http-brotli-static=1.0.0~rc-3 libbrotli1 2>/dev/null
for package in *.deb; do dpkg -x "$package" root; done
mkdir files
echo plain >files/app.js
echo gzip >files/app.js.gz
echo brotli >files/app.js.br
port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
inner=$(port) outer=$(port)
cat >nginx.conf <<END
load_module $folder/root/usr/lib/nginx/modules/ngx_http_brotli_static_module.so;
daemon off; master_process off; pid $folder/pid; error_log $folder/nginx.log;
events {}
http {
  access_log off; client_body_temp_path $folder/1; proxy_temp_path $folder/2; fastcgi_temp_path $folder/3;
  uwsgi_temp_path $folder/4; scgi_temp_path $folder/5;
  server { listen 127.0.0.1:$inner; root $folder/files; gzip_static on; brotli_static on; }
  server { listen 127.0.0.1:$outer; location / { proxy_pass http://127.0.0.1:$inner; } }
}
END
LD_LIBRARY_PATH="$folder/root/usr/lib/x86_64-linux-gnu" root/usr/sbin/nginx -p "$folder" -c "$folder/nginx.conf" 2>/dev/null &
server=$!
sleep 3

cat >probe.py <<'END'
import http.client, sys
inner, outer = map(int, sys.argv[1:])
for words, port, extra in (("direct", inner, {}), ("Via", inner, {"Via": "1.1 cache"}), ("behind nginx", outer, {})):
    for accepted in ("gzip", "br"):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("GET", "/app.js", headers={"Accept-Encoding": accepted, **extra})
        print(words, accepted, "->", connection.getresponse().read().decode().strip())
END
python3 probe.py "$inner" "$outer" | tee seen

cat >recorded <<'END'
direct gzip -> gzip
direct br -> brotli
Via gzip -> plain
Via br -> brotli
behind nginx gzip -> plain
behind nginx br -> brotli
END
diff recorded seen
