#!/usr/bin/env bash
# Deploys everything into one resource group and says whether it works. May be run again at any time: what is there is kept or updated.
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

step "creating the resource group $group in $location, unless it is there"
exists=$(az group exists --name "$group" --output tsv </dev/null) || die "whether the group $group exists cannot be read"
if [[ ${exists,,} != true ]]; then
  az group create --name "$group" --location "$location" --output none </dev/null || die "the group $group cannot be created"
fi

step "deploying $parameters, which takes some minutes"
outputs='properties.outputs.[functionAppName.value, functionAppHostName.value, vaultName.value, apiKeySecretName.value, storageAccountName.value, policiesContainerName.value]'
answer=$(az deployment group create --name "hopsfn-$environment" --resource-group "$group" --parameters "$parameters" --query "$outputs" --output tsv </dev/null) ||
  die 'the deployment failed; the message above names the resource'
mapfile -t answer <<<"$answer"
((${#answer[@]} == 6)) || die "the deployment answered ${#answer[@]} outputs instead of 6"
readonly app=${answer[0]} host=${answer[1]} vault=${answer[2]} secret=${answer[3]} account=${answer[4]} container=${answer[5]}

if [[ $AZURE_PRINCIPAL_TYPE == ServicePrincipal ]]; then
  step "a workflow does not touch the vault; a person stores the keys with: infra/set-key.sh $vault $secret; infra/set-link-key.sh $vault"
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

step 'asking the app whether it is healthy, for ten minutes at most'
infra/health.sh "$group" "$app" "$host"
