# Completion of hops for PowerShell. In $PROFILE: hops completion pwsh | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName hops -ScriptBlock {
    param($word, $command, $cursor)
    $length = $cursor - $command.Extent.StartOffset
    $line = $command.ToString().PadRight($length).Substring(0, $length)
    hops '[suggest]' $line 2>$null | ForEach-Object {
        $text = if ($_ -match '[^\w.:*?-]') { "'" + $_.Replace("'", "''") + "'" } else { $_ }
        [System.Management.Automation.CompletionResult]::new($text, $_, 'ParameterValue', $_)
    }
}
