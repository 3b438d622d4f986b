# shellcheck shell=bash
# The common functions of the scripts in this folder. This file is sourced, not run.

# A new role takes up to ten minutes to reach every service, and a new app takes time to start, so errors that look like that are retried.
no_role_yet='Forbidden|required permissions|AuthorizationFailure|AuthorizationPermissionMismatch|BlobUploadFailed'
no_app_yet='Service ?Unavailable|from host runtime|InaccessibleStorageException|Deployment was partially successful|Status Code: 503|There may be an ongoing deployment'
readonly passing="$no_role_yet|$no_app_yet"
# The CLI checks the app after it has published the package, but health.sh reports the app's health.
readonly published='Deployment was successful but the app appears to be unhealthy|Failed to fetch host key to check for function app status'
# Both are in seconds.
readonly patience=${HOPSFN_PATIENCE:-600}
readonly pause=${HOPSFN_PAUSE:-15}

die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

step() { printf '==> %s\n' "$*" >&2; }

need() {
  local command
  for command in "$@"; do
    type -P "$command" >/dev/null || die "$command is not on the PATH"
  done
}

# Runs az on the subscription that azd uses or that you set, otherwise on the CLI's own default, which azd does not know.
az() {
  case $1 in
    ad | bicep) command az "$@" ;;
    *) command az "$@" ${AZURE_SUBSCRIPTION_ID:+--subscription "$AZURE_SUBSCRIPTION_ID"} ;;
  esac
}

# patiently WHAT COMMAND...: prints the command's output, and ends the script with a message if the command fails for good.
patiently() {
  local what=$1 started=$SECONDS status errors seen
  shift
  errors=$(mktemp)
  while true; do
    status=0
    "$@" 2>"$errors" </dev/null || status=$?
    if ((status == 0)) || grep -qE "$published" "$errors"; then
      rm -f "$errors"
      return
    fi
    if ((SECONDS - started >= patience)) || ! seen=$(grep -oEm1 "$passing" "$errors"); then
      cat "$errors" >&2
      rm -f "$errors"
      die "$what failed (${*:1:4} ended with $status)"
    fi
    step "$what is not possible yet (${seen%%$'\n'*}), trying again in $pause s"
    sleep "$pause"
  done
}

# has_secret WHAT VAULT SECRET: returns whether the vault has the secret, and ends the script if that cannot be read.
has_secret() {
  local found
  found=$(patiently "looking for $1 in the vault" az keyvault secret list --vault-name "$2" --query "[?name=='$3'].id" --output tsv) || exit 1
  [[ -n $found ]]
}
