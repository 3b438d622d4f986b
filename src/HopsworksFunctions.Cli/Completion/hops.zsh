#compdef hops
# Completion of hops for zsh. In ~/.zshrc, after compinit: source <(hops completion zsh)
_hops() {
  local -a names
  names=("${(@f)$(hops '[suggest]' "${(j: :)words[1,CURRENT]}" 2>/dev/null)}")
  names=(${names:#})
  # Where hops knows nothing better, files are completed.
  if ((${#names})); then compadd -- "${names[@]}"; else _files; fi
}
compdef _hops hops
