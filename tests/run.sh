#!/usr/bin/env bash
# Sets up what the tests need, builds once, and runs every check. The last line is "N passed, N failed".
# The line before it has the share of lines of src that the unit tests run; COVERAGE=off leaves it out.
# shellcheck disable=SC2317 # `run` calls the functions below by name
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Every API key that a test or the emulator creates contains this text, so a key in any output is found.
readonly key_marker='kEyMaRkEr'
# This matches a JSON Web Token up to the start of its claims.
readonly token_pattern='eyJ[A-Za-z0-9_-]{8,}\.eyJ'
# The tests use what `dotnet publish` ships, and a publish in a test finds the libraries already built.
readonly configuration=Release
readonly artifacts="$PWD/artifacts/tests"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
# Tests store the output of their processes here, and all of it is searched for secrets.
export TEST_ARTIFACTS="$artifacts"
# One compiler stays warm between builds. Only this run uses it, and it ends with the run.
export UseSharedCompilation=true SharedCompilationId="tests-$$"

passed=0
failed=0
child=
besides=()
coverage=

trap 'kill "$child" "${besides[@]}" 2>/dev/null || true; exit 130' INT TERM
trap 'uninstrument; pkill -f -- "-pipename:$SharedCompilationId" || true' EXIT

# run NAME COMMAND...: writes the output to NAME.log, prints the duration, and after a failure also the end of the log.
run() {
  local name=$1 started=$SECONDS status=0 outcome=ok
  shift
  "$@" >"$artifacts/$name.log" 2>&1 &
  child=$!
  wait "$child" || status=$?
  child=
  if ((status != 0)); then outcome="FAILED with $status"; fi
  printf '%-32s %4d s  %s\n' "$name" "$((SECONDS - started))" "$outcome"
  if ((status != 0)); then tail -n 200 "$artifacts/$name.log"; fi
  return "$status"
}

