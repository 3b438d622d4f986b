// For a package built with -p:FunctionsWorker=official.
using 'main.bicep'

param environmentName = 'dev'
param runtimeName = 'dotnet-isolated'
param operatorPrincipalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
param operatorPrincipalType = readEnvironmentVariable('AZURE_PRINCIPAL_TYPE', 'User')
param alertEmail = readEnvironmentVariable('HOPSFN_ALERT_EMAIL', '')
