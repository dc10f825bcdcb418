#!/bin/sh
# Package: busybox 1:1.35.0-4+deb12u1+b1 (Debian 12).
# Behaviour: busybox httpd gives a file its type, and each part of the same file the type `text/html`; its 304 says so too.
# Guess: one type for one file. A range changes how much is sent and nothing else.
# Seen: as below, for a script and for a picture. A range that counts from the end is answered by the whole file, with its type.
# Matters: appliances and containers serve static files by it. A cache that puts parts together keeps the type of the first, and
# a browser refuses a script or a wasm module that comes as text/html: the page fails after a download that was resumed.
set -eu
folder=$(mktemp -d)
server=''
trap 'kill $server 2>/dev/null || true; rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
cd "$folder"
apt-get download -qq busybox=1:1.35.0-4+deb12u1+b1 2>/dev/null
dpkg -x busybox_*.deb root
mkdir files
python3 -c 'open("files/app.js", "w").write("console.log(1);\n" * 2000); open("files/icon.png", "wb").write(bytes(4000))'
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
root/bin/busybox httpd -f -p "127.0.0.1:$port" -h files &
server=$!
sleep 3

cat >probe.py <<'END'
import http.client, sys
for name in ("/app.js", "/icon.png"):
    tag = ""
    for words in ({}, {"Range": "bytes=0-99"}, {"Range": "bytes=3000-"}, {"Range": "bytes=-100"}, {"If-None-Match": "tag"}):
        connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]))
        connection.request("GET", name, headers={key: tag if value == "tag" else value for key, value in words.items()})
        answer = connection.getresponse()
        tag = tag or answer.headers["ETag"]
        asked = " ".join(f"{key}: {value}" for key, value in words.items()) or "whole"
        print(name, asked, "->", answer.status, answer.headers["Content-Type"], len(answer.read()))
END
python3 probe.py "$port" | tee seen

cat >recorded <<'END'
/app.js whole -> 200 application/javascript 32000
/app.js Range: bytes=0-99 -> 206 text/html 100
/app.js Range: bytes=3000- -> 206 text/html 29000
/app.js Range: bytes=-100 -> 200 application/javascript 32000
/app.js If-None-Match: tag -> 304 text/html 0
/icon.png whole -> 200 image/png 4000
/icon.png Range: bytes=0-99 -> 206 text/html 100
/icon.png Range: bytes=3000- -> 206 text/html 1000
/icon.png Range: bytes=-100 -> 200 image/png 4000
/icon.png If-None-Match: tag -> 304 text/html 0
END
diff recorded seen
