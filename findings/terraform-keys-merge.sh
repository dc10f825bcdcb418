#!/bin/sh
# Package: @cdktf/hcl2json 0.21.0 (npm: HashiCorp's Go parser of HCL as wasm).
# Behaviour: HCL changes what is written in quotes. `"e\u0301"`, an escape that asks for two code points, becomes one, U+00E9; two
# keys of a map that differ by this only become one key, and the first value is lost without an error. Labels of blocks and names
# of attributes are kept as written. And `$${` stays doubled while every other escape is undone.
# Guess: an escape gives the code points that it names, as in JSON, Go and Rust; two distinct keys stay two, or are refused; and
# all escapes are undone or none.
# Seen: as below. HCL's specification asks for NFC in string values. The doubled `$${` is meant for Terraform's JSON syntax, where
# each string is a template again; a reader that wants the text has to undo it, there alone.
# Matters: a schedule whose name is stored decomposed cannot be written as a Terraform string at all, by no escape; an export has
# to say so instead of making another name. A test that reads an export back by this parser must compare with both in mind.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
cd "$folder"
echo '{}' >package.json
npm install --silent --no-audit --no-fund @cdktf/hcl2json@0.21.0 >/dev/null

cat >probe.cjs <<'END'
const { parse } = require('@cdktf/hcl2json');
const ascii = (text) => text.replace(/[^ -~]/g, (unit) => '\\u' + unit.charCodeAt(0).toString(16).padStart(4, '0'));
(async () => {
  for (const source of [
    'name = "e\\u0301"',
    'map = { "e\\u0301" = 1, "\\u00e9" = 2 }',
    'resource "x" "e\u0301" {}\nresource "x" "\u00e9" {}',
    'text = "a\\nb\\"c"',
    'text = "a$${b}%%{c}"',
  ]) console.log(`${ascii(source.replace('\n', ' ; '))} -> ${ascii(JSON.stringify(await parse('main.tf', source + '\n')))}`);
})();
END
node probe.cjs | tee seen

cat >recorded <<'END'
name = "e\u0301" -> {"name":"\u00e9"}
map = { "e\u0301" = 1, "\u00e9" = 2 } -> {"map":{"\u00e9":2}}
resource "x" "e\u0301" {} ; resource "x" "\u00e9" {} -> {"resource":{"x":{"e\u0301":[{}],"\u00e9":[{}]}}}
text = "a\nb\"c" -> {"text":"a\nb\"c"}
text = "a$${b}%%{c}" -> {"text":"a$${b}%%{c}"}
END
diff recorded seen
