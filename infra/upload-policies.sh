#!/usr/bin/env bash
# Uploads a policy file to the container that the app reads. Without --replace, it keeps an existing one.
# usage: infra/upload-policies.sh [--replace] ACCOUNT CONTAINER FILE [NAME]
set -euo pipefail
# shellcheck source=infra/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

replace=0
if [[ ${1:-} == --replace ]]; then
  replace=1
  shift
fi
(($# == 3 || $# == 4)) || die 'usage: infra/upload-policies.sh [--replace] ACCOUNT CONTAINER FILE [NAME]'
readonly account=$1 container=$2 file=$3 name=${4:-policies.json}
need az

readonly blob=(--account-name "$account" --container-name "$container" --name "$name")
if ((!replace)); then
  found=$(patiently 'looking for policies' az storage blob exists "${blob[@]}" --auth-mode login --query exists --output tsv)
  if [[ ${found,,} == true ]]; then
    step "there are policies already; infra/upload-policies.sh --replace $account $container FILE replaces them"
    exit
  fi
fi
[[ -f $file ]] || die "there is no policy file $file"
patiently 'uploading the policies' az storage blob upload "${blob[@]}" --file "$file" --content-type application/json --overwrite true --auth-mode login --output none
step "uploaded $file to $container"
