import { AppSettings, settingPart } from 'settings.bicep'
import { Account } from 'types.bicep'

@description('The name itself, if the app takes it; else no deployment.')
func accountName(name string) string =>
  toLower(name) == name
    ? settingPart('account', name)
    : fail('The account name \'${name}\' has upper-case letters, and the app takes lower-case letters and digits.')

@description('What two of the accounts have in common and may not; empty for nothing.')
func shared(accounts Account[]) string => length(union(map(accounts, account => account.name), [])) < length(accounts) ? 'name' : length(union(map(accounts, account => toLower(account.apiKeySecretName)), [])) < length(accounts) ? 'secret' : ''

@export()
@description('The accounts themselves, if each has a name and a secret of its own; else no deployment.')
func distinctAccounts(accounts Account[]) Account[] =>
  empty(shared(accounts)) ? accounts : fail('Two of the accounts have one ${shared(accounts)}. Give each its own.')

@export()
@description('App settings such as Accounts__NAME__ApiKeySecretName, one for each member that an account has.')
func accountSettings(accounts Account[], policiesFolder string, pricesFolder string) AppSettings =>
  toObject(
    flatten(map(
      accounts,
      account =>
        map(
          filter(
            items({
              ApiKeySecretName: account.apiKeySecretName
              BaseUrl: account.?baseUrl ?? ''
              PoliciesSource: account.?policiesSource ?? ''
              PricesSource: account.?pricesSource ?? ''
            }),
            member => !empty(member.value)
          ),
          member => {
            name: 'Accounts__${accountName(account.name)}__${member.key}'
            value: member.key == 'PoliciesSource'
              ? '${policiesFolder}${member.value}'
              : member.key == 'PricesSource' ? '${pricesFolder}${member.value}' : member.value
          }
        )
    )),
    setting => setting.name,
    setting => setting.value
  )
