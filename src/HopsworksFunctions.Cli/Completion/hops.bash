# Completion of hops for bash. In ~/.bashrc: source <(hops completion bash)
_hops() {
  local name names
  COMPREPLY=()
  mapfile -t names < <(hops '[suggest]' "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
  for name in "${names[@]}"; do
    printf -v name %q "$name"
    COMPREPLY+=("$name")
  done
}
# Where hops knows nothing better, files are completed.
complete -o default -F _hops hops
