#!/usr/bin/env bash
# Gives the app a function key named "owner", which can also unfreeze, allow stops and restore the state, and stores it in the vault for the
# app. An existing key is kept; with --new it is replaced, and the old one no longer works.
# usage: infra/set-owner-key.sh [--new] VAULT GROUP APP [SECRET]
set -euo pipefail
set +x
# shellcheck source=infra/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage='usage: infra/set-owner-key.sh [--new] VAULT GROUP APP [SECRET]'
new=0
if [[ ${1:-} == --new ]]; then
  new=1
  shift
fi
readonly vault=${1:-} group=${2:-} app=${3:-} secret=${4:-hopsworks-functions-owner-key}
[[ -n $vault && $vault != -* && -n $group && -n $app ]] || die "which vault, group and app? $usage"
need az

if ((!new)) && has_secret "the owner's key" "$vault" "$secret"; then
  step "the vault has an owner's key already; infra/set-owner-key.sh --new $vault $group $app $secret replaces it"
  exit
fi

umask 077
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# Azure generates the key, so it is never in an argument or a variable. Each call generates another one.
patiently "making the owner's key" az functionapp keys set --resource-group "$group" --name "$app" --key-type functionKeys --key-name owner --output none
patiently "reading the owner's key" az functionapp keys list --resource-group "$group" --name "$app" --query functionKeys.owner --output tsv >"$scratch/line"
tr -d '\r\n' <"$scratch/line" >"$scratch/key"
[[ -s $scratch/key ]] || die "the app has no function key named owner, although it was just made; try again"
patiently "storing the owner's key" az keyvault secret set --vault-name "$vault" --name "$secret" --file "$scratch/key" --encoding utf-8 --output none
step "stored the owner's key as $secret in $vault; 'az functionapp keys list -g $group -n $app' shows it as functionKeys.owner"
