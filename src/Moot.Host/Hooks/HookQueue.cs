using System.Collections.Concurrent;
using System.Collections.Immutable;
using Moot.Host.Live;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Kernel.Storage;
using Moot.Programs;
using Moot.Ui;

namespace Moot.Host.Hooks;

/// <summary>Tells webhooks what happens: of each entry at least once, in order, one at a time for each webhook, and again later where it was not taken.</summary>
internal sealed class HookQueue : IHooks, IAsyncDisposable
{
    /// <summary>Webhooks that are told at the same time.</summary>
    private const int AtOnceMax = 8;

    /// <summary>Time until the second attempt; each further one waits twice as long.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);

    /// <summary>Longest time between two attempts.</summary>
    public static readonly TimeSpan PauseMax = TimeSpan.FromHours(1);

    /// <summary>Longest time until growth of the log is noticed that nobody told of.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    /// <summary>Time until webhooks are looked at again after something happened that should not.</summary>
    private static readonly TimeSpan BugPause = TimeSpan.FromMinutes(1);

    private readonly IServedLog log;
    private readonly TimeProvider clock;
    private readonly HookTargets targets;
    private readonly Action<string> tell;
    private readonly HookBook book;
    private readonly HookNews news;
    private readonly HookSender sender;
    private readonly CancellationTokenSource stop = new();
    private readonly Bell bell = new();
    private readonly ConcurrentDictionary<long, Task> busy = new();
    private readonly Task following;

    public HookQueue(IServedLog log, Served served, TimeProvider clock, HookTargets targets, Action<string> tell)
    {
        (this.log, this.clock, this.targets, this.tell) = (log, clock, targets, tell);
        book = new(Path.Combine(log.Folder.PrivatePath, "hooks.db"));
        news = new(served, log);
        sender = new(targets);
        log.Moved += bell.Ring;
        following = Task.Run(Follow);
    }

    public async Task<string?> Refuses(string url, CancellationToken cancel)
    {
        if (HookTargets.Read(url) is not { } address)
        {
            return "url-wrong";
        }

        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(HookSender.Patience);
            await targets.Addresses(address.IdnHost, patience.Token);
            return null;
        }
        catch (HookRefusedException refused)
        {
            return refused.Code;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return "unknown-host";
        }
    }

    public string? Make(MemberId member, string url, string address, string kind, string subject, long next)
    {
        var secret = book.Make(member, url, address, kind, subject, next);
        bell.Ring();
        return secret;
    }

    public ImmutableArray<Hook> Of(MemberId member) => book.Of(member);

    public ImmutableArray<HookDelivery> Deliveries(long id) => book.Deliveries(id);

    public bool Test(MemberId member, long id) => Woken(book.Test(member, id));

    public bool SwitchOn(MemberId member, long id, long next) => Woken(book.SwitchOn(member, id, next));

    public bool Remove(MemberId member, long id) => book.Remove(member, id);

    public async ValueTask DisposeAsync()
    {
        log.Moved -= bell.Ring;
        await stop.CancelAsync();
        await following;
        await Task.WhenAll(busy.Values);
        sender.Dispose();
        book.Dispose();
        stop.Dispose();
        bell.Dispose();
    }

    /// <summary>How long to wait after so many failures in a row.</summary>
    public static TimeSpan PauseAfter(int failures)
    {
        var pause = FirstPause;
        for (var i = 1; i < failures && pause < PauseMax; i++)
        {
            pause *= 2;
        }

        return pause < PauseMax ? pause : PauseMax;
    }

    private Moment Now => Moment.Of(clock.GetUtcNow());

    private bool Woken(bool isDone)
    {
        bell.Ring();
        return isDone;
    }

    private async Task Follow()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var pause = Round();
                await Resting(pause);
            }
            catch (Exception e) when (e is LogException or IOException or UnauthorizedAccessException)
            {
                await Resting(Rest); // the file cannot be read now: later, perhaps
            }
#pragma warning disable CA1031 // Whatever it is, the association goes on, and the operator is told.
            catch (Exception e)
#pragma warning restore CA1031
            {
                tell($"A bug: webhooks stand still for {BugPause.TotalMinutes} minute. {e}");
                await Resting(BugPause);
            }
        }
    }

    /// <summary>Begins what can be told now; how long to wait until something else may have to be.</summary>
    private TimeSpan Round()
    {
        var waiting = book.Waiting();
        if (waiting.IsEmpty)
        {
            return Timeout.InfiniteTimeSpan; // whoever makes a webhook wakes
        }

        var (now, size) = (Now, log.Head.World.Size);
        foreach (var hook in waiting)
        {
            var isDue = hook.IsTestWanted || (!hook.IsOff && hook.Next < size && now >= hook.Due);
            if (isDue && busy.Count < AtOnceMax && !busy.ContainsKey(hook.Id))
            {
                var told = new Task<Task>(() => Tell(hook.Id));
                busy[hook.Id] = told.Unwrap();
                told.Start(TaskScheduler.Default);
            }
        }

        return Rest;
    }

    /// <summary>Tells one webhook the next thing, and leaves room for others.</summary>
    private async Task Tell(long id)
    {
        var goesOn = false;
        try
        {
            if (book.Find(id) is not { } hook)
            {
                return;
            }

            if (hook.IsTestWanted)
            {
                await Deliver(hook, entry: null, HookNews.Test(hook, Now));
            }
            else if (log.Head.World.Get<Roster>().Find(hook.Member) is not { Left: null })
            {
                book.Remove(hook.Member, hook.Id); // who left is told nothing
            }
            else
            {
                var (entry, looked) = news.Next(hook);
                book.Pass(hook.Id, looked);
                if (entry is { } found && news.Tell(hook, found, Now) is { } message)
                {
                    await Deliver(hook, found, message);
                }
            }

            goesOn = true;
        }
        catch (OperationCanceledException)
        {
            // The program ends; it is told again when it starts.
        }
        catch (Exception e) when (e is LogException or IOException)
        {
            // It cannot be noted or read now.
        }
#pragma warning disable CA1031 // As above.
        catch (Exception e)
#pragma warning restore CA1031
        {
            tell($"A bug: webhook {id} was not told. {e}");
        }
        finally
        {
            busy.TryRemove(id, out _);
            if (goesOn)
            {
                bell.Ring(); // else after a rest
            }
        }
    }

    private async Task Deliver(Hook hook, long? entry, (string Id, byte[] Body) message)
    {
        var (status, trouble) = await sender.Send(hook.Url, book.SecretOf(hook.Id), message.Id, message.Body, Now, stop.Token);
        book.Note(hook.Id, new(Now, entry, status, trouble), Now + PauseAfter(hook.Failures + 1));
    }

    private async Task Resting(TimeSpan most)
    {
        try
        {
            await bell.Rest(most, clock, stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The program ends.
        }
    }
}
