#!/usr/bin/env bash
# Stores a random key in the vault, with which the app signs the keep-running links in its warnings, and keeps an existing one. With --new
# it replaces the key, and links from before no longer work.
# usage: infra/set-link-key.sh [--new] VAULT [SECRET]
set -euo pipefail
set +x
# shellcheck source=infra/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

new=0
if [[ ${1:-} == --new ]]; then
  new=1
  shift
fi
readonly vault=${1:-} secret=${2:-hopsworks-functions-link-key}
[[ -n $vault && $vault != -* ]] || die 'which vault? usage: infra/set-link-key.sh [--new] VAULT [SECRET]'
need az

if ((!new)) && has_secret 'the link key' "$vault" "$secret"; then
  step "the vault has a link key already; infra/set-link-key.sh --new $vault $secret replaces it"
  exit
fi

umask 077
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# 48 random bytes are 64 characters. They are never in an argument or a variable.
head -c 48 /dev/urandom | base64 --wrap=0 >"$scratch/key"
patiently 'storing the link key' az keyvault secret set --vault-name "$vault" --name "$secret" --file "$scratch/key" --encoding utf-8 --output none
step "stored a link key as $secret in $vault"
