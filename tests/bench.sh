#!/usr/bin/env bash
# Measures every figure of docs/performance.md and prints the table with its goals. It takes about ten minutes on a quiet machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 AZURE_TOKEN_CREDENTIALS=dev
readonly project=tests/HopsworksFunctions.Benchmarks
readonly log=artifacts/bench.log

publish() {
  local name=$1
  shift
  dotnet publish "$@" -c Release --self-contained false -o "artifacts/start/$name" -v quiet
}

mkdir -p artifacts
echo 'building ...' >&2
{
  [[ -d tests/azurite/node_modules ]] || npm ci --prefix tests/azurite --ignore-scripts
  dotnet build "$project" -c Release -v quiet
  publish plain src/HopsworksFunctions
  publish ready-to-run src/HopsworksFunctions -r linux-x64 -p:PublishReadyToRun=true
  publish hello tests/HelloApp -r linux-x64 -p:PublishReadyToRun=true
  rm -rf artifacts/publish
  cp -R artifacts/start/ready-to-run artifacts/publish
} >"$log" 2>&1 || {
  tail -n 40 "$log" >&2
  exit 1
}
echo 'measuring ...' >&2
exec dotnet "$project/bin/Release/net10.0/HopsworksFunctions.Benchmarks.dll" table
