# shellcheck shell=bash
# What the scripts of this folder share; sourced, not run.

# A new role takes minutes until every service knows of it; only what looks like that is tried again.
readonly not_yet='Forbidden|required permissions|AuthorizationFailure|AuthorizationPermissionMismatch|BlobUploadFailed'
readonly tries=${HOPSFN_TRIES:-12}
readonly pause=${HOPSFN_PAUSE:-15}

die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

step() { printf '==> %s\n' "$*" >&2; }

need() {
  local command
  for command in "$@"; do
    command -v "$command" >/dev/null || die "$command is not on the PATH"
  done
}

# patiently WHAT COMMAND...: prints what the command prints; ends the script with a message when it fails for good.
patiently() {
  local what=$1 try status errors
  shift
  errors=$(mktemp)
  for ((try = 1; ; try++)); do
    status=0
    "$@" 2>"$errors" </dev/null || status=$?
    if ((status == 0)); then
      rm -f "$errors"
      return
    fi
    if ((try >= tries)) || ! grep -qE "$not_yet" "$errors"; then
      cat "$errors" >&2
      rm -f "$errors"
      die "$what failed (${*:1:4} ended with $status)"
    fi
    step "access is not granted yet, trying again in $pause s ($try of $tries)"
    sleep "$pause"
  done
}
