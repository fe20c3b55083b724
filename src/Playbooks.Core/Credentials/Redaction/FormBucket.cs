namespace Playbooks.Redaction;

/// <summary>
/// The forms with the same beginning, or with the same ending. One thread adds; any number of threads read.
/// </summary>
/// <remarks>
/// Adding copies the other forms only when the array doubles: thousands of secrets may have the same beginning.
/// </remarks>
internal sealed class FormBucket
{
    private volatile string[] _forms = new string[1];
    private volatile int[] _lengths = [];
    private volatile int _count;

    /// <summary>The lengths of the forms without duplicates, longest first.</summary>
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

        // The count is written last: a reader reads it first, and then finds at least that many forms.
        _forms = forms;
        _count++;
    }

    /// <summary>True if a longer form begins with the text.</summary>
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

    /// <summary>True if a longer form ends with the text.</summary>
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
