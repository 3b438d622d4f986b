#!/usr/bin/env bash
# Counts which lines of src the unit tests run. tests/run.sh calls it before and after them:
#   coverage.sh instrument   copies the tests to artifacts/coverage/tests, where they must run, and instruments their code and the app
#   coverage.sh report       writes the share to artifacts/coverage/percent, and each line to coverage.cobertura.xml beside it
#   coverage.sh restore      restores the app as it was built
# For pages that show the lines: dotnet tool restore, then
#   dotnet reportgenerator -reports:artifacts/coverage/coverage.cobertura.xml -targetdir:artifacts/coverage/html
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly folder="$PWD/artifacts/coverage"
readonly tests=tests/HopsworksFunctions.Tests/bin/Release/net10.0
readonly app=src/HopsworksFunctions/bin/Release/net10.0

# The tests start the app by its path, so the instrumented app stays in the build folder until `restore`.
instrument() {
  rm -rf "$folder"
  mkdir -p "$folder/app"
  cp -r "$tests" "$folder/tests"
  cp -p "$app"/HopsworksFunctions.{dll,pdb} "$folder/app/"
  TMPDIR=$folder dotnet msbuild tests/coverage/coverage.proj -restore -target:Instrument -warnaserror
  hide_variable COVERLET_ENABLETRACKERLOG "$folder"/tests/*.dll "$app/HopsworksFunctions.dll"
}

# The counters read their own variable. GoldenWords would take its name for a setting of the app, but not in lower case.
hide_variable() {
  local name=$1
  LC_ALL=C sed -i "s/$(utf16 "$name")/$(utf16 "${name,,}")/g" "${@:2}"
}

# Prints a text for sed in the encoding in which .NET stores it.
utf16() { printf '%s' "$1" | sed 's/./&\\x00/g'; }

report() {
  local xml=$folder/coverage.cobertura.xml projects=(src/*/*.csproj) modules covered lines tenths
  dotnet msbuild tests/coverage/coverage.proj -target:Report
  modules=$(grep -c '<package ' "$xml")
  if ((modules != ${#projects[@]})); then
    echo "$modules modules have counted their lines, but src has ${#projects[@]} projects." >&2
    exit 1
  fi
  read -r covered lines < <(sed -nE 's/^<coverage .* lines-covered="([0-9]+)" lines-valid="([0-9]+)".*/\1 \2/p' "$xml")
  tenths=$(((2000 * covered / lines + 1) / 2))
  echo "$((tenths / 10)).$((tenths % 10))" >"$folder/percent"
}

restore() {
  if [[ -d $folder/app ]]; then
    cp -p "$folder"/app/* "$app/"
    rm -r "$folder/app"
  fi
}

"$1"
