package io.wave.api.content;

import io.wave.api.web.problem.ApiException;
import io.wave.archive.TarLimits;
import io.wave.archive.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Reads the tar archive of a build context without unpacking it, and rejects entries outside of the context. */
final class ContextTar implements ContentCheck.ArchiveReader {

    private final CheckedLayer context;
    private final int maxEntries;
    private final ContextLinks links = new ContextLinks();

    ContextTar(CheckedLayer context, int maxEntries) {
        this.context = context;
        this.maxEntries = maxEntries;
    }

    // The caller closes the stream, and still needs what follows the end of the archive.
    @Override
    @SuppressWarnings("resource")
    public void read(InputStream tar) throws IOException {
        TarReader reader = new TarReader(tar, TarLimits.ofEntries(maxEntries));
        for (Optional<TarArchiveEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
            check(entry.get());
        }
        Optional<ContextLinks.Link> leaving = links.findEscaping();
        if (leaving.isPresent()) {
            throw leaves(leaving.get().name(), leaving.get().target());
        }
    }

    private void check(TarArchiveEntry entry) throws IOException {
        String name = entry.getName();
        String target = entry.getLinkName();
        String path = inside(name).orElseThrow(() -> invalidEntry(name, "is outside of the context"));
        if (links.hasLinkedParent(path)) {
            throw invalidEntry(name, "has a link as parent");
        }
        if (entry.isSymbolicLink()) {
            links.add(name, path, target);
        } else if (entry.isLink() && inside(target).isEmpty()) {
            throw leaves(name, target);
        } else if (!entry.isLink() && !isPlain(entry)) {
            throw invalidEntry(name, "is neither a file, a directory nor a link");
        }
    }

    /** The path of a name relative to the root of the context, not following links; empty if it is outside. */
    private static Optional<String> inside(String name) throws IOException {
        return name.indexOf('\0') < 0 ? new ContextLinks().resolve("", name) : Optional.empty();
    }

    private static boolean isPlain(TarArchiveEntry entry) {
        return entry.isDirectory()
                || switch (entry.getLinkFlag()) {
                    case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_CONTIG -> true;
                    default -> false;
                };
    }

    private ApiException leaves(String name, String target) {
        return invalidEntry(name, "links to '%s', which is outside of the context".formatted(target));
    }

    private ApiException invalidEntry(String name, String reason) {
        return context.broken("location", "contains the entry '%s', which %s".formatted(name, reason));
    }
}
