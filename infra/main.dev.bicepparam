using 'main.bicep'

param environmentName = 'dev'
param operatorPrincipalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
param operatorPrincipalType = readEnvironmentVariable('AZURE_PRINCIPAL_TYPE', 'User')
param alertEmail = readEnvironmentVariable('HOPSFN_ALERT_EMAIL', '')
param recoverVault = bool(readEnvironmentVariable('HOPSFN_RECOVER_VAULT', 'false'))
