#!/bin/sh
# Packages: curl 7.88.1-10+deb12u15, libcurl4 7.88.1-10+deb12u15 (Debian 12); urllib3 2.8.0 (PyPI).
# Behaviour: a POST whose connection, used before, is closed before the first byte of an answer is sent again by curl, without
# `--retry` and without a word. The server has read both, and the exit code is 0. urllib3 reports the closed connection.
# Guess: an error, "empty reply from server". The request was read whole, and a POST must not be repeated by itself.
# Seen: three requests reach a server that was asked for two. On a fresh connection curl does not repeat. RFC 9110 leaves room for
# it where a client knows that the request was not handled; curl takes an old connection for that knowledge. Browsers do so too.
# Matters: a script that creates schedules through a proxy that is reloaded makes two of one. A create has to be refused by its
# name, or looked up afterwards; "sent once" is no promise that a client on top of such a stack can give.
set -eu
folder=$(mktemp -d)
server=''
trap 'kill $server 2>/dev/null || true; rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
cd "$folder"
apt-get download -qq curl=7.88.1-10+deb12u15 libcurl4=7.88.1-10+deb12u15 2>/dev/null
for package in *.deb; do dpkg -x "$package" root; done
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check urllib3==2.8.0

# Reads each request whole, answers all but the second, which it closes the connection on.
cat >server.py <<'END'
import socket
listener = socket.create_server(("127.0.0.1", 0))
open("port", "w").write(str(listener.getsockname()[1]))
received = 0
while True:
    connection, _ = listener.accept()
    with connection, connection.makefile("rb") as stream:
        while line := stream.readline():
            length = 0
            while (field := stream.readline().strip()):
                name, _, value = field.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            body = stream.read(length)
            received += 1
            with open("received", "a") as log:
                log.write(f"{line.split()[0].decode()} {body.decode()}\n")
            if received == 2:
                break
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
END
start() {
  rm -f port received
  python3 server.py >/dev/null &
  server=$!
  while ! [ -s port ]; do sleep 1; done
  address="http://127.0.0.1:$(cat port)/"
}
stop() {
  cat received
  kill "$server"
  wait "$server" 2>/dev/null || true
}
cat >probe.py <<'END'
import sys, urllib3
pool = urllib3.PoolManager()
pool.request("POST", sys.argv[1], body="first", retries=False)
try:
    pool.request("POST", sys.argv[1], body="second", retries=False)
except urllib3.exceptions.ProtocolError:
    print("urllib3: the connection was closed")
END
{
  # The braces run in a shell of their own, which alone knows the server.
  trap 'kill $server 2>/dev/null || true' EXIT
  start
  LD_LIBRARY_PATH="root/usr/lib/x86_64-linux-gnu" root/usr/bin/curl -s -d first "$address" --next -s -d second "$address" && code=0 || code=$?
  echo "curl: exit code $code"
  stop
  start
  venv/bin/python probe.py "$address"
  stop
} | tee seen

cat >recorded <<'END'
curl: exit code 0
POST first
POST second
POST second
urllib3: the connection was closed
POST first
POST second
END
diff recorded seen
