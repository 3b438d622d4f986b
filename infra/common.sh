# shellcheck shell=bash
# What the scripts of this folder share; sourced, not run.

# A new role takes up to ten minutes until every service knows of it, and a new app takes its time; what looks like that is tried again.
no_role_yet='Forbidden|required permissions|AuthorizationFailure|AuthorizationPermissionMismatch|BlobUploadFailed'
no_app_yet='Service ?Unavailable|from host runtime|InaccessibleStorageException|Deployment was partially successful|Status Code: 503|There may be an ongoing deployment'
readonly passing="$no_role_yet|$no_app_yet"
# The CLI looks at the app once more after the package was published; whether the app is well is for health.sh to say.
readonly published='Deployment was successful but the app appears to be unhealthy|Failed to fetch host key to check for function app status'
# In seconds.
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

# az on the subscription that azd deploys to, or that you set; else on the CLI's own default, which azd knows nothing of.
az() {
  case $1 in
    ad | bicep) command az "$@" ;;
    *) command az "$@" ${AZURE_SUBSCRIPTION_ID:+--subscription "$AZURE_SUBSCRIPTION_ID"} ;;
  esac
}

# patiently WHAT COMMAND...: prints what the command prints; ends the script with a message when it fails for good.
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

# has_secret WHAT VAULT SECRET: whether the vault has the secret already; ends the script when that cannot be read.
has_secret() {
  local found
  found=$(patiently "looking for $1 in the vault" az keyvault secret list --vault-name "$2" --query "[?name=='$3'].id" --output tsv) || exit 1
  [[ -n $found ]]
}
