#!/usr/bin/env bash
# Builds the package for Azure Functions: the folder artifacts/package, and its content as artifacts/package.zip. The same folder always
# gives the same bytes.
# usage: infra/package.sh
set -euo pipefail
# shellcheck source=infra/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$(dirname "${BASH_SOURCE[0]}")/.."
readonly folder=artifacts/package package=artifacts/package.zip

(($# == 0)) || die "unknown option $1"
need dotnet zip

rm -rf "$folder" "$package"
step "building $folder"
# The host provides .NET. Code is compiled ahead of time as far as possible, because each instance starts from scratch.
dotnet publish src/HopsworksFunctions --configuration Release --runtime linux-x64 --self-contained false \
  -p:PublishReadyToRun=true --output "$folder" >&2 || die 'dotnet publish failed'
for file in host.json HopsworksFunctions.dll worker.config.json functions.metadata extensions.json .azurefunctions; do
  [[ -e $folder/$file ]] || die "$folder has no $file, without which the host starts no function: was src/HopsworksFunctions published?"
done
if grep -q '"customHandler"' "$folder/host.json"; then
  die "$folder/host.json names a customHandler: remove it, the app runs in the isolated .NET worker"
fi

if [[ -f policies.json ]]; then
  cp policies.json "$folder/policies.json"
else
  # Until you have your own policies, the sample decides and reports, and stops nothing.
  step 'there is no policies.json yet: packing the sample as a dry run'
  sed '0,/^{/s//{\n  "dryRun": true,/' policies.sample.json >"$folder/policies.json"
fi

find "$folder" -type f -name '*.pdb' -delete
# The zip is reproducible: sorted names, one time, and only the permission to execute.
chmod -R u=rwX,go=rX "$folder"
find "$folder" -exec touch --date=@315532800 {} +
(cd "$folder" && find . -type f | LC_ALL=C sort | TZ=UTC zip -q -X -D -@ ../package.zip)
# The folder is hidden, so other zip tools leave it out; the host would then start nothing, without any error.
if [[ $(zip --show-files "$package") != *' .azurefunctions/'* ]]; then
  rm "$package"
  die "nothing of $folder/.azurefunctions is in the zip: is the folder empty?"
fi
step "built $package"
