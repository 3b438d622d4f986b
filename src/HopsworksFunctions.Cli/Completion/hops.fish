# Completion of hops for fish. Once: hops completion fish > ~/.config/fish/completions/hops.fish
function __hops_names
    set -g __hops_found (hops '[suggest]' (commandline -cp) 2>/dev/null)
    test (count $__hops_found) -gt 0
end
# Where hops knows nothing better, files are completed.
complete -c hops -n __hops_names -f -a '$__hops_found'
