#!/bin/sh
# Package: caddy 2.6.2-5 (Debian 12).
# Behaviour: with `encode gzip`, HEAD says `Content-Length: 20` of any file, with status 200 and the file's own ETag. GET of a
# small file sends 119 bytes, GET of a large one gives no length.
# Guess: HEAD gives the fields that GET would give, or leaves the length out: RFC 9110 allows no third way.
# Seen: 20 for both files. Twenty bytes is the gzip stream of nothing: the answer without a body is what was compressed.
# Matters: a check of a deployment by HEAD (does the served size match the build's?) reports a truncated wasm for each file; a
# cache may, by RFC 9111, take a stored answer for outdated when HEAD gives another length. Files compressed ahead are not met.
set -eu
folder=$(mktemp -d)
server=''
trap 'kill $server 2>/dev/null || true; rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
cd "$folder"
apt-get download -qq caddy=2.6.2-5 2>/dev/null
dpkg -x caddy_*.deb root
mkdir files
python3 - <<'END'
open("files/small.js", "w").write("console.log(1);\n" * 2000)
open("files/large.js", "w").write("\n".join(str(number * 7919 % 10007) for number in range(20000)))
END
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >Caddyfile <<END
{
	admin off
	auto_https off
}
http://127.0.0.1:$port {
	root * $folder/files
	encode gzip
	file_server
}
END
XDG_DATA_HOME="$folder" XDG_CONFIG_HOME="$folder" root/usr/bin/caddy run --config Caddyfile --adapter caddyfile 2>caddy.log &
server=$!
sleep 5

cat >probe.py <<'END'
import sys, urllib.request
for name in ("small.js", "large.js"):
    tags = set()
    for accepted in ("identity", "gzip"):
        for method in ("GET", "HEAD"):
            request = urllib.request.Request(f"http://127.0.0.1:{sys.argv[1]}/{name}", method=method)
            request.add_header("Accept-Encoding", accepted)
            answer = urllib.request.urlopen(request)
            tags.add(answer.headers["ETag"])
            print(name, accepted, method, answer.status, "length", answer.headers["Content-Length"])
    print(name, "different tags:", len(tags))
END
python3 probe.py "$port" | tee seen

cat >recorded <<'END'
small.js identity GET 200 length 32000
small.js identity HEAD 200 length 32000
small.js gzip GET 200 length 119
small.js gzip HEAD 200 length 20
small.js different tags: 1
large.js identity GET 200 length 97795
large.js identity HEAD 200 length 97795
large.js gzip GET 200 length None
large.js gzip HEAD 200 length 20
large.js different tags: 1
END
diff recorded seen
