#!/usr/bin/env bash
# Deploys everything into one resource group and reports whether it works. It can run again at any time, and keeps or updates what exists.
# usage: infra/deploy.sh [--environment dev|prod] [--group NAME] [--location REGION] [--parameters FILE] [--new-key]
set -euo pipefail
# shellcheck source=infra/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$(dirname "${BASH_SOURCE[0]}")/.."

environment=dev group='' location=westeurope parameters='' keep=(--if-missing)
while (($# > 0)); do
  case $1 in
    --environment | --group | --location | --parameters)
      [[ -n ${2:-} ]] || die "$1 wants a value"
      printf -v "${1#--}" %s "$2"
      shift
      ;;
    --new-key) keep=() ;;
    *) die "unknown option $1" ;;
  esac
  shift
done
group=${group:-rg-hopsfn-$environment}
parameters=${parameters:-infra/main.$environment.bicepparam}
[[ -f $parameters ]] || die "there is no parameter file $parameters"
need az curl dotnet zip
# Azure writes "West Europe" as westeurope.
location=${location,,} location=${location// /}
# Older versions reject modules without a name.
readonly oldest_bicep=0.34.1

# Checks for problems that would otherwise appear only after minutes, or not at all.
check_bicep() {
  local found
  # The CLI installs the newest version if there is none, but keeps an old one.
  found=$(az bicep version 2>/dev/null </dev/null | grep -oEm1 '[0-9]+\.[0-9]+\.[0-9]+') || return 0
  [[ $(printf '%s\n' "$found" "$oldest_bicep" | sort -V | head -n 1) == "$oldest_bicep" ]] ||
    die "Bicep $found is too old for the template, which needs $oldest_bicep: run 'az bicep upgrade'"
}

check_region() {
  local offered
  if ! offered=$(az functionapp list-flexconsumption-locations --query '[].name' --output tsv 2>/dev/null </dev/null); then
    step 'which regions offer Flex Consumption cannot be read; the deployment will say whether this one does'
    return
  fi
  offered=${offered,,} offered=${offered// /}
  [[ $'\n'$offered$'\n' == *$'\n'"$location"$'\n'* ]] ||
    die "Flex Consumption is not offered in $location, but in: ${offered//$'\n'/ }"
}

# A deleted vault keeps its name for 90 days. The template gives a group and environment the same name again, so it recovers their vault.
find_deleted_vault() {
  local all name region id named
  named=$(sed -nE "s/^param environmentName = '([a-z]+)'.*/\1/p" "$parameters")
  if ! all=$(az keyvault list-deleted --resource-type vault --query '[].[name, properties.location, properties.vaultId]' \
    --output tsv 2>/dev/null </dev/null); then
    step 'whether a deleted vault has the name of the new one cannot be read (Microsoft.KeyVault/deletedVaults/read on the subscription)'
    return
  fi
  while IFS=$'\t' read -r name region id; do
    if [[ $name != kv-hopsfn-"${named:-$environment}"-* || ${id,,} != */resourcegroups/"${group,,}"/* ]]; then continue; fi
    [[ ${region,,} == "$location" ]] ||
      die "the vault $name of an earlier deployment is deleted and can come back in $region only: name that region, or another group"
    step "the vault $name of an earlier deployment is deleted: it comes back with its secrets"
    export HOPSFN_RECOVER_VAULT=true
  done <<<"$all"
}

step 'checking who is signed in'
kind=$(az account show --query user.type --output tsv </dev/null) || die "nobody is signed in: run 'az login' and, if you have several subscriptions, 'az account set'"
if [[ $kind == user ]]; then
  AZURE_PRINCIPAL_ID=${AZURE_PRINCIPAL_ID:-$(az ad signed-in-user show --query id --output tsv </dev/null)} ||
    die 'your object id cannot be read from Entra ID; set AZURE_PRINCIPAL_ID to it'
  AZURE_PRINCIPAL_TYPE=${AZURE_PRINCIPAL_TYPE:-User}
else
  [[ -n ${AZURE_PRINCIPAL_ID:-} ]] || die 'set AZURE_PRINCIPAL_ID to the object id of the service principal that is signed in'
  AZURE_PRINCIPAL_TYPE=ServicePrincipal
fi
export AZURE_PRINCIPAL_ID AZURE_PRINCIPAL_TYPE

exists=$(az group exists --name "$group" --output tsv </dev/null) || die "whether the group $group exists cannot be read"
if [[ ${exists,,} == true ]]; then
  location=$(az group show --name "$group" --query location --output tsv </dev/null) || die "where the group $group is cannot be read"
fi
step "checking what $group in $location would meet"
check_bicep
check_region
find_deleted_vault

if [[ ${exists,,} != true ]]; then
  step "creating the resource group $group in $location"
  az group create --name "$group" --location "$location" --output none </dev/null || die "the group $group cannot be created"
fi

step "deploying $parameters, which takes some minutes"
outputs='properties.outputs.[functionAppName.value, functionAppHostName.value, vaultName.value, apiKeySecretName.value, storageAccountName.value, policiesContainerName.value]'
answer=$(az deployment group create --name "hopsfn-$environment" --resource-group "$group" --parameters "$parameters" --query "$outputs" --output tsv </dev/null) ||
  die "the deployment failed; the message above names the resource, and docs/deploy.md what to do about some of them"
mapfile -t answer <<<"$answer"
((${#answer[@]} == 6)) || die "the deployment answered ${#answer[@]} outputs instead of 6"
readonly app=${answer[0]} host=${answer[1]} vault=${answer[2]} secret=${answer[3]} account=${answer[4]} container=${answer[5]}

if [[ $AZURE_PRINCIPAL_TYPE == ServicePrincipal ]]; then
  step "a workflow does not touch the vault; a person stores the keys with: infra/set-key.sh $vault $secret; infra/set-link-key.sh $vault; infra/set-owner-key.sh $vault $group $app"
else
  step 'storing the API key'
  infra/set-key.sh "${keep[@]}" "$vault" "$secret"
  infra/set-link-key.sh "$vault"
fi

infra/package.sh

step "uploading the policies to the container $container, unless there are some"
infra/upload-policies.sh "$account" "$container" artifacts/package/policies.json

step "publishing to $app, which takes some minutes"
patiently 'publishing' az functionapp deployment source config-zip --resource-group "$group" --name "$app" --src artifacts/package.zip --output none

if [[ $AZURE_PRINCIPAL_TYPE != ServicePrincipal ]]; then
  infra/set-owner-key.sh "$vault" "$group" "$app"
fi

step 'asking the app whether it is healthy, for ten minutes at most'
infra/health.sh "$group" "$app" "$host"
