using HopsworksFunctions.Cli.Commands;

return await Hops.RunAsync(args);
