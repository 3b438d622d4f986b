#!/usr/bin/env bash
# Asks the app for its health, with its function key, and prints the answer. Fails if the app is not healthy after ten minutes, the longest
# time for a new host and new roles. Reports open incidents of a healthy app.
# usage: infra/health.sh GROUP APP HOST
set -euo pipefail
set +x
# shellcheck source=infra/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

(($# == 3)) || die 'usage: infra/health.sh GROUP APP HOST'
readonly group=$1 app=$2 host=$3
need az curl

umask 077
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# ask: returns whether the app is healthy. Its answer is in the file health, and the obstacle in the variable problem.
ask() {
  local key status
  rm -f "$scratch/health"
  if ! key=$(az functionapp keys list --resource-group "$group" --name "$app" --query functionKeys.default --output tsv \
    2>"$scratch/errors" </dev/null); then
    problem="the function key cannot be read ($(tail -n 1 "$scratch/errors")); you need the right Microsoft.Web/sites/host/listkeys/action"
    return 1
  fi
  # The key goes through curl's input, because everyone on the machine can see arguments.
  status=$(printf 'header = "x-functions-key: %s"\n' "$key" | curl --config - --silent --show-error --max-time 90 \
    --output "$scratch/health" --write-out '%{http_code}' "https://$host/api/health") || status=000
  if ! grep -q '"checks"' "$scratch/health" 2>/dev/null; then
    rm -f "$scratch/health"
    problem="https://$host/api/health does not answer (last status $status); the portal's log stream says why"
    return 1
  fi
  problem='the app is not healthy: each check of its answer that is not says what to do'
  [[ $status == 200 ]]
}

shown=0
while ! ask; do
  if ((SECONDS >= patience)); then
    if [[ -e $scratch/health ]]; then
      cat "$scratch/health"
      printf '\n'
    fi
    die "$problem"
  fi
  # A person who sees the problem need not wait.
  if ((!shown)) && [[ -e $scratch/health ]]; then
    step "$(cat "$scratch/health")"
    shown=1
  fi
  step "$problem; trying again in $pause s"
  sleep "$pause"
done
cat "$scratch/health"
printf '\n'
if grep -qE '"status": ?"degraded"' "$scratch/health"; then
  step 'the app works, but there are open incidents, listed above'
else
  step 'the app is healthy'
fi
