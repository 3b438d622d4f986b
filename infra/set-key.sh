#!/usr/bin/env bash
# Stores the Hopsworks.ai API key, or the key of each account, in the vault. It asks without echo and passes the key in a file that only you
# can read, never in an argument, the environment or the shell's history.
# usage: infra/set-key.sh [--if-missing] [--expires YYYY-MM-DD] VAULT [SECRET...]
set -euo pipefail
set +x
# shellcheck source=infra/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

if_missing=0 expires=()
while (($# > 0)); do
  case $1 in
    --if-missing) if_missing=1 ;;
    --expires)
      [[ ${2:-} =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}$ ]] || die '--expires wants a date such as 2027-06-30'
      expires=(--expires "$2T00:00:00Z")
      shift
      ;;
    -*) die "unknown option $1" ;;
    *) break ;;
  esac
  shift
done
readonly vault=${1:-}
[[ -n $vault ]] || die 'which vault? usage: infra/set-key.sh [--if-missing] [--expires YYYY-MM-DD] VAULT [SECRET...]'
# The template's output has the names of all accounts' secrets in one string.
read -ra secrets <<<"${*:2}"
((${#secrets[@]} > 0)) || secrets=(hopsworks-api-key)
need az

umask 077
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

store() {
  local secret=$1 key
  if ((if_missing)) && has_secret 'the key' "$vault" "$secret"; then
    step "the vault has a key already; infra/set-key.sh $vault $secret replaces it"
    return
  fi
  printf 'Hopsworks.ai API key, to be stored as %s (is not shown): ' "$secret" >&2
  IFS= read -rs key || [[ -n $key ]] || die 'no key was given'
  printf '\n' >&2
  local LC_ALL=C
  [[ $key =~ ^[[:graph:]]+$ ]] || die 'that is no API key: it is empty or has spaces or other characters that a key cannot have'
  printf %s "$key" >"$scratch/key"
  unset key
  patiently 'storing the key' az keyvault secret set --vault-name "$vault" --name "$secret" --file "$scratch/key" --encoding utf-8 "${expires[@]}" --output none
  step "stored the key as $secret in $vault"
}

for secret in "${secrets[@]}"; do store "$secret"; done
