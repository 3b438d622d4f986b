#!/usr/bin/env bash
# Builds what Azure Functions runs: the folder artifacts/package, and the same as artifacts/package.zip.
# usage: infra/package.sh [--official]
set -euo pipefail
# shellcheck source=infra/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$(dirname "${BASH_SOURCE[0]}")/.."
readonly folder=artifacts/package package=artifacts/package.zip

official=0
case ${1:-} in
  '') ;;
  --official) official=1 ;;
  *) die "unknown option $1" ;;
esac
need dotnet zip

rm -rf "$folder" "$package"
step "building $folder"
if ((official)); then
  dotnet publish src/HopsworksFunctions --configuration Release -p:FunctionsWorker=official --output "$folder" >&2 || die 'dotnet publish failed'
else
  # The image that runs custom handlers has no .NET.
  dotnet publish src/HopsworksFunctions --configuration Release --runtime linux-x64 --output "$folder" >&2 || die 'dotnet publish failed'
  [[ -x $folder/HopsworksFunctions ]] || die "$folder/HopsworksFunctions is no executable, so the host could not start it"
  [[ ! -e $folder/HopsworksFunctions.dll ]] || die "$folder still needs .NET where it runs: it was not compiled ahead of time"
fi
[[ -f $folder/host.json ]] || die "$folder has no host.json"
if grep -q '"customHandler"' "$folder/host.json"; then
  ((!official)) || die "host.json is the custom handler's, although the build is the official one"
else
  ((official)) || die 'host.json names no custom handler'
fi

if [[ -f policies.json ]]; then
  cp policies.json "$folder/policies.json"
else
  # Until there are policies of your own, the sample decides and reports, and stops nothing.
  step 'there is no policies.json yet: packing the sample as a dry run'
  sed '0,/^{/s//{\n  "dryRun": true,/' policies.sample.json >"$folder/policies.json"
fi

(cd "$folder" && zip -q -X -r ../package.zip . -x '*.pdb' '*.dbg')
step "built $package"
