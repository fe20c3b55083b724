namespace Playbooks.Redaction;

/// <summary>The forms that begin alike, or end alike. One thread adds at a time; any number read meanwhile.</summary>
/// <remarks>An addition copies no other form, except when the array doubles: thousands of secrets may begin alike.</remarks>
internal sealed class FormBucket
{
    private volatile string[] _forms = new string[1];
    private volatile int[] _lengths = [];
    private volatile int _count;

    /// <summary>The lengths of the forms, each once, longest first.</summary>
    public int[] Lengths => _lengths;

    public void Add(string form)
    {
        string[] forms = _forms;
        if (_count == forms.Length)
        {
            Array.Resize(ref forms, forms.Length * 2);
        }

        forms[_count] = form;
        if (Array.IndexOf(_lengths, form.Length) < 0)
        {
            _lengths = [.. _lengths.Append(form.Length).OrderDescending()];
        }

        // The count is last: a reader takes it first, and then finds so many forms.
        _forms = forms;
        _count++;
    }

    /// <summary>True if a form begins with the text and goes on after it.</summary>
    public bool HasBeginning(ReadOnlySpan<char> text)
    {
        foreach (string form in Forms)
        {
            if (form.Length > text.Length && form.AsSpan().StartsWith(text, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if a form ends with the text and begins before it.</summary>
    public bool HasEnding(ReadOnlySpan<char> text)
    {
        foreach (string form in Forms)
        {
            if (form.Length > text.Length && form.AsSpan().EndsWith(text, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private ReadOnlySpan<string> Forms
    {
        get
        {
            int count = _count;
            return _forms.AsSpan(0, count);
        }
    }
}
