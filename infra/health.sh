#!/usr/bin/env bash
# Asks the app whether it can do its work, with its function key, and prints the answer; fails when it cannot.
# An app that can, while incidents are open, is told of as such.
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

key=$(az functionapp keys list --resource-group "$group" --name "$app" --query functionKeys.default --output tsv </dev/null) ||
  die 'the function key cannot be read; you need the right Microsoft.Web/sites/host/listkeys/action'
for ((try = 1; ; try++)); do
  # The key travels in curl's input, since everyone on the machine can see arguments.
  status=$(printf 'header = "x-functions-key: %s"\n' "$key" |
    curl --config - --silent --show-error --max-time 90 --output "$scratch/health" --write-out '%{http_code}' "https://$host/api/health") || status=000
  if grep -q '"checks"' "$scratch/health" 2>/dev/null; then break; fi
  ((try < tries)) || die "https://$host/api/health does not answer (last status $status); the portal's log stream says why"
  step "the app does not answer yet (status $status), trying again in $pause s ($try of $tries)"
  sleep "$pause"
done
cat "$scratch/health"
printf '\n'
[[ $status == 200 ]] || die 'the app is not healthy: each check above that is not says what to do'
if grep -qE '"status": ?"degraded"' "$scratch/health"; then
  step 'the app works, but there are open incidents, listed above'
else
  step 'the app is healthy'
fi
