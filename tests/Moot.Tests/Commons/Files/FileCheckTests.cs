using System.Text;
using Moot.Commons;
using Moot.Commons.Files;
using Moot.Testing;
using Xunit;

namespace Moot.Tests.Commons.Files;

/// <summary>What files are taken for, what is taken out of them, and what is not taken at all.</summary>
public sealed class FileCheckTests
{
    public static TheoryData<FileType> Pictures => [FileType.Png, FileType.Jpeg, FileType.Gif, FileType.Webp];

    private static byte[] Sample(FileType type) =>
        type switch
        {
            FileType.Png => SomeFiles.Png(),
            FileType.Jpeg => SomeFiles.Jpeg(),
            FileType.Gif => SomeFiles.Gif(),
            FileType.Webp => SomeFiles.Webp(),
            FileType.Ogg => SomeFiles.Ogg(),
            FileType.Pdf => SomeFiles.Pdf(),
            _ => "Half a barrel a day.\n"u8.ToArray(),
        };

    private static string CodeOf(byte[] bytes)
    {
        var read = FileCheck.Read(bytes, out var why);
        Assert.Equal(why.IsLawful, read is not null);
        return why.Code ?? "";
    }

    [Theory]
    [InlineData(FileType.Png)]
    [InlineData(FileType.Jpeg)]
    [InlineData(FileType.Gif)]
    [InlineData(FileType.Webp)]
    [InlineData(FileType.Ogg)]
    [InlineData(FileType.Pdf)]
    [InlineData(FileType.Text)]
    public void A_file_is_what_its_bytes_are(FileType type)
    {
        var read = FileCheck.Read(Sample(type), out var why);
        Assert.True(why.IsLawful, why.Sentence);
        Assert.Equal(type, read!.Type);
        Assert.Equal(type, FileCheck.Served(type, read.Bytes));
        Assert.Null(FileCheck.Served(type == FileType.Png ? FileType.Gif : FileType.Png, read.Bytes));
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Nothing_that_was_written_about_a_picture_is_left(FileType type)
    {
        var before = Sample(type);
        Assert.True(before.AsSpan().IndexOf(SomeFiles.Secret) >= 0);
        var after = FileCheck.Read(before, out _)!.Bytes;
        Assert.Equal(-1, after.Span.IndexOf(SomeFiles.Secret));
        Assert.Equal(-1, after.Span.IndexOf("script"u8));
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void What_was_cleaned_is_clean(FileType type)
    {
        var once = FileCheck.Read(Sample(type), out _)!;
        var twice = FileCheck.Read(once.Bytes, out _)!;
        Assert.Equal(once.Bytes.ToArray(), twice.Bytes.ToArray());
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void What_hangs_behind_a_picture_is_cut_off(FileType type)
    {
        byte[] zip = [.. Sample(type), .. "PK\u0003\u0004"u8, .. SomeFiles.Secret];
        Assert.Equal(-1, FileCheck.Read(zip, out _)!.Bytes.Span.IndexOf("PK"u8));
    }

    [Fact]
    public void The_way_up_stays()
    {
        Assert.True(FileCheck.Read(SomeFiles.Jpeg(orientation: 6), out _)!.Bytes.Span.IndexOf((ReadOnlySpan<byte>)[1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6]) > 0);
        Assert.True(FileCheck.Read(SomeFiles.Png(orientation: 8), out _)!.Bytes.Span.IndexOf((ReadOnlySpan<byte>)[1, 0x12, 0, 3, 0, 0, 0, 1, 0, 8]) > 0);
        Assert.True(FileCheck.Read(SomeFiles.Webp(orientation: 3), out _)!.Bytes.Span.IndexOf((ReadOnlySpan<byte>)[1, 0x12, 0, 3, 0, 0, 0, 1, 0, 3]) > 0);
        Assert.Equal(-1, FileCheck.Read(SomeFiles.Jpeg(orientation: 1), out _)!.Bytes.Span.IndexOf("Exif"u8));
    }

    [Fact]
    public void The_colours_stay() => Assert.True(FileCheck.Read(SomeFiles.Jpeg(), out _)!.Bytes.Span.IndexOf("ICC_PROFILE"u8) > 0);

    [Theory]
    [InlineData("")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")]
    [InlineData("<?xml version='1.0'?><svg/>")]
    [InlineData("<!DOCTYPE html><html><body onload=alert(1)>")]
    [InlineData(" \n\t<html>")]
    [InlineData("\uFEFF<html>")]
    [InlineData("#!/bin/sh\nrm -rf /")]
    [InlineData("MZ\u0090\u0000\u0003")]
    [InlineData("PK\u0003\u0004zip")]
    [InlineData("words, and then <script>alert(1)</script>")]
    [InlineData("text with a \0 in it")]
    [InlineData("BM\u0000\u0000bitmap")]
    [InlineData("OggS")]
    [InlineData("%PDF-1.4 without an end")]
    [InlineData("GIF89a/*<script>*/=1;alert(1)")]
    [InlineData("RIFF\u0004\u0000\u0000\u0000WEBP")]
    [InlineData("RIFF\u00ff\u00ff\u00ff\u007fWEBPVP8X")]
    public void What_could_run_or_is_nothing_is_refused(string latin) => Assert.NotEqual("", CodeOf(Encoding.Latin1.GetBytes(latin)));

    [Fact]
    public void A_picture_with_a_web_page_in_it_is_refused()
    {
        byte[] png = [.. PngFile.Magic, .. "<html><script>alert(1)</script>"u8];
        Assert.Equal("file-broken", CodeOf(png));
        var jpeg = SomeFiles.Jpeg();
        var table = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDB]) + 4;
        "<script>alert(1)"u8.CopyTo(jpeg.AsSpan(table));
        Assert.Equal("file-active", CodeOf(jpeg));
    }

    [Fact]
    public void A_picture_bomb_is_refused_unread()
    {
        Assert.Equal("picture-too-large", CodeOf(SomeFiles.Png(100_000, 100_000)));
        Assert.Equal("picture-too-large", CodeOf(SomeFiles.Png(16_000, 16_000)));
        Assert.Equal("picture-too-large", CodeOf(SomeFiles.Jpeg(65_535, 65_535)));
        Assert.Equal("picture-too-large", CodeOf(SomeFiles.Png(0, 5)));
        var gif = SomeFiles.Gif();
        (gif[7], gif[9]) = (0xFF, 0xFF);
        Assert.Equal("picture-too-large", CodeOf(gif));
        Assert.Equal("file-too-large", CodeOf(new byte[FileLimits.BytesMax + 1]));
    }

    [Theory]
    [InlineData(FileType.Png)]
    [InlineData(FileType.Jpeg)]
    [InlineData(FileType.Gif)]
    [InlineData(FileType.Webp)]
    [InlineData(FileType.Ogg)]
    public void A_file_that_is_not_whole_is_refused(FileType type)
    {
        var whole = FileCheck.Read(Sample(type), out _)!.Bytes.ToArray();
        for (var length = 0; length < whole.Length; length++)
        {
            // The first letters alone are a text, and kept as no more than that.
            Assert.True(FileCheck.Read(whole.AsMemory(0, length), out _) is null or { Type: FileType.Text }, $"{length} bytes");
        }
    }

    /// <summary>Bytes changed, cut, doubled: nothing throws, and nothing secret passes that was in a place where it is taken out.</summary>
    [Fact]
    public void Damaged_files_do_no_harm()
    {
        const int seed = 20261122;
        var dice = new Dice(seed);
        foreach (var type in new[] { FileType.Png, FileType.Jpeg, FileType.Gif, FileType.Webp, FileType.Ogg })
        {
            var whole = Sample(type);
            for (var round = 0; round < 4_000; round++)
            {
                var bytes = whole.ToArray();
                for (var change = dice.Below(4); change >= 0; change--)
                {
                    bytes[dice.Below(bytes.Length)] = (byte)dice.Below(256);
                }

                if (FileCheck.Read(bytes.AsMemory(0, 1 + dice.Below(bytes.Length)), out _) is { } read && Cleaned.IsPicture(read.Type))
                {
                    Assert.True(Cleaned.IsShowable(read.Width, read.Height), $"seed {seed}, {type}, round {round}");
                    Assert.NotNull(FileCheck.Read(read.Bytes, out _));
                }
            }
        }
    }

    [Theory]
    [InlineData("#1f5f5b", "#fdfcf9", 7_000, 7_500)]
    [InlineData("#000000", "#ffffff", 21_000, 21_000)]
    [InlineData("#777777", "#ffffff", 4_470, 4_490)]
    public void Contrast_is_counted_in_whole_numbers(string one, string other, long least, long most)
    {
        var contrast = Shade.Parse(one)!.Value.Contrast(Shade.Parse(other)!.Value);
        Assert.InRange(contrast, least, most);
        Assert.Equal(contrast, Shade.Parse(other)!.Value.Contrast(Shade.Parse(one)!.Value));
    }

    [Theory]
    [InlineData("#12345")]
    [InlineData("#1234567")]
    [InlineData("123456")]
    [InlineData("#12345G")]
    [InlineData("#ABCDEF")]
    [InlineData("red;}body{}")]
    public void Only_six_digits_are_a_colour(string text) => Assert.Null(Shade.Parse(text));

    [Fact]
    public void Every_colour_becomes_light_enough_for_dark_paper()
    {
        foreach (var tint in Enum.GetValues<PaperTint>())
        {
            var paper = Shade.Parse(CommonsLook.Dark(tint))!.Value;
            foreach (var shade in new[] { new Shade(0, 0, 0), new(0, 0, 255), new(120, 0, 0), new(31, 95, 91) })
            {
                Assert.True(shade.LighterOn(paper).Contrast(paper) >= Shade.ContrastMin);
            }
        }
    }

    [Theory]
    [InlineData("CC-BY-SA-4.0", true)]
    [InlineData("MIT OR (GPL-2.0-or-later WITH Classpath-exception-2.0)", true)]
    [InlineData("GPL-2.0+", true)]
    [InlineData("", false)]
    [InlineData("CC BY", false)]
    [InlineData("MIT OR", false)]
    [InlineData("(MIT", false)]
    [InlineData("MIT)", false)]
    [InlineData("AND MIT", false)]
    [InlineData("<script>", false)]
    [InlineData("MIT WITH", false)]
    [InlineData("-", false)]
    public void Licences_are_named_by_the_grammar(string text, bool isOne) => Assert.Equal(isOne, Spdx.IsExpression(text));
}
