System.Console.Error.WriteLine("moot: no command is built yet.");
return 2;
