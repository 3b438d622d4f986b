#!/usr/bin/env bash
# Builds the files of a release in artifacts/release/files: the app's package, the command line as a .NET tool, a bill of materials for each
# (CycloneDX), and all checksums. The notes come from CHANGELOG.md.
# usage: infra/release.sh [v0.2.0]     the tag, which must name the version in Directory.Build.props
set -euo pipefail
# shellcheck source=infra/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$(dirname "${BASH_SOURCE[0]}")/.."
readonly folder=artifacts/release files=artifacts/release/files

(($# <= 1)) || die "unknown option $2"
need dotnet zip sha256sum
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
[[ ${1:-v$version} == "v$version" ]] || die "the tag $1 does not name version $version of Directory.Build.props: it must be v$version"
notes=$(awk -v heading="## $version" 'index($0, "## ") == 1 { inside = index($0, heading " ") == 1; next } inside' CHANGELOG.md)
[[ -n ${notes//[[:space:]]/} ]] || die "CHANGELOG.md has no section '## $version - DATE', which would be the notes of the release"

rm -rf "$folder"
mkdir -p "$files"
printf '%s\n' "$notes" >"$folder/notes.md"
infra/package.sh
cp artifacts/package.zip "$files/hopsworks-functions-$version.zip"
step 'packing the tool'
dotnet build src/HopsworksFunctions.Cli --configuration Release >&2 || die 'dotnet build failed'
dotnet pack src/HopsworksFunctions.Cli --no-build --configuration Release --output "$files" >&2 || die 'dotnet pack failed'
step 'listing what they consist of'
dotnet tool restore >&2 || die 'dotnet tool restore failed'
for name in HopsworksFunctions HopsworksFunctions.Cli; do
  dotnet tool run dotnet-CycloneDX "src/$name/$name.csproj" --output-format Json --output "$files" --filename "$name-$version.cdx.json" \
    --disable-package-restore --set-name "$name" --set-version "$version" >&2 || die "CycloneDX failed for $name"
done
(cd "$files" && sha256sum -- * >SHA256SUMS)
step "built $files: $(cd "$files" && ls -xw 1000)"
