namespace Playbooks.Library;

/// <summary>The lines that git leaves in a file when a merge has a conflict.</summary>
internal static class MergeMarkers
{
    /// <summary>Finds the number of the first such line, from 1; null when there is none.</summary>
    public static int? LineOf(ReadOnlySpan<byte> utf8)
    {
        int number = 1;
        foreach (Range range in utf8.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = utf8[range];
            if (line.StartsWith("<<<<<<<"u8)
                || line.StartsWith("======="u8)
                || line.StartsWith(">>>>>>>"u8)
                || line.StartsWith("|||||||"u8))
            {
                return number;
            }

            number++;
        }

        return null;
    }
}
