#!/usr/bin/env bash
# Builds what Azure Functions runs: the folder artifacts/package, and the same as artifacts/package.zip,
# which is the same byte for byte when the folder is.
# usage: infra/package.sh [--official | --ready-to-run]
set -euo pipefail
# shellcheck source=infra/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$(dirname "${BASH_SOURCE[0]}")/.."
readonly folder=artifacts/package package=artifacts/package.zip

official=0 native=1
case ${1:-} in
  '') ;;
  --official) official=1 ;;
  --ready-to-run) native=0 ;;
  *) die "unknown option $1" ;;
esac
need dotnet zip

publish() {
  dotnet publish src/HopsworksFunctions --configuration Release "$@" --output "$folder" >&2 || die 'dotnet publish failed'
}

rm -rf "$folder" "$package"
step "building $folder"
if ((official)); then
  publish -p:FunctionsWorker=official
else
  # The image that runs custom handlers has no .NET: it comes along, or is compiled into the binary.
  if ((native)); then
    publish --runtime linux-x64
    [[ ! -e $folder/HopsworksFunctions.dll ]] || die "$folder still needs .NET where it runs: it was not compiled ahead of time"
  else
    publish --runtime linux-x64 -p:NativeAot=false
    [[ -e $folder/libcoreclr.so ]] || die "$folder still needs .NET where it runs: it does not bring it along"
  fi
  [[ -x $folder/HopsworksFunctions ]] || die "$folder/HopsworksFunctions is no executable, so the host could not start it"
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

find "$folder" -type f \( -name '*.pdb' -o -name '*.dbg' \) -delete
# Names in one order, one time, and no more of the permissions than whether a file may be run.
chmod -R u=rwX,go=rX "$folder"
find "$folder" -exec touch --date=@315532800 {} +
(cd "$folder" && find . -type f | LC_ALL=C sort | TZ=UTC zip -q -X -D -@ ../package.zip)
step "built $package"
