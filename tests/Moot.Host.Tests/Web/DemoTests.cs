using Moot.Commons;
using Moot.Commons.Acts;
using Moot.Host.Demos;
using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Kernel.Acts;
using Moot.Kernel.Erasure;
using Moot.Kernel.Membership;
using Moot.Ui;
using Xunit;

namespace Moot.Host.Tests.Web;

/// <summary>The example shows what a commons is like after some weeks.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task It_has_lived()
    {
        using var disk = new TestFolder();
        await Demo.Create(disk["demo"], TimeProvider.System);
        await using var log = HostedLog.Open(AssociationFolder.Open(disk["demo"]), TimeProvider.System);
        var world = log.Head.World;
        var library = world.Get<Library>();
        Assert.InRange(library.Pages.Count, 8, 14);
        Assert.Single(library.Files);
        Assert.Single(library.Pages.Values, p => p.OpenEnds.Length == 1); // another one was put together
        Assert.Contains(
            Enumerable.Range(0, (int)world.Size),
            i => ReadAct.Of(log.Store, world.Registry, i)?.Record is EditPage { Over.IsDefaultOrEmpty: false }
        );
        Assert.Equal("Allotment by the brook", new ProseCache(log).Prose(world, library.Find(library.Front!.Value)!.Titled, "title"));
        Assert.NotEmpty(library.Unreviewed);
        Assert.Equal(2, world.Get<Erasures>().Withdrawn.Count); // an insult and a telephone number
        var uses = world.Get<Moot.Stewarding.Stewardship>().Uses.Values.ToList();
        Assert.Single(uses, u => u.Undone is not null);
        Assert.Single(uses, u => u.IsInForce(Moment.Of(TimeProvider.System.GetUtcNow()), world.Get<Moot.Deciding.Assembly>()));
        Assert.Equal(4, world.Get<Roster>().Members.Count);
        Assert.Equal(3, Enumerable.Range(0, (int)world.Size).Select(i => world.Entries.AssuranceOf(i)).Distinct().Count()); // signed, vouched, guests
        var (first, last) = (world.Entries.At(0), world.Entries.At(world.Size - 1));
        Assert.InRange(last - first, TimeSpan.FromDays(14), TimeSpan.FromDays(60));
        Assert.True(last <= Moment.Of(TimeProvider.System.GetUtcNow()));
    }
}
