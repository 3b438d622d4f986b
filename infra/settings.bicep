@export()
@description('App settings by their names.')
type AppSettings = {
  @description('Its value.')
  *: string
}

@export()
@description('The name itself, if all of it may stand in the name of a setting; else no deployment.')
func settingPart(what string, name string) string =>
  empty(filter(
      map(range(0, length(name)), at => toLower(substring(name, at, 1))),
      character => !contains('abcdefghijklmnopqrstuvwxyz0123456789', character)
    ))
    ? name
    : fail('The ${what} name \'${name}\' has characters other than letters and digits, which the name of a setting cannot have on Linux.')
