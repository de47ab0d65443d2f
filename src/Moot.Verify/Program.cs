System.Console.Error.WriteLine("moot-verify: nothing is built yet.");
return 2;
