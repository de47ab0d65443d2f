using System.Collections.Immutable;
using Moot.Commons.Texts;
using Moot.Kernel.Acts;

namespace Moot.Talk;

/// <summary>One field of a form of talk.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Label">Key of the words beside it.</param>
/// <param name="Value">What is in it.</param>
/// <param name="CharactersMax">UTF-16 characters at most.</param>
/// <param name="IsText">True for a message's words, of many lines.</param>
public sealed record FormField(string Name, string Label, string Value, int CharactersMax, bool IsText = false);

/// <summary>A form with which one thing is done in talk.</summary>
/// <param name="Title">Key of its heading.</param>
/// <param name="Action">Where it is sent.</param>
/// <param name="Back">Where whoever changes their mind goes.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Fields">What is asked.</param>
/// <param name="Button">Key of the words on the button.</param>
public sealed record FormView(string Title, string Action, string Back, SubjectView Subject, ImmutableArray<FormField> Fields, string Button)
{
    /// <summary>The message that it is about; null where there is none.</summary>
    public MessageView? Message { get; init; }

    /// <summary>The words as they will be read; null before that was asked for.</summary>
    public Rendered? Preview { get; init; }

    /// <summary>Why it was not taken; null where it was not tried.</summary>
    public Verdict? Refused { get; init; }
}

/// <summary>The wordings of a message, newest first.</summary>
/// <param name="Message">The message.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Wordings">The entry of each, with the words as they are read; null where they are out of sight.</param>
public sealed record WordingsView(Message Message, string Path, ImmutableArray<(long Entry, Rendered? Shown)> Wordings);
