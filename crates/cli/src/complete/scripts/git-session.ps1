# Completion of `git-session` for PowerShell:
#   git session completions powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName git-session -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursorPosition } |
        Select-Object -Skip 1 | ForEach-Object { $_.Extent.Text })
    if ($wordToComplete -eq '') { $words += '' }
    $before = $env:GIT_SESSION_COMPLETE
    $env:GIT_SESSION_COMPLETE = 'powershell'
    try { $lines = @(& git-session -- git-session @words 2>$null) } finally { $env:GIT_SESSION_COMPLETE = $before }
    foreach ($line in $lines) {
        $value, $help = $line -split "`t", 2
        if (-not $help) { $help = $value }
        [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $help)
    }
}