check() { if run "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi; }

# beside NAME COMMAND...: runs a check in parallel with the following ones, until `settle` waits for it.
beside() {
  (
    trap 'kill "$child"' TERM
    run "$@"
  ) &
  besides+=("$!")
}

settle() {
  local other
  for other in "${besides[@]}"; do
    if wait "$other"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
  done
  besides=()
}

finish() {
  settle
  if [[ -f $artifacts/failures.txt ]]; then cat "$artifacts/failures.txt"; fi
  if [[ $coverage ]]; then echo "coverage: $coverage"; fi
  echo "$passed passed, $failed failed"
  exit "$((failed > 0))"
}

# Without this setup, no other result would mean anything.
must() {
  "$@"
  if ((failed > 0)); then finish; fi
}

# Prints the counts of the matrices.
figures() {
  grep -aE '^(Fault matrix|Crash matrix|Killed (writers|deliveries)|Random scenarios|Overlap|Heap limit|Hostile)' "$artifacts/$1.log" | sort | sed 's/^/  /' || true
}

# Prints the names of tests that failed or did not end, so that they appear at the end of the output.
failures() {
  grep -aE '\[FAIL\]$' "$artifacts/$1.log" | sort -u | sed 's/^ */  failed: /' || true
  grep -q 'TEST EXECUTION SUMMARY' "$artifacts/$1.log" || grep -aF '[Long Running Test]' "$artifacts/$1.log" | tail -n 3 || true
}

# A test host that crashes prints no summary, and one that runs no test proves nothing, so each counts as a failure.
run_tests() {
  local name=$1 folder="tests/$1/bin/$configuration/net10.0" status=0 total=0 errors=0 bad=0 idle=0 summary
  if [[ $name == HopsworksFunctions.Tests ]] && instrument; then folder=artifacts/coverage/tests; fi
  run "$name" timeout --kill-after=10 900 "$folder/$name" -noColor -noLogo -longRunning 120 || status=$?
  figures "$name"
  failures "$name" >>"$artifacts/failures.txt"
  summary=$(grep -a 'Total: .*Not Run: ' "$artifacts/$name.log" | tail -n 1) || true
  if [[ $summary =~ Total:\ ([0-9]+),\ Errors:\ ([0-9]+),\ Failed:\ ([0-9]+),\ Skipped:\ ([0-9]+),\ Not\ Run:\ ([0-9]+) ]]; then
    total=${BASH_REMATCH[1]} errors=${BASH_REMATCH[2]} bad=${BASH_REMATCH[3]}
    idle=$((BASH_REMATCH[4] + BASH_REMATCH[5]))
  fi
  passed=$((passed + total - bad - idle))
  failed=$((failed + errors + bad))
  if [[ $folder == artifacts/coverage/tests ]]; then count_lines "$total"; fi
  if ((errors + bad == 0 && (status != 0 || total == idle))); then failed=$((failed + 1)); fi
}

# Coverage is a figure, not a check: if it is not available, the run says so and nothing fails.
instrument() {
  if [[ ${COVERAGE:-} == off ]]; then return 1; fi
  if run coverage tests/coverage/coverage.sh instrument; then return 0; fi
  coverage='not counted, artifacts/tests/coverage.log says why'
  uninstrument
  return 1
}

uninstrument() { tests/coverage/coverage.sh restore || true; }

# count_lines TESTS: the number of tests. A test host that crashes has lost its counts.
count_lines() {
  if (($1 == 0)); then
    coverage='not counted, because the tests did not end'
  elif run coverage-report tests/coverage/coverage.sh report; then
    coverage="$(<artifacts/coverage/percent) % of lines of src"
  else
    coverage='not counted, artifacts/tests/coverage-report.log says why'
  fi
  uninstrument
}

# Bash ignores `set -e` in a function that runs under `if`, like all the following ones, so each uses && and ||.

# need COMMAND PACKAGE...: installs the Debian packages if the command is missing.
need() {
  command -v "$1" && return
  apt-get update -q &&
    DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends "${@:2}"
}

tools() { need npm nodejs npm && need chromium chromium && need shellcheck shellcheck && packages azurite && packages languages; }

# packages FOLDER: installs the packages of its lock file, unless they are installed.
packages() {
  local folder=tests/$1
  cmp -s "$folder/package-lock.json" "$folder/node_modules/installed-lock.json" && return
  npm ci --prefix "$folder" --ignore-scripts &&
    cp "$folder/package-lock.json" "$folder/node_modules/installed-lock.json"
}

scripts() {
  shellcheck --external-sources --shell=bash src/HopsworksFunctions.Cli/Completion/hops.bash &&
    shellcheck --external-sources .ci/run tests/run.sh tests/coverage/*.sh infra/*.sh tests/HopsworksFunctions.Tests/Infra/stand-ins/*
}

# Checks queries and workflows with the language services of Azure and GitHub.
languages() { node --test tests/languages/*.test.mjs; }

# Checks the dashboard's scripts with answers that no small fleet gives.
dashboard() { node --test tests/dashboard/*.test.mjs; }

# This is deployed, and the end-to-end tests run it.
publish() {
  rm -rf artifacts/publish &&
    dotnet publish src/HopsworksFunctions --configuration "$configuration" --runtime linux-x64 --self-contained false \
      -p:PublishReadyToRun=true -warnaserror --output artifacts/publish
}

# Runs the README's first command with only the committed files.
fresh_clone() {
  local folder
  folder=$(mktemp -d) &&
    git archive HEAD | tar -x -C "$folder" &&
    (cd "$folder" && dotnet run --project src/HopsworksFunctions.Cli -- run --once) &&
    rm -r "$folder"
}

# Installs the command line as a tool, from a folder as the only feed, validates policies in an empty folder, and runs the bundled app.
tool() {
  local folder version package
  folder=$(mktemp -d) &&
    version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props) &&
    package=$folder/feed/HopsworksFunctions.Cli.$version.nupkg &&
    dotnet pack src/HopsworksFunctions.Cli --no-build --configuration "$configuration" --output "$folder/feed" &&
    (($(stat --format=%s "$package") < 20000000)) &&
    printf '<configuration><packageSources><clear/><add key="local" value="%s/feed"/></packageSources></configuration>' "$folder" \
      >"$folder/nuget.config" &&
    dotnet tool install HopsworksFunctions.Cli --tool-path "$folder/tools" --configfile "$folder/nuget.config" &&
    cp policies.sample.json "$folder/policies.json" &&
    (
      cd "$folder" &&
        [[ $(tools/hops --version) == "$version"* ]] &&
        tools/hops validate policies.json &&
        tools/hops run --once --json | grep -q '"outcome":"ok"'
    ) &&
    dotnet tool uninstall HopsworksFunctions.Cli --tool-path "$folder/tools" &&
    [[ ! -e $folder/tools/hops ]] &&
    rm -r "$folder"
}

no_secret_in_any_output() {
  local found=0
  if grep -RonaF --exclude=secrets.log -e "$key_marker" "$artifacts"; then found=1; fi
  if grep -RonaE --exclude=secrets.log -e "$token_pattern" "$artifacts"; then found=1; fi
  return "$found"
}

rm -rf "$artifacts" artifacts/coverage
mkdir -p "$artifacts"
beside tools tools
must check restore dotnet restore
must check build dotnet build --no-restore --configuration "$configuration" -warnaserror
must settle
check format dotnet format whitespace --verify-no-changes --no-restore
# Publishing restores in its own way, which must not disturb checks that read the projects.
beside publish publish
check scripts scripts
check languages languages
check dashboard dashboard
check fresh-clone fresh_clone
check tool tool
settle
for project in tests/*/*.csproj; do
  if grep -q '"xunit.v3"' "$project"; then run_tests "$(basename "$project" .csproj)"; fi
done
check secrets no_secret_in_any_output
finish
