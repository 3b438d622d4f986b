import { Webhook } from 'types.bicep'

@description('App settings by their names.')
type AppSettings = {
  @description('Its value.')
  *: string
}

@description('The name itself, if all of it may stand in the name of a setting; else no deployment.')
func settingPart(name string) string =>
  empty(filter(
      map(range(0, length(name)), at => toLower(substring(name, at, 1))),
      character => !contains('abcdefghijklmnopqrstuvwxyz0123456789', character)
    ))
    ? name
    : fail('The webhook name \'${name}\' has characters other than letters and digits, which the name of a setting cannot have on Linux.')

@export()
@description('App settings such as Webhooks__NAME__Kind, one for each member that a webhook has.')
func webhookSettings(webhooks Webhook[]) AppSettings =>
  toObject(
    flatten(map(
      webhooks,
      hook =>
        map(
          filter(
            items({
              Kind: hook.kind
              SigningSecretName: hook.?signingSecretName ?? ''
              Rule: hook.?rule ?? ''
              On: hook.?on ?? ''
              Action: hook.?action ?? ''
              State: hook.?state ?? ''
              Until: hook.?until ?? ''
            }),
            member => !empty(member.value)
          ),
          member => {
            name: 'Webhooks__${settingPart(hook.name)}__${member.key}'
            value: member.value
          }
        )
    )),
    setting => setting.name,
    setting => setting.value
  )
